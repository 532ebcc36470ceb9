import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A whole number from 0 to 9007199254740991; sums outgrow Int. */
  Count: { input: number; output: number; }
  /** A day of the calendar, such as 2026-01-31. */
  Date: { input: string; output: string; }
  /** An instant in UTC, RFC 3339. */
  DateTime: { input: string; output: string; }
  /** An exact decimal as a text, such as "12.5", without an exponent; a JSON number is refused. */
  Decimal: { input: string; output: string; }
  /** A whole number from -9007199254740991 to 9007199254740991: by how much one Count differs from another. */
  Difference: { input: number; output: number; }
  /** An absolute URL. */
  URL: { input: string; output: string; }
};

export type AcceptMatchSuggestionsInput = {
  /** Disabled mappings may be saved unverified. */
  isEnabled?: Scalars['Boolean']['input'];
  onError?: BulkErrorPolicy;
  /** At most 1,000. */
  suggestionIds: Array<Scalars['ID']['input']>;
};

/** Whether an account may work. */
export type AccountStatus =
  /** It works. */
  | 'ACTIVE'
  /** Its tokens are refused and its outgoing work is held; nothing is lost. */
  | 'SUSPENDED';

/** Sort of actor. */
export type ActorKind =
  /** A person signed in through the identity provider. */
  | 'PERSON'
  /** The server itself. */
  | 'SYSTEM'
  /** An access token. */
  | 'TOKEN';

export type ApplyMappingImportInput = {
  /** The same key answers with the same job. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Job of a dry run that was done to its end. */
  jobId: Scalars['ID']['input'];
  /** REJECT_ALL takes up to 1,000 rows and writes all of them or none. */
  onError?: BulkErrorPolicy;
};

/** Lines of a plan: those that are named, those that the filter leaves, or all that wait. */
export type ApproveBillingLinesInput = {
  filter?: InputMaybe<BillingLineFilter>;
  /** Whether lines that a brake holds are meant where they are neither named nor filtered for by `holds`. */
  includesHeld?: Scalars['Boolean']['input'];
  /** At most 1,000; those that a brake holds are meant as well. */
  lineIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  planId: Scalars['ID']['input'];
};

export type ArchiveUserInput = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  userId: Scalars['ID']['input'];
};

export type AttachTicketInput = {
  notificationId: Scalars['ID']['input'];
  /** Of an open ticket of the same company. */
  ticketNumber: Scalars['Int']['input'];
};

/** What was done. */
export type AuditAction =
  /** An account was made. */
  | 'ACCOUNT_CREATED'
  /** A suspended account went on. */
  | 'ACCOUNT_RESUMED'
  /** An account was suspended. */
  | 'ACCOUNT_SUSPENDED'
  /** The audit trail was given out as a file. */
  | 'AUDIT_EXPORTED'
  /** Lines of a billing plan were approved. */
  | 'BILLING_LINES_APPROVED'
  /** Lines of a billing plan were rejected. */
  | 'BILLING_LINES_REJECTED'
  /** Approved lines of a billing plan have to be approved again, as writing them was cancelled. */
  | 'BILLING_LINES_WITHDRAWN'
  /** A person told what became of a line that was unclear. */
  | 'BILLING_LINE_CLEARED'
  /** A line of a billing plan could not be written. */
  | 'BILLING_LINE_REFUSED'
  /** A line of a billing plan was written to its agreement. */
  | 'BILLING_LINE_WRITTEN'
  /** A user is billed as the account says again. */
  | 'BILLING_OVERRIDE_REMOVED'
  /** A user is billed otherwise than the account says. */
  | 'BILLING_OVERRIDE_SAVED'
  /** A billing plan was put away. */
  | 'BILLING_PLAN_DISCARDED'
  /** A billing plan was not approved in time. */
  | 'BILLING_PLAN_EXPIRED'
  /** A billing plan could not be made. */
  | 'BILLING_PLAN_FAILED'
  /** A billing plan has all its lines. */
  | 'BILLING_PLAN_MADE'
  /** A billing run began with its plan. */
  | 'BILLING_PLAN_STARTED'
  /** A scheduled billing run could not be made up for in time. */
  | 'BILLING_RUN_MISSED'
  /** How usage is billed was changed. */
  | 'BILLING_SETTINGS_SAVED'
  /** Callbacks that ConnectWise had disabled or lost were registered again. */
  | 'CALLBACKS_REPAIRED'
  /** A user was mapped to a company. */
  | 'COMPANY_MAPPED'
  /** A user's mapping was removed. */
  | 'COMPANY_UNMAPPED'
  /** A person does not want to hear of a change of a mapped company. */
  | 'DRIFT_IGNORED'
  /** A person accepted a change of a mapped company. */
  | 'DRIFT_RESOLVED'
  /** The account moved to another ConnectWise instance. */
  | 'INSTANCE_CHANGED'
  /** The integration was turned off. */
  | 'INTEGRATION_DISABLED'
  /** The integration was turned on. */
  | 'INTEGRATION_ENABLED'
  /** Outgoing work stopped: ConnectWise refused the keys or the clientId. */
  | 'INTEGRATION_PAUSED'
  /** Outgoing work goes on. */
  | 'INTEGRATION_RESUMED'
  /** A piece of background work was taken back. */
  | 'JOB_CANCELLED'
  /** A piece of background work was asked for. */
  | 'JOB_STARTED'
  /** A mapping was turned off. */
  | 'MAPPING_DISABLED'
  /** A mapping followed a change of its company in ConnectWise. */
  | 'MAPPING_DRIFTED'
  /** A mapping was turned on. */
  | 'MAPPING_ENABLED'
  /** A mapping was checked against ConnectWise. */
  | 'MAPPING_VERIFIED'
  /** How suggestions are made and used was changed. */
  | 'MATCHING_SETTINGS_SAVED'
  /** A source told of conditions; `count` says how many said something new. */
  | 'NOTIFICATIONS_RAISED'
  /** A source told that conditions are over. */
  | 'NOTIFICATIONS_RESOLVED'
  /** Failed deliveries were tried again by hand. */
  | 'NOTIFICATIONS_RETRIED'
  /** What was kept for its time was removed. */
  | 'OLD_ROWS_REMOVED'
  /** A role asked for what it may not do. */
  | 'OPERATION_DENIED'
  /** A source told of a product that it is another now. */
  | 'PRODUCT_CHANGED'
  /** A source told of a product for the first time. */
  | 'PRODUCT_CREATED'
  /** It was changed how long things are kept. */
  | 'RETENTION_SETTINGS_SAVED'
  /** Stored keys were dropped because the sealing key was lost. */
  | 'SEALED_KEYS_RESET'
  /** Integration settings were saved. */
  | 'SETTINGS_SAVED'
  /** A token was not accepted. */
  | 'SIGN_IN_REFUSED'
  /** A source was made. */
  | 'SOURCE_CREATED'
  /** The reports of a user go as the account says again. */
  | 'SPAM_OVERRIDE_REMOVED'
  /** The reports of a user go another way than the account says. */
  | 'SPAM_OVERRIDE_SAVED'
  /** The scheduled reports of a month did not go out in time. */
  | 'SPAM_REPORTS_MISSED'
  /** A report of spam statistics was brought to ConnectWise. */
  | 'SPAM_REPORT_SENT'
  /** How spam statistics are brought to ConnectWise was changed. */
  | 'SPAM_SETTINGS_SAVED'
  /** A source told what mail filters saw; the counts say how many days are new, and how many have other counters. */
  | 'SPAM_STATISTICS_RECORDED'
  /** A user was mapped to a company that was suggested. */
  | 'SUGGESTION_ACCEPTED'
  /** A suggested company was told to be the wrong one. */
  | 'SUGGESTION_DISMISSED'
  /** A dismissed suggestion came back. */
  | 'SUGGESTION_REOPENED'
  /** The settings of tickets were changed. */
  | 'TICKETING_SETTINGS_SAVED'
  /** A notification was attached to a ticket that a person had opened. */
  | 'TICKET_ATTACHED'
  /** A ticket was closed in ConnectWise. */
  | 'TICKET_CLOSED'
  /** Somebody closed the ticket in ConnectWise, which resolved a notification. */
  | 'TICKET_CLOSED_BY_PERSON'
  /** Somebody deleted the ticket in ConnectWise, which holds a notification. */
  | 'TICKET_DELETED'
  /** Somebody merged the ticket into another one in ConnectWise. */
  | 'TICKET_MERGED'
  /** A ticket was opened in ConnectWise. */
  | 'TICKET_OPENED'
  /** Tickets of a user go where those of the account do again. */
  | 'TICKET_OVERRIDE_REMOVED'
  /** Tickets of a user go elsewhere, or are told otherwise. */
  | 'TICKET_OVERRIDE_SAVED'
  /** Somebody reopened the ticket in ConnectWise, and a notification with it. */
  | 'TICKET_REOPENED_BY_PERSON'
  /** Somebody began to work on the ticket in ConnectWise. */
  | 'TICKET_TAKEN_OVER'
  /** Another number of templates than before fits ConnectWise. */
  | 'TICKET_TEMPLATES_CHECKED'
  /** An access token was made. */
  | 'TOKEN_CREATED'
  /** An access token was revoked. */
  | 'TOKEN_REVOKED'
  /** A source told of usage; the counts say how many days are new, and how many have other quantities. */
  | 'USAGE_RECORDED'
  /** A user was archived. */
  | 'USER_ARCHIVED'
  /** A user was reported with other values. */
  | 'USER_CHANGED'
  /** A user was reported for the first time. */
  | 'USER_CREATED'
  /** Erasing a user's personal data was begun; nothing of it is shown any more. */
  | 'USER_ERASED'
  /** No text that names an erased user is left. */
  | 'USER_ERASURE_ENDED'
  /** All that is kept of a user was given out as a file. */
  | 'USER_EXPORTED'
  /** A user was kept out of the queue of unmapped users. */
  | 'USER_IGNORED'
  /** A user came back into the queue of unmapped users. */
  | 'USER_NO_LONGER_IGNORED'
  /** An archived user came back. */
  | 'USER_REOPENED'
  /** One kind of outgoing work waits for a right in ConnectWise. */
  | 'WORK_HELD'
  /** A kind of outgoing work that waited for a right goes on. */
  | 'WORK_RESUMED';

/** All given conditions hold; a list means any of. */
export type AuditEventFilter = {
  actions?: InputMaybe<Array<AuditAction>>;
  /** From this instant on. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  subjectId?: InputMaybe<Scalars['ID']['input']>;
  /** Before this instant. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How ConnectWise bills an addition that is made; those that are there keep what they have. */
export type BillCustomer =
  /** It is on the invoice, with its price. */
  | 'BILLABLE'
  /** It is not on the invoice. */
  | 'DO_NOT_BILL'
  /** It is on the invoice, at no charge. */
  | 'NO_CHARGE';

/** Which of the quantities of a product is billed. */
export type BilledQuantity =
  /** What was ordered. */
  | 'PURCHASED'
  /** What was counted. */
  | 'USED';

/** What a plan says of a line. */
export type BillingLineAction =
  /** An addition is to be made. */
  | 'CREATE'
  /** A brake has fired: nothing is written before a person approves. `holds` tells which. */
  | 'HOLD'
  /** ConnectWise has it already. */
  | 'NONE'
  /** It cannot be billed, or is not to be; `reason` tells why. */
  | 'SKIP'
  /** The quantity of the addition is to change. */
  | 'UPDATE';

/** All given conditions hold; a list means any of. */
export type BillingLineFilter = {
  actions?: InputMaybe<Array<BillingLineAction>>;
  /** ConnectWise's record ids. */
  agreementIds?: InputMaybe<Array<Scalars['Int']['input']>>;
  holds?: InputMaybe<Array<BillingLineHold>>;
  /** Products that add to the line. */
  productIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  states?: InputMaybe<Array<BillingLineState>>;
  /** Users who add to the line. */
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** A brake: why a person has to look at a line. Values may be added: keep a default branch. */
export type BillingLineHold =
  /** Several agreements could be meant, as `evidence` names them; nothing can be written. */
  | 'AGREEMENT_AMBIGUOUS'
  /** The agreement is cancelled by the end of the period. */
  | 'AGREEMENT_CANCELLED'
  /** The agreement ends before the period does. */
  | 'AGREEMENT_EXPIRED'
  /** The agreement is billed once, not in every period. */
  | 'AGREEMENT_NOT_RECURRING'
  /** The agreement begins after the period. */
  | 'AGREEMENT_NOT_STARTED'
  /** The agreement was invoiced for the period already. */
  | 'ALREADY_INVOICED'
  /** The quantity would change by more than the set percentage. */
  | 'CHANGES_MUCH'
  /** The user's mapping is broken; nothing can be written. */
  | 'COMPANY_BROKEN'
  /** The quantity would become zero. */
  | 'DROPS_TO_ZERO'
  /** Several additions count for the product, as `evidence` names them; nothing can be written. */
  | 'DUPLICATE_ADDITIONS'
  /** A product that adds to it was never written to ConnectWise before. */
  | 'FIRST_PLAN'
  /** Of what is taken back: the agreement was invoiced since, so correct the invoice by hand. */
  | 'INVOICED_SINCE'
  /** Nothing was told in the period of a user and product that add to it. */
  | 'NO_USAGE';

/** Why nothing is to be written. Values may be added: keep a default branch. */
export type BillingLineReason =
  /** Of what is taken back: somebody has changed it since. */
  | 'CHANGED_SINCE'
  /** The mapping became sound when the plan had been past its company. Start a run for the user. */
  | 'MAPPING_CHANGED'
  /** The user's mapping is disabled. */
  | 'MAPPING_DISABLED'
  /** The user's mapping was made on another ConnectWise system. */
  | 'MAPPING_ON_OTHER_INSTANCE'
  /** The user's mapping was never verified. */
  | 'MAPPING_UNVERIFIED'
  /** The agreement has no such addition, and there is nothing to bill. */
  | 'NOTHING_TO_CREATE'
  /** The user is not mapped to a company. */
  | 'NOT_MAPPED'
  /** The agreement has no such addition, and none is to be made. */
  | 'NO_ADDITION'
  /** The company has no such agreement. */
  | 'NO_AGREEMENT'
  /** Nobody has said as which catalog item the product is billed. */
  | 'NO_CATALOG_ITEM'
  /** ConnectWise keeps 15 digits of a number, and this one has more. */
  | 'TOO_MANY_DIGITS'
  /** ConnectWise has this quantity already. */
  | 'UNCHANGED'
  /** The user is archived. */
  | 'USER_ARCHIVED';

/** Where a line stands. Values may be added: keep a default branch. */
export type BillingLineState =
  /** ConnectWise has it. */
  | 'APPLIED'
  /** It waits to be written. */
  | 'APPROVED'
  /** ConnectWise has something else by now than the plan saw; nothing was written. */
  | 'CONFLICT'
  /** ConnectWise refused it, or did not do what it answered. */
  | 'FAILED'
  /** There is nothing to be written. */
  | 'NOTHING'
  /** A person has to approve or reject it. */
  | 'PENDING'
  /** A person does not want it written. */
  | 'REJECTED'
  /** Several additions may be the one that was made; a person has to tell. */
  | 'UNCLEAR'
  /** It is being written, or nobody knows yet what became of it. */
  | 'WRITING';

/** All given conditions hold; a list means any of. */
export type BillingPlanFilter = {
  kinds?: InputMaybe<Array<BillingPlanKind>>;
  statuses?: InputMaybe<Array<BillingPlanStatus>>;
};

/** Why a plan is there. Values may be added: keep a default branch. */
export type BillingPlanKind =
  /** Somebody asked for it. */
  | 'ON_DEMAND'
  /** Its run was due by the calendar. */
  | 'SCHEDULED'
  /** It takes back what another plan has written. */
  | 'UNDO';

/** How far a plan is. Values may be added: keep a default branch. */
export type BillingPlanStatus =
  /** Somebody put it away; nothing more of it is written. */
  | 'DISCARDED'
  /** Nothing is left to decide or to write. */
  | 'DONE'
  /** It waited too long; what nobody approved in time is not written. */
  | 'EXPIRED'
  /** It could not be made; `failure` tells why. */
  | 'FAILED'
  /** A scheduled run that could not be made up for in time; it has no lines. */
  | 'MISSED'
  /** Lines wait for approval, or to be written. */
  | 'OPEN'
  /** Its lines are being made. */
  | 'PLANNING';

/** How one product is billed. */
export type BillingRuleInput = {
  /** The user's agreement of this type is the one, by record id. */
  agreementTypeId?: InputMaybe<Scalars['Int']['input']>;
  billCustomer?: BillCustomer;
  /** The product of the catalog that it is billed as, by record id. */
  catalogItemId?: InputMaybe<Scalars['Int']['input']>;
  createsMissing?: Scalars['Boolean']['input'];
  /** Whether a line waits for a person when its agreement was invoiced for the period already. */
  holdsInvoiced?: Scalars['Boolean']['input'];
  isBilled?: Scalars['Boolean']['input'];
  /** A change by more percent of the quantity before waits for a person; null: none does. */
  maxChangePercent?: InputMaybe<Scalars['Int']['input']>;
  productId: Scalars['ID']['input'];
  quantity?: BilledQuantity;
};

/** What is left out is inherited; null takes away what the account's rule says. */
export type BillingRuleOverrideInput = {
  /** An agreement of the user's own company, not cancelled, by record id. */
  agreementId?: InputMaybe<Scalars['Int']['input']>;
  /** The user's agreement of this type is the one, by record id. */
  agreementTypeId?: InputMaybe<Scalars['Int']['input']>;
  /** Cannot be null. */
  billCustomer?: InputMaybe<BillCustomer>;
  /** The product of the catalog that it is billed as, by record id. */
  catalogItemId?: InputMaybe<Scalars['Int']['input']>;
  /** Cannot be null. */
  createsMissing?: InputMaybe<Scalars['Boolean']['input']>;
  /** Cannot be null. */
  holdsInvoiced?: InputMaybe<Scalars['Boolean']['input']>;
  /** Cannot be null. */
  isBilled?: InputMaybe<Scalars['Boolean']['input']>;
  /** A change by more percent of the quantity before waits for a person; null: none does. */
  maxChangePercent?: InputMaybe<Scalars['Int']['input']>;
  productId: Scalars['ID']['input'];
  /** Cannot be null. */
  quantity?: InputMaybe<BilledQuantity>;
};

/** What becomes of the good items when one is bad. */
export type BulkErrorPolicy =
  /** Nothing is written. */
  | 'REJECT_ALL'
  /** The good items are written. */
  | 'REJECT_FAILED';

export type CancelJobInput = {
  jobId: Scalars['ID']['input'];
};

/** Why a check did not pass. Values may be added: keep a default branch. */
export type CheckCause =
  /** The address is not public and not allowed by this server's rules. */
  | 'ADDRESS_FORBIDDEN'
  /** The answer is not one of ConnectWise. */
  | 'BAD_ANSWER'
  /** No clientId is set. */
  | 'CLIENT_ID_MISSING'
  /** ConnectWise does not accept the clientId. */
  | 'CLIENT_ID_REFUSED'
  /** ConnectWise failed by itself. */
  | 'CONNECTWISE_FAULT'
  /** An earlier check failed. */
  | 'EARLIER_CHECK'
  /** Plain HTTP is not allowed by this server's rules. */
  | 'HTTP_FORBIDDEN'
  /** A key holds characters it cannot have. */
  | 'KEYS_INVALID'
  /** The login company id holds characters it cannot have. */
  | 'LOGIN_COMPANY_ID_INVALID'
  /** The saved login may not use the service. */
  | 'LOGIN_LACKS_RIGHT'
  /** No login for the service is saved. */
  | 'LOGIN_MISSING'
  /** The service does not accept the saved login. */
  | 'LOGIN_REFUSED'
  /** The name leads nowhere. */
  | 'NAME_NOT_RESOLVED'
  /** Plain HTTP needs no certificate. */
  | 'NOT_NEEDED'
  /** The API member's role lacks a right. */
  | 'PERMISSION'
  /** ConnectWise demands encryption. */
  | 'PLAIN_HTTP_REFUSED'
  /** ConnectWise asks to wait. */
  | 'RATE_LIMITED'
  /** The site points elsewhere; redirects are not followed. */
  | 'REDIRECT'
  /** Nothing accepts connections there. */
  | 'REFUSED'
  /** ConnectWise does not tell the rights of the role. */
  | 'RIGHTS_NOT_SHOWN'
  /** This ConnectWise does not offer the service. */
  | 'SERVICE_ABSENT'
  /** The site is no valid URL or host name. */
  | 'SITE_INVALID'
  /** No answer in time. */
  | 'TIMEOUT'
  /** The certificate has expired. */
  | 'TLS_EXPIRED'
  /** Encryption could not be agreed on. */
  | 'TLS_HANDSHAKE'
  /** The certificate is not valid yet. */
  | 'TLS_NOT_YET_VALID'
  /** Only outdated encryption is offered. */
  | 'TLS_OLD_PROTOCOL'
  /** The port speaks plain HTTP. */
  | 'TLS_PLAIN_HTTP'
  /** The certificate was revoked. */
  | 'TLS_REVOKED'
  /** The certificate is signed by itself. */
  | 'TLS_SELF_SIGNED'
  /** The certificate comes from an unknown authority. */
  | 'TLS_UNKNOWN_AUTHORITY'
  /** The custom CA is not readable PEM text. */
  | 'TLS_UNREADABLE_CA'
  /** The certificate is for another name. */
  | 'TLS_WRONG_NAME'
  /** ConnectWise does not know the login company id. */
  | 'UNKNOWN_LOGIN_COMPANY_ID'
  /** There is no way to the address. */
  | 'UNREACHABLE'
  /** The server is older than the oldest supported version. */
  | 'VERSION_TOO_OLD'
  /** ConnectWise does not accept the key pair. */
  | 'WRONG_KEYS';

/** How a check ended. */
export type CheckOutcome =
  /** It is not; the message says what to do. */
  | 'FAILED'
  /** ConnectWise does not tell; it may well work. */
  | 'NOT_PROVABLE'
  /** All is well. */
  | 'PASSED'
  /** An earlier failure, or plain HTTP, made it pointless. */
  | 'SKIPPED';

/** What of the account's rule an override can take away. */
export type ClearableBillingField =
  /** `agreementId`: no agreement is chosen by its id. */
  | 'AGREEMENT'
  /** `agreementTypeId`: no agreement is chosen by its type. */
  | 'AGREEMENT_TYPE'
  /** `catalogItemId`: nothing can be billed. */
  | 'CATALOG_ITEM'
  /** `maxChangePercent`: no change is too big. */
  | 'MAX_CHANGE_PERCENT';

/** All given conditions hold; a list means any of. */
export type CompanyFilter = {
  /** Whether a user is mapped to it, enabled or not. */
  isMapped?: InputMaybe<Scalars['Boolean']['input']>;
  /** ACTIVE and INACTIVE when left out. */
  states?: InputMaybe<Array<CompanyState>>;
  /** Names of statuses, as ConnectWise has them. */
  statuses?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Names of types, as ConnectWise has them. */
  types?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** Whether a company is in the list of companies, and if not, why. */
export type CompanyListingReason =
  /** It was deleted in ConnectWise. */
  | 'DELETED'
  /** It has an inactive status, and a filter for active companies leaves it out. */
  | 'INACTIVE'
  /** It is; a filter by types or statuses may leave it out. */
  | 'LISTED'
  /** ConnectWise has no such company. */
  | 'NOT_IN_CONNECTWISE'
  /** ConnectWise does not show it: it was merged, or the role does not allow it. */
  | 'NOT_VISIBLE'
  /** ConnectWise has it, and the copy is older than that. */
  | 'NOT_YET_SYNCED'
  /** The copy does not have it, and ConnectWise could not be asked. */
  | 'UNKNOWN';

/** All given conditions hold; a list means any of. */
export type CompanyMappingFilter = {
  isEnabled?: InputMaybe<Scalars['Boolean']['input']>;
  origins?: InputMaybe<Array<MappingOrigin>>;
  problems?: InputMaybe<Array<MappingProblem>>;
  /** Part of the company's identifier or name, ignoring case. */
  search?: InputMaybe<Scalars['String']['input']>;
  statuses?: InputMaybe<Array<VerificationStatus>>;
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

export type CompanyMappingOrder = {
  direction?: OrderDirection;
  field: CompanyMappingOrderField;
};

/** What mappings can be sorted by. */
export type CompanyMappingOrderField =
  /** When the user was mapped. */
  | 'CREATED_AT'
  /** The company identifier. */
  | 'IDENTIFIER'
  /** When the mapping last changed. */
  | 'UPDATED_AT';

export type CompanyOrder = {
  direction?: OrderDirection;
  field: CompanyOrderField;
};

/** What companies can be sorted by. */
export type CompanyOrderField =
  /** The company identifier. */
  | 'IDENTIFIER'
  /** The name. */
  | 'NAME';

/** Names a company in exactly one way. */
export type CompanyReferenceInput =
  /** ConnectWise's record id. */
  { connectWiseId: Scalars['Int']['input']; identifier?: never; name?: never; }
  |  /** The company identifier, as ConnectWise shows it; case is ignored. */
  { connectWiseId?: never; identifier: Scalars['String']['input']; name?: never; }
  |  /** The whole name, which only one live company may have; case is ignored. */
  { connectWiseId?: never; identifier?: never; name: Scalars['String']['input']; };

/** Where a company stood when it was last read. */
export type CompanyState =
  /** It is there and active. */
  | 'ACTIVE'
  /** It was deleted. */
  | 'DELETED'
  /** It is there, with an inactive status. */
  | 'INACTIVE'
  /** ConnectWise does not show it any more: it was merged into another one, or hidden. */
  | 'MISSING';

/** How the copy is brought up to date. */
export type CompanySyncMode =
  /** Every company is read; finds merges and deletions, too. */
  | 'FULL'
  /** Only what changed since the last sync is read. */
  | 'INCREMENT';

/** What ConnectWise says of a company. UNCHECKED never means that it is missing. */
export type CompanyVerificationOutcome =
  /** Several live companies share the identifier or name. */
  | 'AMBIGUOUS'
  /** It was deleted. */
  | 'DELETED'
  /** It is there, with an inactive status. */
  | 'INACTIVE'
  /** There is none. */
  | 'NOT_FOUND'
  /** ConnectWise could not be asked; `cause` tells why. */
  | 'UNCHECKED'
  /** It is there and active. */
  | 'USABLE';

/** What a check looks at, from the outside in. */
export type ConnectionCheckSubject =
  /** Whether callbacks can be registered. */
  | 'CALLBACKS'
  /** Whether ConnectWise accepts the clientId. */
  | 'CLIENT_ID'
  /** Whether tickets can be closed. */
  | 'CLOSE_TICKETS'
  /** Whether ConnectWise knows the login company id. */
  | 'COMPANY_KNOWN'
  /** Whether notes of companies can be written. */
  | 'COMPANY_NOTES'
  /** Whether the address accepts connections. */
  | 'CONNECT'
  /** Whether the name leads to an address. */
  | 'DNS'
  /** Whether documents can be attached. */
  | 'DOCUMENTS'
  /** Whether ConnectWise accepts the key pair. */
  | 'KEYS'
  /** Whether ConnectWise's own spam statistics can be written, by its older service with a login of its own. */
  | 'NATIVE_STATISTICS'
  /** Whether this server's rules let it reach the site. */
  | 'POLICY'
  /** Whether agreements can be read. */
  | 'READ_AGREEMENTS'
  /** Whether service boards can be read. */
  | 'READ_BOARDS'
  /** Whether the product catalog can be read. */
  | 'READ_CATALOG'
  /** Whether companies can be read. */
  | 'READ_COMPANIES'
  /** Whether management summary reports can be written. */
  | 'SUMMARY_REPORTS'
  /** Whether the connection is encrypted and the certificate trusted. */
  | 'TLS'
  /** Whether additions can be written. */
  | 'WRITE_ADDITIONS'
  /** Whether tickets can be written. */
  | 'WRITE_TICKETS';

export type CreateAccessTokenInput = {
  /** Left out, it does not expire. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** What it is for, 1 to 100 characters. */
  name: Scalars['String']['input'];
  role: Role;
  /** Code of the source an INGEST token is bound to. */
  source?: InputMaybe<Scalars['String']['input']>;
};

export type CreateAccountInput = {
  name: Scalars['String']['input'];
  /** IANA name, such as Europe/Berlin. */
  timeZone?: Scalars['String']['input'];
};

export type CreateSourceInput = {
  /** Lower-case letters, digits, dot, underscore and hyphen; at most 63. */
  code: Scalars['String']['input'];
  name: Scalars['String']['input'];
};

export type DisableMappingInput = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  mappingId: Scalars['ID']['input'];
};

export type DisableMappingsInput = {
  /** At most 1,000. */
  mappingIds: Array<Scalars['ID']['input']>;
  onError?: BulkErrorPolicy;
};

export type DiscardBillingPlanInput = {
  planId: Scalars['ID']['input'];
};

export type DismissMatchSuggestionsInput = {
  /** At most 1,000. */
  suggestionIds: Array<Scalars['ID']['input']>;
};

/** All given conditions hold; a list means any of. */
export type DriftFilter = {
  kinds?: InputMaybe<Array<DriftKind>>;
  mappingIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  statuses?: InputMaybe<Array<DriftStatus>>;
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** How a mapped company changed in ConnectWise. Values may be added: keep a default branch. */
export type DriftKind =
  /** It is as it was before; nothing is left to do. */
  | 'COMPANY_BACK'
  /** It was deleted; work is held. */
  | 'COMPANY_DELETED'
  /** It has an inactive status; work is held unless the mapping allows that. */
  | 'COMPANY_INACTIVATED'
  /** It was merged into another one; work is held. */
  | 'COMPANY_MERGED'
  /** It is not there any more and nothing tells why; work is held. */
  | 'COMPANY_MISSING'
  /** It has another identifier; the mapping stands. */
  | 'COMPANY_REIDENTIFIED'
  /** It has another name; the mapping stands. */
  | 'COMPANY_RENAMED';

/** Whether a person still has to look at a drift. */
export type DriftStatus =
  /** A person does not want to hear of it until it changes again. */
  | 'IGNORED'
  /** Nobody has dealt with it. */
  | 'OPEN'
  /** The user was mapped to another company, or unmapped. */
  | 'REMAPPED'
  /** A person accepted it, or it passed by itself. */
  | 'RESOLVED';

export type EnableMappingInput = {
  /** Allow an inactive company. */
  allowInactive?: Scalars['Boolean']['input'];
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  mappingId: Scalars['ID']['input'];
};

export type EnableMappingsInput = {
  /** Allow inactive companies. */
  allowInactive?: Scalars['Boolean']['input'];
  /** At most 1,000. */
  mappingIds: Array<Scalars['ID']['input']>;
  onError?: BulkErrorPolicy;
};

export type EraseUserInput = {
  /** Refuses the change if somebody else made one since. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  userId: Scalars['ID']['input'];
};

/** All given conditions hold; a list means any of. */
export type EventFilter = {
  /** From this instant on. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  kinds?: InputMaybe<Array<EventKind>>;
  /** Global ids of what it happened to. */
  subjectIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** What happened. */
export type EventKind =
  /** Additions in ConnectWise are not as they were written. */
  | 'BILLING_DIFFERS'
  /** Nobody but a person can tell which addition a billing run has made. */
  | 'BILLING_LINE_UNCLEAR'
  /** Nothing of a billing plan is left to be approved or written. */
  | 'BILLING_PLAN_DONE'
  /** A billing plan was not approved in time. */
  | 'BILLING_PLAN_EXPIRED'
  /** A billing plan could not be made. */
  | 'BILLING_PLAN_FAILED'
  /** A billing plan has all its lines; some may wait for approval. */
  | 'BILLING_PLAN_READY'
  /** A scheduled billing run could not be made up for in time. */
  | 'BILLING_RUN_MISSED'
  /** What templates name is on their board again. */
  | 'BOARD_BACK'
  /** Templates of tickets name what their board in ConnectWise does not have any more. */
  | 'BOARD_CHANGED'
  /** ConnectWise had stopped telling of changes of tickets, and does so again. */
  | 'CALLBACKS_REPAIRED'
  /** A mapped company is as it was before. */
  | 'COMPANY_BACK'
  /** A mapped company was deleted. */
  | 'COMPANY_DELETED'
  /** A mapped company has an inactive status. */
  | 'COMPANY_INACTIVATED'
  /** A mapped company was merged into another one. */
  | 'COMPANY_MERGED'
  /** A mapped company is not there any more, and nothing tells why. */
  | 'COMPANY_MISSING'
  /** A mapped company has another identifier. */
  | 'COMPANY_REIDENTIFIED'
  /** A mapped company has another name. */
  | 'COMPANY_RENAMED'
  /** The account moved to another ConnectWise instance. */
  | 'INSTANCE_CHANGED'
  /** The integration was turned off. */
  | 'INTEGRATION_DISABLED'
  /** The integration was turned on. */
  | 'INTEGRATION_ENABLED'
  /** Outgoing work stopped: ConnectWise refuses the keys or the clientId. */
  | 'INTEGRATION_PAUSED'
  /** Outgoing work goes on. */
  | 'INTEGRATION_RESUMED'
  /** A job has ended, as it should or not. */
  | 'JOB_FINISHED'
  /** Something is wrong with a mapping; outgoing work is held. */
  | 'MAPPING_BROKEN'
  /** A broken mapping is sound again. */
  | 'MAPPING_MENDED'
  /** A notification waits for something to change: its user, its template, the settings. */
  | 'NOTIFICATION_HELD'
  /** The reports of a month have all been sent, or told why not. */
  | 'SPAM_REPORTS_DONE'
  /** The reports of a month did not go out, as the next ones were due already. */
  | 'SPAM_REPORTS_MISSED'
  /** The ticket of a resolved notification was closed. */
  | 'TICKET_CLOSED'
  /** Somebody closed the ticket of a notification, which is resolved by that. */
  | 'TICKET_CLOSED_BY_PERSON'
  /** Somebody deleted the ticket of a notification, which is held. */
  | 'TICKET_DELETED'
  /** Somebody merged a notification's ticket into another one, which it has from now on. */
  | 'TICKET_MERGED'
  /** A notification has its ticket. */
  | 'TICKET_OPENED'
  /** Somebody reopened the ticket of a notification, which is open again. */
  | 'TICKET_REOPENED_BY_PERSON'
  /** Somebody works on the ticket of a notification. */
  | 'TICKET_TAKEN_OVER'
  /** Erasing the personal data of a user was begun. */
  | 'USER_ERASED'
  /** A user was mapped to a company. */
  | 'USER_MAPPED'
  /** A user's mapping was removed. */
  | 'USER_UNMAPPED'
  /** ConnectWise shows another version, or another place of its API. */
  | 'VERSION_CHANGED'
  /** One kind of outgoing work waits for a right in ConnectWise. */
  | 'WORK_HELD'
  /** A kind of outgoing work that waited for a right goes on. */
  | 'WORK_RESUMED';

/** Why nothing leaves for ConnectWise on behalf of a user. */
export type HoldReason =
  /** The integration is off. */
  | 'INTEGRATION_OFF'
  /** ConnectWise refuses the keys or the clientId; see the health of the integration. */
  | 'INTEGRATION_PAUSED'
  /** The stored keys are gone and must be entered again. */
  | 'KEYS_MISSING'
  /** The mapping is broken. */
  | 'MAPPING_BROKEN'
  /** The mapping is disabled. */
  | 'MAPPING_DISABLED'
  /** The account moved to another instance; verify the mapping there. */
  | 'MAPPING_ON_OTHER_INSTANCE'
  /** The mapping was never verified. */
  | 'MAPPING_UNVERIFIED'
  /** The user has no mapping. */
  | 'NOT_MAPPED'
  /** The user is archived. */
  | 'USER_ARCHIVED'
  /** The role lacks a right for the kind of work that was asked about. */
  | 'WORK_NOT_PERMITTED';

export type IgnoreDriftsInput = {
  /** At most 1,000. */
  driftIds: Array<Scalars['ID']['input']>;
};

export type IgnoreUserInput = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** False takes the user back into the queue. */
  isIgnored?: Scalars['Boolean']['input'];
  userId: Scalars['ID']['input'];
};

/** How settings that lead to another ConnectWise system are meant. */
export type InstanceChange =
  /** Other records; mappings wait until they are verified again by identifier. */
  | 'OTHER_DATA'
  /** The same records under the same ids; each mapping must show that first. */
  | 'SAME_DATA_MOVED';

/** How the link to ConnectWise is. Values may be added: keep a default branch. */
export type IntegrationPhase =
  /** The newest test failed; outgoing work is tried all the same. */
  | 'FAILING'
  /** Outgoing work goes out. */
  | 'HEALTHY'
  /** The stored keys are gone and must be entered again. */
  | 'KEYS_MISSING'
  /** Turned off: nothing leaves but an explicit test. */
  | 'OFF'
  /** Some kinds of outgoing work wait for a right in ConnectWise. */
  | 'PARTLY_HELD'
  /** ConnectWise refuses the account: outgoing work waits for a good check. */
  | 'PAUSED';

/** What is counted in a job. Values may be added: keep a default branch. */
export type JobCounter =
  /** New ones. */
  | 'ADDED'
  /** Lines that were written. */
  | 'APPLIED'
  /** Mappings found broken. */
  | 'BROKEN'
  /** Calls to ConnectWise. */
  | 'CALLED'
  /** Known ones that had changed. */
  | 'CHANGED'
  /** Those that ConnectWise has otherwise than was written. */
  | 'DIFFERENT'
  /** Lines that could not be written, or reports that could not be sent. */
  | 'FAILED'
  /** Those of them that a brake holds. */
  | 'HELD'
  /** Users that would be mapped. */
  | 'MAPPABLE'
  /** Users that were mapped. */
  | 'MAPPED'
  /** Known ones that are not there any more. */
  | 'MISSING'
  /** Lines of a billing plan. */
  | 'PLANNED'
  /** Rows that could not be carried out. */
  | 'REJECTED'
  /** Reports that were sent. */
  | 'SENT'
  /** Users who got no report, each with the reason. */
  | 'SKIPPED'
  /** Suggestions. */
  | 'SUGGESTED'
  /** Known ones that were as before. */
  | 'UNCHANGED'
  /** Mappings found in order. */
  | 'VERIFIED';

/** All given conditions hold; a list means any of. */
export type JobFilter = {
  kinds?: InputMaybe<Array<JobKind>>;
  statuses?: InputMaybe<Array<JobStatus>>;
};

/** What a job does. Values may be added: keep a default branch. */
export type JobKind =
  /** Writes the approved lines of billing plans to their agreements. */
  | 'BILLING_APPLY'
  /** Makes a billing plan; nothing is written to ConnectWise. */
  | 'BILLING_PLAN'
  /** Brings the copy of ConnectWise's companies up to date. */
  | 'COMPANY_SYNC'
  /** Maps users as a CSV file says. */
  | 'MAPPING_IMPORT'
  /** Checks mappings against ConnectWise. */
  | 'MAPPING_VERIFICATION'
  /** Looks for companies that unmapped users may be. */
  | 'MATCHING'
  /** Reads what additions have now, to be held against what was written. */
  | 'RECONCILIATION'
  /** Brings the spam statistics of a month to ConnectWise. */
  | 'SPAM_DELIVERY';

/** How far a job is. */
export type JobStatus =
  /** A person took it back; what was done until then stays. */
  | 'CANCELLED'
  /** It ended early; `failure` tells why. */
  | 'FAILED'
  /** It waits for a worker. */
  | 'QUEUED'
  /** It is under way; `waitsFor` tells when it cannot go on. */
  | 'RUNNING'
  /** It was done to its end. */
  | 'SUCCEEDED';

export type MapCompaniesInput = {
  /** At most 1,000. */
  items: Array<MapCompaniesItemInput>;
  onError?: BulkErrorPolicy;
};

/** One link. Its company is looked up among the companies that were synced. */
export type MapCompaniesItemInput = {
  /** Allow an inactive company. */
  allowInactive?: Scalars['Boolean']['input'];
  /** Allow the company to be shared with users of the source. */
  allowShared?: Scalars['Boolean']['input'];
  company: CompanyReferenceInput;
  /** Version of the mapping to be replaced. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Enabled, ConnectWise is asked about the company first. Disabled, it may be saved unverified. */
  isEnabled?: Scalars['Boolean']['input'];
  /** Move an existing mapping instead of failing. */
  replaceExisting?: Scalars['Boolean']['input'];
  user: UserReferenceInput;
};

export type MapCompanyInput = {
  /** Allow an inactive company. */
  allowInactive?: Scalars['Boolean']['input'];
  /** Allow the company to be shared with users of the source. */
  allowShared?: Scalars['Boolean']['input'];
  company: CompanyReferenceInput;
  /** Version of the mapping to be replaced. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Disabled, it may be saved unverified. */
  isEnabled?: Scalars['Boolean']['input'];
  /** Move an existing mapping instead of failing. */
  replaceExisting?: Scalars['Boolean']['input'];
  userId: Scalars['ID']['input'];
};

/** How a mapping came about. */
export type MappingOrigin =
  /** It came with an import. */
  | 'IMPORTED'
  /** A person or program named the company. */
  | 'MANUAL'
  /** A suggestion was accepted. */
  | 'SUGGESTED';

/** Why a mapping is broken. */
export type MappingProblem =
  /** Several companies share the identifier. */
  | 'COMPANY_AMBIGUOUS'
  /** The company was deleted. */
  | 'COMPANY_DELETED'
  /** The company is inactive, which this mapping does not allow. */
  | 'COMPANY_INACTIVE'
  /** ConnectWise has no such company. */
  | 'COMPANY_NOT_FOUND'
  /** After a move, the record id shows another identifier. */
  | 'IDENTIFIER_CHANGED';

/** Why a company is suggested for a user. Values may be added: keep a default branch. */
export type MatchReason =
  /** A mail domain of the user is that of the company's website. */
  | 'SAME_DOMAIN'
  /** The source's key of the user is the company identifier. */
  | 'SAME_IDENTIFIER'
  /** The names are the same; case, width and white space do not count. */
  | 'SAME_NAME'
  /** The names are the same without punctuation, accents and legal forms. */
  | 'SAME_NORMALISED_NAME'
  /** The names are alike. */
  | 'SIMILAR_NAME'
  /** The company's name is the user's, cut off where ConnectWise cuts long names. */
  | 'TRUNCATED_NAME';

/** All given conditions hold; a list means any of. */
export type MatchSuggestionFilter = {
  isSure?: InputMaybe<Scalars['Boolean']['input']>;
  minimumScore?: InputMaybe<Scalars['Float']['input']>;
  reasons?: InputMaybe<Array<MatchReason>>;
  statuses?: InputMaybe<Array<SuggestionStatus>>;
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** All given conditions hold; a list means any of. */
export type NotificationFilter = {
  kinds?: InputMaybe<Array<Scalars['String']['input']>>;
  severities?: InputMaybe<Array<NotificationSeverity>>;
  states?: InputMaybe<Array<NotificationState>>;
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** Why a notification is held. Values may be added: keep a default branch. */
export type NotificationHold =
  /** Its user held it for longer than the settings allow; it becomes a ticket when it is told of again. */
  | 'HELD_TOO_LONG'
  /** The ConnectWise integration is off. */
  | 'INTEGRATION_OFF'
  /** ConnectWise refuses the keys or the clientId, so outgoing work is paused. Check the settings. */
  | 'INTEGRATION_PAUSED'
  /** The stored ConnectWise keys are gone. Enter the public and the private key again. */
  | 'KEYS_MISSING'
  /** The user's mapping is broken. Verify it, or map the user anew. */
  | 'MAPPING_BROKEN'
  /** The user's mapping is disabled. */
  | 'MAPPING_DISABLED'
  /** The user's mapping was made on another ConnectWise system. Verify it again. */
  | 'MAPPING_ON_OTHER_INSTANCE'
  /** The user's mapping was never verified. */
  | 'MAPPING_UNVERIFIED'
  /** The user is not mapped to a company. */
  | 'NOT_MAPPED'
  /** It concerns no user, and the settings name no company of the account. */
  | 'NO_OWN_COMPANY'
  /** Its template does not fit the board in ConnectWise any more; its problems say why. */
  | 'TEMPLATE_BROKEN'
  /** The ticketing settings are off, or were never saved for the ConnectWise that is set up. */
  | 'TICKETING_OFF'
  /** Somebody deleted its ticket in ConnectWise; it gets another one when it was resolved and recurs. */
  | 'TICKET_DELETED'
  /** The user is archived. */
  | 'USER_ARCHIVED'
  /** The security role of the API member does not permit this kind of work in ConnectWise. */
  | 'WORK_NOT_PERMITTED';

/** How urgent a condition is. */
export type NotificationSeverity =
  /** Somebody has to act. */
  | 'ACTION_REQUIRED'
  /** Good to know. */
  | 'INFORMATION'
  /** Somebody should look. */
  | 'WARNING';

/** Where a notification stands on its way to ConnectWise. */
export type NotificationState =
  /** ConnectWise refused it; it is tried again. */
  | 'FAILED'
  /** It waits for something to change; the reason says what. */
  | 'HELD'
  /** The condition is over. */
  | 'RESOLVED'
  /** Its ticket tells all that the source told. */
  | 'SENT'
  /** It goes out as soon as its turn comes. */
  | 'WAITING';

/** Smallest first, or largest first. */
export type OrderDirection =
  /** Smallest, oldest or A first. */
  | 'ASC'
  /** Largest, newest or Z first. */
  | 'DESC';

/** A kind of background work that leaves for ConnectWise. */
export type OutgoingWork =
  /** Usage on its way into agreements. */
  | 'BILLING'
  /** Being told by ConnectWise of changes there. */
  | 'CALLBACKS'
  /** Reading companies. */
  | 'COMPANY_SYNC'
  /** Reports of statistics. */
  | 'STATISTICS'
  /** Tickets for what users are told. */
  | 'TICKETS'
  /** Closing tickets of what is over. */
  | 'TICKET_CLOSING';

/** Why all outgoing work is paused. */
export type PauseReason =
  /** ConnectWise refused the clientId three times in a row. */
  | 'CLIENT_ID_REFUSED'
  /** ConnectWise refused the key pair three times in a row. */
  | 'KEYS_REFUSED';

/** How the days of a billing period become the one quantity that is billed. */
export type PeriodRule =
  /** The average of the days that were told. */
  | 'AVERAGE'
  /** That of the last day that was told. */
  | 'LAST'
  /** The greatest of all days. */
  | 'MAXIMUM'
  /** All days added up. */
  | 'SUM';

/** Why ConnectWise does not tell by itself. */
export type PollingReason =
  /** The role lacks the right to register callbacks; the connection report names its row. */
  | 'NOT_PERMITTED'
  /** It is asked to as soon as tickets are delivered. */
  | 'NOT_REGISTERED'
  /** The server is not told where ConnectWise reaches it: set PUBLIC_URL. */
  | 'NO_PUBLIC_URL'
  /** ConnectWise refused to register the address; it is asked again within an hour. */
  | 'REFUSED'
  /** ConnectWise could not be asked; it is as soon as that is over. */
  | 'UNREACHABLE';

export type RaiseNotificationsInput = {
  /** At most 500. */
  items: Array<RaiseNotificationsItemInput>;
  onError?: BulkErrorPolicy;
};

/** What a source tells of a condition; source and key tell which one it is. */
export type RaiseNotificationsItemInput = {
  /** Up to 65,536 characters; a ticket takes 16 KB of it. */
  body?: Scalars['String']['input'];
  /** The source's own key of the condition, 1 to 200 characters. */
  key: Scalars['String']['input'];
  /** The source's word for what it is about, 1 to 100 characters. */
  kind: Scalars['String']['input'];
  /** Now when left out. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  severity: NotificationSeverity;
  /** Code of the source; an INGEST token may leave it out. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 500 characters. */
  title: Scalars['String']['input'];
  /** The source's own key of the user; without it the condition concerns the whole account. */
  userExternalId?: InputMaybe<Scalars['String']['input']>;
};

/** All given conditions hold; a list means any of. */
export type ReconciliationFilter = {
  productIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  states?: InputMaybe<Array<ReconciliationState>>;
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** How an addition stands to what was written to it. */
export type ReconciliationState =
  /** It has another quantity. */
  | 'DIFFERS'
  /** Somebody has ended it. */
  | 'ENDED'
  /** It is not there any more. */
  | 'GONE'
  /** It has the quantity that was written. */
  | 'MATCHES';

export type RecordSpamStatisticsInput = {
  /** At most 1,000. */
  items: Array<RecordSpamStatisticsItemInput>;
  onError?: BulkErrorPolicy;
};

/** One day of one mail domain of a user; told again, it replaces what was told before. */
export type RecordSpamStatisticsItemInput = {
  /** Those that reached the user. */
  accountMessages: Scalars['Count']['input'];
  /** Not in the future; one day ahead of the time zone of the account is taken. */
  day: Scalars['Date']['input'];
  /** A mail domain of the user, in letters of any script or in ASCII (`bücher.example`, `xn--bcher-kva.example`). */
  domain: Scalars['String']['input'];
  phishing: Scalars['Count']['input'];
  /** Code of the source; an INGEST token may leave it out. */
  source?: InputMaybe<Scalars['String']['input']>;
  spam: Scalars['Count']['input'];
  /** All that came in. None of the others is more than this. */
  totalMessages: Scalars['Count']['input'];
  /** The source's own key of the user. */
  userExternalId: Scalars['String']['input'];
  /** Messages with a virus. */
  viruses: Scalars['Count']['input'];
};

export type RecordUsageInput = {
  /** At most 1,000. */
  items: Array<RecordUsageItemInput>;
  onError?: BulkErrorPolicy;
};

/** One day of one user and product; told again, it replaces what was told before. */
export type RecordUsageItemInput = {
  /** Not in the future; one day ahead of the time zone of the account is taken. */
  day: Scalars['Date']['input'];
  /** Code of the product. */
  product: Scalars['String']['input'];
  /** The same of what was purchased. */
  purchased?: InputMaybe<Scalars['Decimal']['input']>;
  /** Code of the source; an INGEST token may leave it out. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** From 0 to below 10^12, with as many decimals as the product has. One of the two has to be given. */
  used?: InputMaybe<Scalars['Decimal']['input']>;
  /** The source's own key of the user. */
  userExternalId: Scalars['String']['input'];
};

/** Lines of a plan: those that are named, those that the filter leaves, or all that wait. */
export type RejectBillingLinesInput = {
  filter?: InputMaybe<BillingLineFilter>;
  /** Whether lines that a brake holds are meant where they are neither named nor filtered for by `holds`. */
  includesHeld?: Scalars['Boolean']['input'];
  /** At most 1,000; those that a brake holds are meant as well. */
  lineIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  planId: Scalars['ID']['input'];
};

/** Sort of record in ConnectWise that tells of an erased user. */
export type RemainingRecordKind =
  /** The company that the user was mapped to. */
  | 'COMPANY'
  /** A note on a company, with a report of spam statistics. */
  | 'COMPANY_NOTE'
  /** A document that is attached to a company or ticket. */
  | 'DOCUMENT'
  /** A management summary report. */
  | 'SUMMARY_REPORT'
  /** A service ticket that was opened for the user. */
  | 'TICKET';

export type RemoveBillingOverrideInput = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  userId: Scalars['ID']['input'];
};

export type RemoveSpamOverrideInput = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  userId: Scalars['ID']['input'];
};

export type RemoveTicketOverrideInput = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  userId: Scalars['ID']['input'];
};

export type ReopenMatchSuggestionsInput = {
  /** At most 1,000. */
  suggestionIds: Array<Scalars['ID']['input']>;
};

export type ReopenUserInput = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  userId: Scalars['ID']['input'];
};

export type ResolveBillingLineInput = {
  /** ConnectWise's record id of the addition that the line wrote; null when it wrote none. It has to be given. */
  additionId?: InputMaybe<Scalars['Int']['input']>;
  /** Of a line that is UNCLEAR. */
  lineId: Scalars['ID']['input'];
};

export type ResolveDriftsInput = {
  /** At most 1,000. */
  driftIds: Array<Scalars['ID']['input']>;
};

export type ResolveNotificationsInput = {
  /** At most 500. */
  items: Array<ResolveNotificationsItemInput>;
  onError?: BulkErrorPolicy;
};

export type ResolveNotificationsItemInput = {
  key: Scalars['String']['input'];
  /** Told to the ticket, up to 4,000 characters. */
  resolution?: InputMaybe<Scalars['String']['input']>;
  /** Code of the source; an INGEST token may leave it out. */
  source?: InputMaybe<Scalars['String']['input']>;
};

/** Who said that a condition is over. */
export type ResolvedBy =
  /** Its user was erased. */
  | 'ERASURE'
  /** The source that raised it. */
  | 'SOURCE'
  /** Somebody closed its ticket in ConnectWise. */
  | 'TICKET';

export type ResumeAccountInput = {
  accountId: Scalars['ID']['input'];
};

/** What is removed when it has been kept for its time. Nothing that is open goes, whatever its age. */
export type RetentionKind =
  /** The audit trail. */
  | 'AUDIT'
  /** Billing plans that are closed, with their lines; missed runs among them. */
  | 'BILLING_PLANS'
  /** Drifts that are closed. */
  | 'DRIFTS'
  /** Jobs of people that have ended, with the rows of imports. Those of schedules are kept for a week. */
  | 'JOBS'
  /** Notifications that are resolved, and tickets that are closed, as they are kept here. */
  | 'NOTIFICATIONS'
  /** Reports of spam statistics as they were sent, with text and file. */
  | 'SPAM_REPORTS'
  /** Days of spam statistics, and their sums. */
  | 'SPAM_STATISTICS'
  /** Days of usage, but for those that a billing plan which is still there was made of. */
  | 'USAGE';

/** How long one kind is to be kept. */
export type RetentionRuleInput = {
  kind: RetentionKind;
  /** Whole months; null: the default. */
  months?: InputMaybe<Scalars['Int']['input']>;
};

export type RetryJobInput = {
  jobId: Scalars['ID']['input'];
};

export type RetryNotificationsInput = {
  /** At most 1,000; without it, all that failed. */
  notificationIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

export type RevokeAccessTokenInput = {
  tokenId: Scalars['ID']['input'];
};

/** What an actor may do. */
export type Role =
  /** Everything of one account. */
  | 'ADMIN'
  /** Reads all; runs and approves billing. */
  | 'BILLING'
  /** Reports the users, usage, statistics and notifications of one source; reads what became of them. */
  | 'INGEST'
  /** Reads all; works users, mappings and notifications. */
  | 'OPERATOR'
  /** Creates, suspends and lists accounts; sees no data of customers. */
  | 'PLATFORM'
  /** Reads all. */
  | 'READER';

/** All that is billed otherwise for the user. */
export type SaveBillingOverrideInput = {
  /** 1 to 31; without it the account's counts. */
  billingDay?: InputMaybe<Scalars['Int']['input']>;
  /** 0 while the user has none. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** At most 200, one for each product. */
  rules?: Array<BillingRuleOverrideInput>;
  userId: Scalars['ID']['input'];
};

/** All of the settings: what is left out goes back to its default. */
export type SaveBillingSettingsInput = {
  /** Of the month, 1 to 31; a shorter month has its run on its last day. */
  billingDay?: Scalars['Int']['input'];
  /** 0 while nothing was ever saved. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** So many days a plan waits for approval. 1 to 365. */
  expiryDays?: Scalars['Int']['input'];
  /** Of the day, 0 to 23, in the time zone. */
  hour?: Scalars['Int']['input'];
  /** Whether what no brake holds is written without asking. */
  isAutoApproved?: Scalars['Boolean']['input'];
  /** Whether scheduled runs are made. */
  isEnabled: Scalars['Boolean']['input'];
  /** So many days a run that could not be made in time is made up for; later it is told as missed. 1 to 28. */
  makeUpDays?: Scalars['Int']['input'];
  /** Whether somebody else has to approve than whoever started the run. */
  needsSecondPerson?: Scalars['Boolean']['input'];
  /** At most 200, one for each product. */
  rules?: Array<BillingRuleInput>;
  /** IANA name; null: the account's own. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
};

/** An absent field keeps its value; null clears it. */
export type SaveIntegrationSettingsInput = {
  /** Used instead of the server's own clientId. */
  clientId?: InputMaybe<Scalars['String']['input']>;
  /** PEM text. */
  customCa?: InputMaybe<Scalars['String']['input']>;
  /** 0 while nothing was saved yet. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Needed when the settings lead to another system. */
  instanceChange?: InputMaybe<InstanceChange>;
  isEnabled?: InputMaybe<Scalars['Boolean']['input']>;
  loginCompanyId?: InputMaybe<Scalars['String']['input']>;
  /** Needed anew with another site or login company id. */
  privateKey?: InputMaybe<Scalars['String']['input']>;
  publicKey?: InputMaybe<Scalars['String']['input']>;
  /** A URL or a host name, as in the address bar. */
  site?: InputMaybe<Scalars['String']['input']>;
};

export type SaveProductsInput = {
  /** At most 1,000. */
  items: Array<SaveProductsItemInput>;
  onError?: BulkErrorPolicy;
};

/** A product as its source tells of it; source and code tell which one it is. */
export type SaveProductsItemInput = {
  /** The source's own key of the product, 1 to 100 characters. */
  code: Scalars['String']['input'];
  /** Decimals that its quantities may have, 0 to 6. */
  decimals?: Scalars['Int']['input'];
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
  periodRule?: PeriodRule;
  /** Code of the source; an INGEST token may leave it out. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** What its quantities count, such as "mailbox"; 1 to 50 characters. */
  unit: Scalars['String']['input'];
};

export type SaveRetentionSettingsInput = {
  /** Refuses the change if somebody else made one since. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Kinds that are left out stay as they are. */
  rules: Array<RetentionRuleInput>;
};

export type SaveSpamOverrideInput = {
  /** 0 while the user has none. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  route: SpamRouteChoice;
  userId: Scalars['ID']['input'];
};

/** What is left out stays as it is; null clears. */
export type SaveSpamSettingsInput = {
  /** Of the month, 1 to 31; in a shorter month reports are due on its last day. At first: 1. Left out: as it is. Cannot be null. */
  day?: InputMaybe<Scalars['Int']['input']>;
  /** 0 while nothing was ever saved. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Of the day, 0 to 23, in the time zone. At first: 9. Left out: as it is. Cannot be null. */
  hour?: InputMaybe<Scalars['Int']['input']>;
  /** Whether the reports of a month go out by themselves in the month after it. At first: false. Left out: as it is. Cannot be null. */
  isScheduled?: InputMaybe<Scalars['Boolean']['input']>;
  /** At first: EN. Left out: as it is. Cannot be null. */
  language?: InputMaybe<SpamLanguage>;
  /** For the route NATIVE_STATISTICS. Null removes it. */
  login?: InputMaybe<SpamLoginInput>;
  /** At first: COMPANY_NOTE. Left out: as it is. Cannot be null. */
  route?: InputMaybe<SpamRouteChoice>;
  /** Name of the management solution under which ConnectWise's own statistics are kept. At most 30 characters. */
  solutionName?: InputMaybe<Scalars['String']['input']>;
  /** IANA name; null: the account's own. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
};

export type SaveTicketOverrideInput = {
  /** A contact of the user's company, instead of the template's. */
  contactId?: InputMaybe<Scalars['Int']['input']>;
  /** 0 while the user has none. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** A site of the user's company. */
  siteId?: InputMaybe<Scalars['Int']['input']>;
  template: TicketTemplateInput;
  userId: Scalars['ID']['input'];
};

export type SaveTicketingSettingsInput = {
  closesTakenOver?: Scalars['Boolean']['input'];
  closesTickets?: Scalars['Boolean']['input'];
  /** 0 while nothing was ever saved. */
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 10,080, which is a week. */
  groupingMinutes?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 365. */
  heldDays?: Scalars['Int']['input'];
  /** Only what is on is checked against ConnectWise. */
  isEnabled: Scalars['Boolean']['input'];
  ownCompanyId?: InputMaybe<Scalars['Int']['input']>;
  /** 0 to 365. */
  quietDays?: Scalars['Int']['input'];
  /** 0 to 365. */
  reopenDays?: Scalars['Int']['input'];
  /** In their order, at most 50. */
  rules?: Array<TicketRuleInput>;
  template: TicketTemplateInput;
};

export type SaveUsersInput = {
  /** At most 1,000. */
  items: Array<SaveUsersItemInput>;
  onError?: BulkErrorPolicy;
};

/** What a source reports of a user; source and external id tell which user it is. */
export type SaveUsersItemInput = {
  contactEmail?: InputMaybe<Scalars['String']['input']>;
  /** The source's own key of the user, 1 to 200 characters. */
  externalId: Scalars['String']['input'];
  /** At most 100. */
  mailDomains?: Array<Scalars['String']['input']>;
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** Code of the source; an INGEST token may leave it out. */
  source?: InputMaybe<Scalars['String']['input']>;
};

/** What is done without anybody asking for it. Values may be added: keep a default branch. */
export type ScheduledWork =
  /** The full sync of each day, which finds merges and deletions. */
  | 'COMPANY_COMPARISON'
  /** Bringing the copy of ConnectWise's companies up to date, in full or in part. */
  | 'COMPANY_SYNC'
  /** Asking ConnectWise where companies went; only planned when some are gone. */
  | 'MAPPING_VERIFICATION'
  /** Looking for companies that unmapped users may be. */
  | 'MATCHING';

export type SendSpamReportsInput = {
  /** The same key again answers the same job. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** First day of the month. Of the current month it is a report of the days so far. */
  month: Scalars['Date']['input'];
  /** At most 1,000; without them all users with statistics. */
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** All given conditions hold; a list means any of. */
export type SpamDeliveryFilter = {
  /** The job that sends them. */
  jobId?: InputMaybe<Scalars['ID']['input']>;
  /** First days of the months that are reported. */
  months?: InputMaybe<Array<Scalars['Date']['input']>>;
  routes?: InputMaybe<Array<SpamRoute>>;
  states?: InputMaybe<Array<SpamDeliveryState>>;
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** How far a report is on its way. */
export type SpamDeliveryState =
  /** Its job ended before it was sent. */
  | 'CANCELLED'
  /** It could not be written or sent; `failure` tells why. */
  | 'FAILED'
  /** ConnectWise has it. */
  | 'SENT'
  /** It was not to be sent; `reason` tells why. */
  | 'SKIPPED'
  /** It is to be sent. */
  | 'WAITING';

/** All given conditions hold; a list means any of. */
export type SpamFilter = {
  /** Mail domains, also in their own script. */
  domains?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Codes of sources. */
  sources?: InputMaybe<Array<Scalars['String']['input']>>;
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** In which language reports are written. */
export type SpamLanguage =
  /** English. */
  | 'EN'
  /** Japanese. */
  | 'JA';

/** An integrator login of ConnectWise with access to the managed services API. It is not an API key, and belongs to the ConnectWise that is set up when it is saved. */
export type SpamLoginInput = {
  /** At most 50 characters. */
  name: Scalars['String']['input'];
  /** Needed, also where only the name changes. At most 50 characters. */
  password?: InputMaybe<Scalars['String']['input']>;
};

/** What domains are compared by. */
export type SpamOrder =
  /** Phishing. */
  | 'PHISHING'
  /** Spam. */
  | 'SPAM'
  /** All messages. */
  | 'TOTAL'
  /** Viruses. */
  | 'VIRUSES';

/** Why a spam report would not be sent. */
export type SpamReportUnsentReason =
  /** The work of the user's mapping is held; `hold` tells why. */
  | 'HELD'
  /** Nothing was told of the month. */
  | 'NO_FIGURES'
  /** The settings say that this user gets none. */
  | 'NO_ROUTE';

/** By which route a report of spam statistics goes to ConnectWise. Values may be added: keep a default branch. */
export type SpamRoute =
  /** As a note of the company, with the figures of each day attached as a CSV file. */
  | 'COMPANY_NOTE'
  /** As ConnectWise's own spam statistics, which only its older SOAP service takes; not every ConnectWise has it. */
  | 'NATIVE_STATISTICS'
  /** As what the management summary report of the company has a counter for. */
  | 'SUMMARY_REPORT'
  /** As a ticket with the same, where notifications of the kind SPAM_STATISTICS go. */
  | 'TICKET';

/** By which route reports of spam statistics go to ConnectWise. Values may be added: keep a default branch. */
export type SpamRouteChoice =
  /** As a note of the company, with the figures of each day attached as a CSV file. */
  | 'COMPANY_NOTE'
  /** As ConnectWise's own spam statistics, which only its older SOAP service takes; not every ConnectWise has it. */
  | 'NATIVE_STATISTICS'
  /** They go nowhere. */
  | 'NONE'
  /** As what the management summary report of the company has a counter for. */
  | 'SUMMARY_REPORT'
  /** As a ticket with the same, where notifications of the kind SPAM_STATISTICS go. */
  | 'TICKET';

/** What a point of a series stands for. */
export type SpamSeriesStep =
  /** A day. */
  | 'DAY'
  /** A month of the calendar. */
  | 'MONTH'
  /** A week of ISO 8601, which begins on Monday. */
  | 'WEEK';

/** Why a user got no report. Values may be added: keep a default branch. */
export type SpamSkipReason =
  /** The integration was off. */
  | 'INTEGRATION_OFF'
  /** ConnectWise refused the keys or the clientId. */
  | 'INTEGRATION_PAUSED'
  /** The stored keys were gone. */
  | 'KEYS_MISSING'
  /** The mapping was broken. */
  | 'MAPPING_BROKEN'
  /** The mapping was disabled. */
  | 'MAPPING_DISABLED'
  /** The mapping was of another instance. */
  | 'MAPPING_ON_OTHER_INSTANCE'
  /** The mapping was never verified. */
  | 'MAPPING_UNVERIFIED'
  /** The summary report of the user has the counters of a newer month, or may have them. */
  | 'NEWER_MONTH_SENT'
  /** The user had no mapping. */
  | 'NOT_MAPPED'
  /** No source told of the user in that month. */
  | 'NO_FIGURES'
  /** Another route, or none, was set for the user while the report waited. */
  | 'ROUTE_CHANGED'
  /** The user was archived. */
  | 'USER_ARCHIVED'
  /** The role lacked a right that reports need. */
  | 'WORK_NOT_PERMITTED';

export type StartBillingRunInput = {
  /** The first day; that of this month when left out. */
  from?: InputMaybe<Scalars['Date']['input']>;
  /** The same key again answers the same run. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The last day, which is included; today in the time zone of the account when left out. */
  to?: InputMaybe<Scalars['Date']['input']>;
  /** At most 1,000; all users when left out. */
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

export type StartCompanySyncInput = {
  /** The same key again answers the same job. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  mode?: CompanySyncMode;
};

export type StartMappingVerificationInput = {
  /** With the same key and values: the job of before. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** At most 1,000; without it, all mappings of the account. */
  mappingIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Only mappings that stand so now. */
  statuses?: InputMaybe<Array<VerificationStatus>>;
};

export type StartMatchingInput = {
  /** The same key answers the same job again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type StartReconciliationInput = {
  /** The same key again answers the same job. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What became of a suggestion. */
export type SuggestionStatus =
  /** The user was mapped to the company. */
  | 'ACCEPTED'
  /** A person said that it is the wrong company; it is not suggested again. */
  | 'DISMISSED'
  /** Nobody has decided yet. */
  | 'OPEN';

/** Why a company is taken for the survivor of a merge. Values may be added: keep a default branch. */
export type SurvivorReason =
  /** The main contact of the company that is gone belongs to it now. */
  | 'CONTACT_MOVED'
  /** Its website is of the same domain. */
  | 'SAME_DOMAIN'
  /** It has the identifier. */
  | 'SAME_IDENTIFIER'
  /** It has the name, but for legal form, case and punctuation. */
  | 'SAME_NAME'
  /** It has the phone number. */
  | 'SAME_PHONE_NUMBER';

export type SuspendAccountInput = {
  accountId: Scalars['ID']['input'];
};

/** What is left out is taken from the saved settings. */
export type TestConnectionInput = {
  /** Used instead of the server's own clientId. */
  clientId?: InputMaybe<Scalars['String']['input']>;
  /** PEM text. */
  customCa?: InputMaybe<Scalars['String']['input']>;
  loginCompanyId?: InputMaybe<Scalars['String']['input']>;
  /** Needed anew with another site or login company id. */
  privateKey?: InputMaybe<Scalars['String']['input']>;
  publicKey?: InputMaybe<Scalars['String']['input']>;
  /** A URL or a host name, as in the address bar. */
  site?: InputMaybe<Scalars['String']['input']>;
};

/** Whom a ticket names as its contact. */
export type TicketContact =
  /** Whom its company names in ConnectWise, if anybody. */
  | 'COMPANY_DEFAULT'
  /** Nobody. */
  | 'NONE';

/** How we learn of what people do to tickets in ConnectWise. */
export type TicketNewsWay =
  /** ConnectWise tells at once, and the tickets are read every hour all the same. */
  | 'CALLBACKS'
  /** The tickets are read every 15 minutes. */
  | 'POLLING';

/** All given conditions hold. */
export type TicketOverrideFilter = {
  /** Only those that fit their board no more, or only those that do. */
  hasProblems?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What a source would tell of a condition. */
export type TicketPreviewInput = {
  body?: Scalars['String']['input'];
  kind: Scalars['String']['input'];
  severity: NotificationSeverity;
  title: Scalars['String']['input'];
  /** Without it the condition concerns the whole account. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** What is left out fits everything. */
export type TicketRuleInput = {
  /** Kinds exactly as sources call them, at most 100. */
  kinds?: InputMaybe<Array<Scalars['String']['input']>>;
  severities?: InputMaybe<Array<NotificationSeverity>>;
  template: TicketTemplateInput;
};

/** What is left out is left to the board. */
export type TicketTemplateInput = {
  boardId: Scalars['Int']['input'];
  closedStatusId?: InputMaybe<Scalars['Int']['input']>;
  contact?: TicketContact;
  isCustomerVisible?: Scalars['Boolean']['input'];
  itemId?: InputMaybe<Scalars['Int']['input']>;
  /** Only where there is a contact. */
  mailsContact?: Scalars['Boolean']['input'];
  priorityId?: InputMaybe<Scalars['Int']['input']>;
  sourceId?: InputMaybe<Scalars['Int']['input']>;
  statusId?: InputMaybe<Scalars['Int']['input']>;
  subTypeId?: InputMaybe<Scalars['Int']['input']>;
  teamId?: InputMaybe<Scalars['Int']['input']>;
  typeId?: InputMaybe<Scalars['Int']['input']>;
};

/** Where the template that applies comes from. */
export type TicketTemplateOrigin =
  /** It is the account's own. */
  | 'DEFAULT'
  /** It is that of the first rule that fits. */
  | 'RULE'
  /** The user has one of its own. */
  | 'USER';

export type UndoBillingPlanInput = {
  /** Lines of the plan that were written, at most 1,000; all that were and are not taken back when left out. */
  lineIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  planId: Scalars['ID']['input'];
};

export type UnmapCompanyInput = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  mappingId: Scalars['ID']['input'];
};

/** What is left out stays. */
export type UpdateMatchingSettingsInput = {
  autoAccept?: InputMaybe<Scalars['Boolean']['input']>;
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** 0 to 1. */
  threshold?: InputMaybe<Scalars['Float']['input']>;
};

/** All given conditions hold; a list means any of. */
export type UsageFilter = {
  /** The first day. */
  from?: InputMaybe<Scalars['Date']['input']>;
  productIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The last day; it is included. */
  to?: InputMaybe<Scalars['Date']['input']>;
  userIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** Expected failures. Values may be added: keep a default branch. */
export type UserErrorCode =
  /** The user is mapped already. */
  | 'ALREADY_MAPPED'
  /** Another user of the same source is mapped to this company. */
  | 'COMPANY_IN_USE'
  /** ConnectWise has no usable company of this name. */
  | 'COMPANY_NOT_USABLE'
  /** ConnectWise answered something unreadable. */
  | 'CONNECTWISE_BAD_ANSWER'
  /** ConnectWise refused the credentials or the rights. */
  | 'CONNECTWISE_DENIED'
  /** ConnectWise asks to wait. */
  | 'CONNECTWISE_RATE_LIMITED'
  /** ConnectWise pointed elsewhere; redirects are not followed. */
  | 'CONNECTWISE_REDIRECT'
  /** ConnectWise refused the values. */
  | 'CONNECTWISE_REJECTED'
  /** No trusted encrypted connection to ConnectWise. */
  | 'CONNECTWISE_TLS'
  /** ConnectWise cannot be reached. */
  | 'CONNECTWISE_UNAVAILABLE'
  /** A stored secret cannot be opened; enter it again. */
  | 'CREDENTIAL_LOCKED'
  /** The actor may not do this. */
  | 'FORBIDDEN'
  /** The key was used with other parameters. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The integration is off. */
  | 'INTEGRATION_DISABLED'
  /** The input breaks a rule; the message says which. */
  | 'INVALID'
  /** A job of this kind is running. */
  | 'JOB_IN_PROGRESS'
  /** More was asked for than one call may take. */
  | 'LIMIT_EXCEEDED'
  /** A setting that this needs is missing. */
  | 'NOT_CONFIGURED'
  /** Nothing of this account has this id or name. */
  | 'NOT_FOUND'
  /** Too many calls; try again later. */
  | 'RATE_LIMITED'
  /** The server cannot answer now; try again. */
  | 'UNAVAILABLE'
  /** The user has no usable mapping. */
  | 'USER_NOT_MAPPED'
  /** The object changed since it was read. */
  | 'VERSION_CONFLICT';

/** All given conditions hold; a list means any of. */
export type UserFilter = {
  isIgnored?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether the user has a mapping, enabled or not. */
  isMapped?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether the mapping is on; a user without one is neither. */
  isMappingEnabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** What the mapping is broken by. */
  mappingProblems?: InputMaybe<Array<MappingProblem>>;
  /** Standing of the mapping. */
  mappingStatuses?: InputMaybe<Array<VerificationStatus>>;
  /** Part of the name or external id, ignoring case. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Codes of sources. */
  sources?: InputMaybe<Array<Scalars['String']['input']>>;
  statuses?: InputMaybe<Array<UserStatus>>;
};

/** A user as its source knows it. */
export type UserKeyInput = {
  /** The source's own key of the user. */
  externalId: Scalars['String']['input'];
  /** Code of the source. */
  source: Scalars['String']['input'];
};

export type UserOrder = {
  direction?: OrderDirection;
  field: UserOrderField;
};

/** What users can be sorted by. */
export type UserOrderField =
  /** When the user was first reported. */
  | 'CREATED_AT'
  /** The name. */
  | 'NAME'
  /** When the user last changed. */
  | 'UPDATED_AT';

/** Names a user in exactly one way. */
export type UserReferenceInput =
  { key: UserKeyInput; userId?: never; }
  |  { key?: never; userId: Scalars['ID']['input']; };

/** Whether a user is worked for. */
export type UserStatus =
  /** The user is worked for. */
  | 'ACTIVE'
  /** All work for the user has stopped; its history stays. */
  | 'ARCHIVED';

/** Standing of a mapping. */
export type VerificationStatus =
  /** Something is wrong; outgoing work is held. */
  | 'BROKEN'
  /** ConnectWise was never asked. */
  | 'UNVERIFIED'
  /** The company was there when last checked. */
  | 'VERIFIED';

export type VerifyCompanyInput = {
  company: CompanyReferenceInput;
};

export type VerifyCompanyMappingInput = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  mappingId: Scalars['ID']['input'];
};

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { viewer: { roles: Array<Role>, account: { name: string }, limits: { pageSize: number } } | null };

export type UnmappedUsersQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type UnmappedUsersQuery = { users: { nodes: Array<{ id: string, name: string, externalId: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type MapCompanyMutationVariables = Exact<{
  input: MapCompanyInput;
}>;


export type MapCompanyMutation = { mapCompany: { mapping: { id: string, version: number, companyName: string | null, isEnabled: boolean } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type DisableMappingMutationVariables = Exact<{
  input: DisableMappingInput;
}>;


export type DisableMappingMutation = { disableMapping: { mapping: { id: string, version: number, isEnabled: boolean } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type EventsQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  kinds?: InputMaybe<Array<EventKind> | EventKind>;
}>;


export type EventsQuery = { events: { nodes: Array<{ kind: EventKind, occurredAt: string, subjectId: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

type Failure_GenericUserError_Fragment = { code: UserErrorCode, message: string, field: Array<string> | null };

type Failure_RetryableUserError_Fragment = { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null };

type Failure_VersionConflictError_Fragment = { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null };

export type FailureFragment =
  | Failure_GenericUserError_Fragment
  | Failure_RetryableUserError_Fragment
  | Failure_VersionConflictError_Fragment
;

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const FailureFragmentDoc = new TypedDocumentString(`
    fragment Failure on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}
    `, {"fragmentName":"Failure"}) as unknown as TypedDocumentString<FailureFragment, unknown>;
export const WhoAmIDocument = new TypedDocumentString(`
    query WhoAmI {
  viewer {
    account {
      name
    }
    roles
    limits {
      pageSize
    }
  }
}
    `) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;
export const UnmappedUsersDocument = new TypedDocumentString(`
    query UnmappedUsers($first: Int!, $after: String) {
  users(first: $first, after: $after, filter: {isMapped: false, isIgnored: false}) {
    nodes {
      id
      name
      externalId
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<UnmappedUsersQuery, UnmappedUsersQueryVariables>;
export const MapCompanyDocument = new TypedDocumentString(`
    mutation MapCompany($input: MapCompanyInput!) {
  mapCompany(input: $input) {
    mapping {
      id
      version
      companyName
      isEnabled
    }
    userErrors {
      ...Failure
    }
  }
}
    fragment Failure on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<MapCompanyMutation, MapCompanyMutationVariables>;
export const DisableMappingDocument = new TypedDocumentString(`
    mutation DisableMapping($input: DisableMappingInput!) {
  disableMapping(input: $input) {
    mapping {
      id
      version
      isEnabled
    }
    userErrors {
      ...Failure
    }
  }
}
    fragment Failure on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<DisableMappingMutation, DisableMappingMutationVariables>;
export const EventsDocument = new TypedDocumentString(`
    query Events($first: Int!, $after: String, $kinds: [EventKind!]) {
  events(first: $first, after: $after, filter: {kinds: $kinds}) {
    nodes {
      kind
      occurredAt
      subjectId
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<EventsQuery, EventsQueryVariables>;
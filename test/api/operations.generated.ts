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

type Errors_GenericUserError_Fragment = { code: UserErrorCode, message: string, field: Array<string> | null };

type Errors_RetryableUserError_Fragment = { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null };

type Errors_VersionConflictError_Fragment = { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null };

export type ErrorsFragment =
  | Errors_GenericUserError_Fragment
  | Errors_RetryableUserError_Fragment
  | Errors_VersionConflictError_Fragment
;

export type UserFieldsFragment = { id: string, externalId: string, name: string, mailDomains: Array<string>, contactEmail: string | null, status: UserStatus, isIgnored: boolean, version: number, createdAt: string, updatedAt: string };

export type MappingFieldsFragment = { id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } };

export type ReportFieldsFragment = { isHealthy: boolean, version: string | null, region: string | null, isCloud: boolean | null, apiBaseUrl: string | null, checkedAt: string, checks: Array<{ subject: ConnectionCheckSubject, outcome: CheckOutcome, cause: CheckCause | null, message: string, role: { module: string, function: string, level: string } | null }> };

export type IntegrationFieldsFragment = { id: string, isEnabled: boolean, version: number, access: { site: string | null, loginCompanyId: string | null, publicKeyHint: string | null, hasPrivateKey: boolean, keysChangedAt: string | null, customCa: string | null, clientId: string | null }, lastReport: { isHealthy: boolean, version: string | null, region: string | null, isCloud: boolean | null, apiBaseUrl: string | null, checkedAt: string, checks: Array<{ subject: ConnectionCheckSubject, outcome: CheckOutcome, cause: CheckCause | null, message: string, role: { module: string, function: string, level: string } | null }> } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { roles: Array<Role>, account: { id: string, name: string, status: AccountStatus, timeZone: string }, actor: { kind: ActorKind, name: string }, accounts: Array<{ roles: Array<Role>, account: { id: string, name: string, status: AccountStatus } }>, limits: { cost: number, pageSize: number, bulkItems: number, connectWiseItems: number } } | null };

export type NodeQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type NodeQuery = { node:
    | { __typename: 'AccessToken', id: string }
    | { __typename: 'Account', id: string }
    | { __typename: 'AuditEvent', id: string }
    | { __typename: 'BillingLine', id: string }
    | { __typename: 'BillingPlan', id: string }
    | { __typename: 'Company', id: string }
    | { __typename: 'CompanyMapping', id: string }
    | { __typename: 'Drift', id: string }
    | { __typename: 'Integration', id: string }
    | { __typename: 'Job', id: string }
    | { __typename: 'MatchSuggestion', id: string }
    | { __typename: 'Notification', id: string }
    | { __typename: 'Product', id: string }
    | { __typename: 'Source', id: string }
    | { __typename: 'SpamDelivery', id: string }
    | { __typename: 'User', id: string }
   | null };

export type NodesQueryVariables = Exact<{
  ids: Array<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;


export type NodesQuery = { nodes: Array<
    | { __typename: 'AccessToken', id: string }
    | { __typename: 'Account', id: string }
    | { __typename: 'AuditEvent', id: string }
    | { __typename: 'BillingLine', id: string }
    | { __typename: 'BillingPlan', id: string }
    | { __typename: 'Company', id: string }
    | { __typename: 'CompanyMapping', id: string }
    | { __typename: 'Drift', id: string }
    | { __typename: 'Integration', id: string }
    | { __typename: 'Job', id: string }
    | { __typename: 'MatchSuggestion', id: string }
    | { __typename: 'Notification', id: string }
    | { __typename: 'Product', id: string }
    | { __typename: 'Source', id: string }
    | { __typename: 'SpamDelivery', id: string }
    | { __typename: 'User', id: string }
   | null> | null };

export type AccountsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type AccountsQuery = { accounts: { totalCount: number, nodes: Array<{ isIntegrationEnabled: boolean, isHealthy: boolean | null, connectWiseVersion: string | null, userCount: number, mappingCount: number, account: { id: string, name: string, status: AccountStatus } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type CreateAccountMutationVariables = Exact<{
  input: CreateAccountInput;
}>;


export type CreateAccountMutation = { createAccount: { token: string | null, account: { id: string, name: string, timeZone: string } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type SuspendAccountMutationVariables = Exact<{
  input: SuspendAccountInput;
}>;


export type SuspendAccountMutation = { suspendAccount: { account: { id: string, status: AccountStatus, version: number } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type ResumeAccountMutationVariables = Exact<{
  input: ResumeAccountInput;
}>;


export type ResumeAccountMutation = { resumeAccount: { account: { id: string, status: AccountStatus, version: number } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type AccessTokensQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type AccessTokensQuery = { accessTokens: { totalCount: number, nodes: Array<{ id: string, name: string, role: Role, hint: string, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type CreateAccessTokenMutationVariables = Exact<{
  input: CreateAccessTokenInput;
}>;


export type CreateAccessTokenMutation = { createAccessToken: { token: string | null, accessToken: { id: string, name: string, role: Role, hint: string, expiresAt: string | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type RevokeAccessTokenMutationVariables = Exact<{
  input: RevokeAccessTokenInput;
}>;


export type RevokeAccessTokenMutation = { revokeAccessToken: { accessToken: { id: string, revokedAt: string | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type AuditEventsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditEventFilter>;
}>;


export type AuditEventsQuery = { auditEvents: { totalCount: number, nodes: Array<{ id: string, action: AuditAction, actorSubject: string | null, subjectId: string | null, requestId: string, occurredAt: string, actor: { kind: ActorKind, name: string }, changes: Array<{ field: string, before: string | null, after: string | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type EventsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<EventFilter>;
}>;


export type EventsQuery = { events: { totalCount: number, edges: Array<{ cursor: string }>, nodes: Array<{ cursor: string, kind: EventKind, subjectId: string | null, occurredAt: string, source: { code: string } | null, facts: Array<{ name: string, value: string | null }> | null }>, pageInfo: { hasNextPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type EventIdsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<EventFilter>;
}>;


export type EventIdsQuery = { events: { totalCount: number, nodes: Array<{ kind: EventKind, subjectId: string | null, source: { code: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type SourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type SourcesQuery = { sources: Array<{ id: string, code: string, name: string }> | null };

export type CreateSourceMutationVariables = Exact<{
  input: CreateSourceInput;
}>;


export type CreateSourceMutation = { createSource: { source: { id: string, code: string, name: string } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type UsersQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
  orderBy?: InputMaybe<UserOrder>;
  work?: InputMaybe<OutgoingWork>;
}>;


export type UsersQuery = { users: { totalCount: number, edges: Array<{ cursor: string }>, nodes: Array<{ hold: HoldReason | null, id: string, externalId: string, name: string, mailDomains: Array<string>, contactEmail: string | null, status: UserStatus, isIgnored: boolean, version: number, createdAt: string, updatedAt: string, source: { code: string }, mapping: { id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type SaveUsersMutationVariables = Exact<{
  input: SaveUsersInput;
}>;


export type SaveUsersMutation = { saveUsers: { results: Array<{ userId: string | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
        | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type SaveUsersWithUserMutationVariables = Exact<{
  input: SaveUsersInput;
}>;


export type SaveUsersWithUserMutation = { saveUsers: { results: Array<{ userId: string | null, user: { id: string, externalId: string, name: string, mailDomains: Array<string>, contactEmail: string | null, status: UserStatus, isIgnored: boolean, version: number, createdAt: string, updatedAt: string } | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
        | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type ArchiveUserMutationVariables = Exact<{
  input: ArchiveUserInput;
}>;


export type ArchiveUserMutation = { archiveUser: { user: { hold: HoldReason | null, id: string, externalId: string, name: string, mailDomains: Array<string>, contactEmail: string | null, status: UserStatus, isIgnored: boolean, version: number, createdAt: string, updatedAt: string } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type ReopenUserMutationVariables = Exact<{
  input: ReopenUserInput;
}>;


export type ReopenUserMutation = { reopenUser: { user: { hold: HoldReason | null, id: string, externalId: string, name: string, mailDomains: Array<string>, contactEmail: string | null, status: UserStatus, isIgnored: boolean, version: number, createdAt: string, updatedAt: string } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type IgnoreUserMutationVariables = Exact<{
  input: IgnoreUserInput;
}>;


export type IgnoreUserMutation = { ignoreUser: { user: { id: string, externalId: string, name: string, mailDomains: Array<string>, contactEmail: string | null, status: UserStatus, isIgnored: boolean, version: number, createdAt: string, updatedAt: string } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type UserStatesQueryVariables = Exact<{
  source?: InputMaybe<Scalars['String']['input']>;
  externalIds: Array<Scalars['String']['input']> | Scalars['String']['input'];
  work?: InputMaybe<OutgoingWork>;
}>;


export type UserStatesQuery = { userStates: Array<{ externalId: string, userId: string | null, hold: HoldReason | null }> | null };

export type IntegrationQueryVariables = Exact<{ [key: string]: never; }>;


export type IntegrationQuery = { integration: { id: string, isEnabled: boolean, version: number, access: { site: string | null, loginCompanyId: string | null, publicKeyHint: string | null, hasPrivateKey: boolean, keysChangedAt: string | null, customCa: string | null, clientId: string | null }, lastReport: { isHealthy: boolean, version: string | null, region: string | null, isCloud: boolean | null, apiBaseUrl: string | null, checkedAt: string, checks: Array<{ subject: ConnectionCheckSubject, outcome: CheckOutcome, cause: CheckCause | null, message: string, role: { module: string, function: string, level: string } | null }> } | null } | null };

export type HealthQueryVariables = Exact<{ [key: string]: never; }>;


export type HealthQuery = { integration: { health: { phase: IntegrationPhase, pauseReason: PauseReason | null, pausedAt: string | null, nextCheckAt: string | null, holds: Array<{ work: OutgoingWork, heldAt: string, role: { module: string, function: string, level: string } }> }, lastReport: { isHealthy: boolean, version: string | null, apiBaseUrl: string | null, checkedAt: string } | null } | null };

export type ConnectWiseSetupQueryVariables = Exact<{ [key: string]: never; }>;


export type ConnectWiseSetupQuery = { connectWiseSetup: { steps: Array<{ title: string, text: string }>, role: Array<{ module: string, function: string, level: string }> } | null };

export type TestConnectionMutationVariables = Exact<{
  input: TestConnectionInput;
}>;


export type TestConnectionMutation = { testConnection: { report: { isHealthy: boolean, version: string | null, region: string | null, isCloud: boolean | null, apiBaseUrl: string | null, checkedAt: string, checks: Array<{ subject: ConnectionCheckSubject, outcome: CheckOutcome, cause: CheckCause | null, message: string, role: { module: string, function: string, level: string } | null }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type SaveIntegrationSettingsMutationVariables = Exact<{
  input: SaveIntegrationSettingsInput;
}>;


export type SaveIntegrationSettingsMutation = { saveIntegrationSettings: { integration: { id: string, isEnabled: boolean, version: number, access: { site: string | null, loginCompanyId: string | null, publicKeyHint: string | null, hasPrivateKey: boolean, keysChangedAt: string | null, customCa: string | null, clientId: string | null }, lastReport: { isHealthy: boolean, version: string | null, region: string | null, isCloud: boolean | null, apiBaseUrl: string | null, checkedAt: string, checks: Array<{ subject: ConnectionCheckSubject, outcome: CheckOutcome, cause: CheckCause | null, message: string, role: { module: string, function: string, level: string } | null }> } | null } | null, report: { isHealthy: boolean, version: string | null, region: string | null, isCloud: boolean | null, apiBaseUrl: string | null, checkedAt: string, checks: Array<{ subject: ConnectionCheckSubject, outcome: CheckOutcome, cause: CheckCause | null, message: string, role: { module: string, function: string, level: string } | null }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type VerifyCompanyMutationVariables = Exact<{
  input: VerifyCompanyInput;
}>;


export type VerifyCompanyMutation = { verifyCompany: { verification: { outcome: CompanyVerificationOutcome, cause: UserErrorCode | null, message: string, checkedAt: string, company: { connectWiseId: number, identifier: string, name: string, status: string | null, types: Array<string> } | null, candidates: Array<{ connectWiseId: number, identifier: string, name: string, status: string | null, types: Array<string> }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type DriftFieldsFragment = { id: string, kind: DriftKind, status: DriftStatus, connectWiseId: number, openedAt: string, closedAt: string | null, before: { identifier: string, name: string | null, status: string | null }, after: { identifier: string, name: string | null, status: string | null } | null, likelySurvivor: { connectWiseId: number, identifier: string, name: string | null, status: string | null, reasons: Array<SurvivorReason> } | null, closedBy: { kind: ActorKind } | null };

export type DriftsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<DriftFilter>;
}>;


export type DriftsQuery = { drifts: { totalCount: number, nodes: Array<{ id: string, kind: DriftKind, status: DriftStatus, connectWiseId: number, openedAt: string, closedAt: string | null, mapping: { id: string, identifier: string, verification: { status: VerificationStatus, problem: MappingProblem | null }, drifts: Array<{ id: string }> } | null, user: { id: string, name: string }, before: { identifier: string, name: string | null, status: string | null }, after: { identifier: string, name: string | null, status: string | null } | null, likelySurvivor: { connectWiseId: number, identifier: string, name: string | null, status: string | null, reasons: Array<SurvivorReason> } | null, closedBy: { kind: ActorKind } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type ResolveDriftsMutationVariables = Exact<{
  input: ResolveDriftsInput;
}>;


export type ResolveDriftsMutation = { resolveDrifts: { drifts: Array<{ id: string, kind: DriftKind, status: DriftStatus, connectWiseId: number, openedAt: string, closedAt: string | null, before: { identifier: string, name: string | null, status: string | null }, after: { identifier: string, name: string | null, status: string | null } | null, likelySurvivor: { connectWiseId: number, identifier: string, name: string | null, status: string | null, reasons: Array<SurvivorReason> } | null, closedBy: { kind: ActorKind } | null }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type IgnoreDriftsMutationVariables = Exact<{
  input: IgnoreDriftsInput;
}>;


export type IgnoreDriftsMutation = { ignoreDrifts: { drifts: Array<{ id: string, kind: DriftKind, status: DriftStatus, connectWiseId: number, openedAt: string, closedAt: string | null, before: { identifier: string, name: string | null, status: string | null }, after: { identifier: string, name: string | null, status: string | null } | null, likelySurvivor: { connectWiseId: number, identifier: string, name: string | null, status: string | null, reasons: Array<SurvivorReason> } | null, closedBy: { kind: ActorKind } | null }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type StartMappingVerificationMutationVariables = Exact<{
  input: StartMappingVerificationInput;
}>;


export type StartMappingVerificationMutation = { startMappingVerification: { job: { id: string, status: JobStatus } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type CompanyMappingsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CompanyMappingFilter>;
  orderBy?: InputMaybe<CompanyMappingOrder>;
}>;


export type CompanyMappingsQuery = { companyMappings: { totalCount: number, nodes: Array<{ id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, user: { id: string, name: string, hold: HoldReason | null }, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type MapCompanyMutationVariables = Exact<{
  input: MapCompanyInput;
}>;


export type MapCompanyMutation = { mapCompany: { mapping: { id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, user: { id: string, hold: HoldReason | null }, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type MapCompaniesMutationVariables = Exact<{
  input: MapCompaniesInput;
}>;


export type MapCompaniesMutation = { mapCompanies: { results: Array<{ mapping: { id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } } | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
        | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type EnableMappingsMutationVariables = Exact<{
  input: EnableMappingsInput;
}>;


export type EnableMappingsMutation = { enableMappings: { results: Array<{ mapping: { id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } } | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
        | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type DisableMappingsMutationVariables = Exact<{
  input: DisableMappingsInput;
}>;


export type DisableMappingsMutation = { disableMappings: { results: Array<{ mapping: { id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } } | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
        | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type MappingResultFieldsFragment = { mapping: { id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } } | null, userErrors: Array<
    | { code: UserErrorCode, message: string, field: Array<string> | null }
    | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
    | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
  > };

export type UnmapCompanyMutationVariables = Exact<{
  input: UnmapCompanyInput;
}>;


export type UnmapCompanyMutation = { unmapCompany: { deletedMappingId: string | null, user: { id: string, hold: HoldReason | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type EnableMappingMutationVariables = Exact<{
  input: EnableMappingInput;
}>;


export type EnableMappingMutation = { enableMapping: { mapping: { id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, user: { hold: HoldReason | null }, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type DisableMappingMutationVariables = Exact<{
  input: DisableMappingInput;
}>;


export type DisableMappingMutation = { disableMapping: { mapping: { id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, user: { hold: HoldReason | null }, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type VerifyCompanyMappingMutationVariables = Exact<{
  input: VerifyCompanyMappingInput;
}>;


export type VerifyCompanyMappingMutation = { verifyCompanyMapping: { mapping: { id: string, isEnabled: boolean, connectWiseId: number | null, identifier: string, companyName: string | null, companyStatus: string | null, companyTypes: Array<string>, isShared: boolean, allowsInactive: boolean, origin: MappingOrigin, version: number, user: { hold: HoldReason | null }, verification: { status: VerificationStatus, problem: MappingProblem | null, checkedAt: string | null } } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type CompanyFieldsFragment = { id: string, connectWiseId: number, identifier: string, name: string, state: CompanyState, status: string | null, isInactive: boolean, isDeleted: boolean, types: Array<string>, website: string | null, phoneNumber: string | null, lastUpdatedAt: string | null, missingSince: string | null, address: { lines: Array<string>, city: string | null, state: string | null, zip: string | null, country: string | null } };

export type CompaniesQueryVariables = Exact<{
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CompanyFilter>;
  orderBy?: InputMaybe<CompanyOrder>;
}>;


export type CompaniesQuery = { companies: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, connectWiseId: number, identifier: string, name: string, state: CompanyState, status: string | null, isInactive: boolean, isDeleted: boolean, types: Array<string>, website: string | null, phoneNumber: string | null, lastUpdatedAt: string | null, missingSince: string | null, address: { lines: Array<string>, city: string | null, state: string | null, zip: string | null, country: string | null } }> } | null, companyMirror: { syncedAt: string | null, comparedAt: string | null, companyCount: number, isComplete: boolean } | null };

export type WhyNotListedQueryVariables = Exact<{
  company: CompanyReferenceInput;
}>;


export type WhyNotListedQuery = { whyNotListed: { reason: CompanyListingReason, message: string, syncedAt: string | null, company: { id: string, identifier: string, state: CompanyState } | null } | null };

export type StartCompanySyncMutationVariables = Exact<{
  input: StartCompanySyncInput;
}>;


export type StartCompanySyncMutation = { startCompanySync: { job: { id: string, kind: JobKind, status: JobStatus, actor: { kind: ActorKind } } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type MatchSuggestionsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MatchSuggestionFilter>;
}>;


export type MatchSuggestionsQuery = { matchSuggestions: { totalCount: number, nodes: Array<{ id: string, connectWiseId: number, score: number, reasons: Array<MatchReason>, isSure: boolean, status: SuggestionStatus, user: { id: string, name: string }, company: { identifier: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type SuggestionPartsFragment = { id: string, connectWiseId: number, score: number, reasons: Array<MatchReason>, isSure: boolean, status: SuggestionStatus, user: { id: string, name: string }, company: { identifier: string, name: string } };

export type MatchingSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type MatchingSettingsQuery = { matchingSettings: { autoAccept: boolean, threshold: number, version: number } | null };

export type AcceptMatchSuggestionsMutationVariables = Exact<{
  input: AcceptMatchSuggestionsInput;
}>;


export type AcceptMatchSuggestionsMutation = { acceptMatchSuggestions: { results: Array<{ mapping: { id: string, identifier: string, connectWiseId: number | null, isEnabled: boolean, origin: MappingOrigin, verification: { status: VerificationStatus } } | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
        | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type DismissMatchSuggestionsMutationVariables = Exact<{
  input: DismissMatchSuggestionsInput;
}>;


export type DismissMatchSuggestionsMutation = { dismissMatchSuggestions: { results: Array<{ suggestion: { id: string, status: SuggestionStatus } | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
        | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type ReopenMatchSuggestionsMutationVariables = Exact<{
  input: ReopenMatchSuggestionsInput;
}>;


export type ReopenMatchSuggestionsMutation = { reopenMatchSuggestions: { results: Array<{ suggestion: { id: string, status: SuggestionStatus } | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
        | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type StartMatchingMutationVariables = Exact<{
  input: StartMatchingInput;
}>;


export type StartMatchingMutation = { startMatching: { job: { id: string, kind: JobKind, status: JobStatus } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type UpdateMatchingSettingsMutationVariables = Exact<{
  input: UpdateMatchingSettingsInput;
}>;


export type UpdateMatchingSettingsMutation = { updateMatchingSettings: { settings: { autoAccept: boolean, threshold: number, version: number } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type JobPartsFragment = { id: string, kind: JobKind, status: JobStatus, done: number, total: number | null, waitsFor: string | null, isCancelRequested: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, actor: { kind: ActorKind, name: string }, counts: Array<{ counter: JobCounter, value: number }>, failure: { code: UserErrorCode, message: string } | null };

export type JobsQueryVariables = Exact<{
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<JobFilter>;
}>;


export type JobsQuery = { jobs: { totalCount: number, nodes: Array<{ id: string, kind: JobKind, status: JobStatus, done: number, total: number | null, waitsFor: string | null, isCancelRequested: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, actor: { kind: ActorKind, name: string }, counts: Array<{ counter: JobCounter, value: number }>, failure: { code: UserErrorCode, message: string } | null }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } | null };

export type CancelJobMutationVariables = Exact<{
  input: CancelJobInput;
}>;


export type CancelJobMutation = { cancelJob: { job: { id: string, kind: JobKind, status: JobStatus, done: number, total: number | null, waitsFor: string | null, isCancelRequested: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, actor: { kind: ActorKind, name: string }, counts: Array<{ counter: JobCounter, value: number }>, failure: { code: UserErrorCode, message: string } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type RetryJobMutationVariables = Exact<{
  input: RetryJobInput;
}>;


export type RetryJobMutation = { retryJob: { job: { id: string, kind: JobKind, status: JobStatus, done: number, total: number | null, waitsFor: string | null, isCancelRequested: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, actor: { kind: ActorKind, name: string }, counts: Array<{ counter: JobCounter, value: number }>, failure: { code: UserErrorCode, message: string } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type ApplyMappingImportMutationVariables = Exact<{
  input: ApplyMappingImportInput;
}>;


export type ApplyMappingImportMutation = { applyMappingImport: { job: { id: string, kind: JobKind, status: JobStatus, done: number, total: number | null, waitsFor: string | null, isCancelRequested: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, actor: { kind: ActorKind, name: string }, counts: Array<{ counter: JobCounter, value: number }>, failure: { code: UserErrorCode, message: string } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type OverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type OverviewQuery = { overview: { users: { users: number, ignored: number, unmapped: number, disabled: number, setAside: number, unverified: number, broken: number, ready: number, held: number }, drifts: { open: number, openByKind: Array<{ kind: DriftKind, value: number }> }, suggestions: { users: number, sure: number }, jobs: { open: number, waiting: number, failed: number }, ticketing: { problems: number }, schedules: Array<{ work: ScheduledWork, nextRunAt: string | null, stoppedAt: string | null, lastRun: { id: string, kind: JobKind, status: JobStatus, finishedAt: string | null } | null }>, companyMirror: { isComplete: boolean, syncedAt: string | null, comparedAt: string | null, companyCount: number } | null, health: { phase: IntegrationPhase, nextCheckAt: string | null } | null } | null };

export type NotificationPartsFragment = { id: string, key: string, kind: string, severity: NotificationSeverity, title: string, state: NotificationState, hold: NotificationHold | null, occurrences: number, resolvedAt: string | null, resolvedBy: ResolvedBy | null, resolution: string | null, failure: { code: string, message: string, nextTryAt: string | null } | null, user: { id: string } | null, ticket: { number: number, url: string | null, status: string | null, isClosed: boolean, isTakenOver: boolean } | null };

export type NotificationsQueryVariables = Exact<{
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<NotificationFilter>;
}>;


export type NotificationsQuery = { notifications: { totalCount: number, nodes: Array<{ id: string, key: string, kind: string, severity: NotificationSeverity, title: string, state: NotificationState, hold: NotificationHold | null, occurrences: number, resolvedAt: string | null, resolvedBy: ResolvedBy | null, resolution: string | null, failure: { code: string, message: string, nextTryAt: string | null } | null, user: { id: string } | null, ticket: { number: number, url: string | null, status: string | null, isClosed: boolean, isTakenOver: boolean } | null }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } | null };

export type RaiseNotificationsMutationVariables = Exact<{
  input: RaiseNotificationsInput;
}>;


export type RaiseNotificationsMutation = { raiseNotifications: { results: Array<{ notificationId: string | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type ResolveNotificationsMutationVariables = Exact<{
  input: ResolveNotificationsInput;
}>;


export type ResolveNotificationsMutation = { resolveNotifications: { results: Array<{ notificationId: string | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type ProductsQueryVariables = Exact<{
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ProductsQuery = { products: { totalCount: number, nodes: Array<{ id: string, code: string, name: string, unit: string, decimals: number, periodRule: PeriodRule, version: number, source: { code: string } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } | null };

export type SaveProductsMutationVariables = Exact<{
  input: SaveProductsInput;
}>;


export type SaveProductsMutation = { saveProducts: { results: Array<{ productId: string | null, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type UsageQueryVariables = Exact<{
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UsageFilter>;
}>;


export type UsageQuery = { usage: { totalCount: number, nodes: Array<{ day: string, used: string | null, purchased: string | null, recordedAt: string, user: { id: string, externalId: string }, product: { id: string, code: string } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } | null };

export type RecordUsageMutationVariables = Exact<{
  input: RecordUsageInput;
}>;


export type RecordUsageMutation = { recordUsage: { results: Array<{ isRecorded: boolean, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type RecordSpamStatisticsMutationVariables = Exact<{
  input: RecordSpamStatisticsInput;
}>;


export type RecordSpamStatisticsMutation = { recordSpamStatistics: { results: Array<{ isRecorded: boolean, userErrors: Array<
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { code: UserErrorCode, message: string, field: Array<string> | null }
        | { code: UserErrorCode, message: string, field: Array<string> | null }
      > }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type RetryNotificationsMutationVariables = Exact<{
  input: RetryNotificationsInput;
}>;


export type RetryNotificationsMutation = { retryNotifications: { retried: number | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type TemplatePartsFragment = { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean };

export type TemplateProblemPartsFragment = { field: Array<string>, connectWiseId: number, message: string, foundAt: string, choices: Array<{ connectWiseId: number, name: string }> };

export type TicketingPartsFragment = { isEnabled: boolean, ownCompanyId: number | null, closesTickets: boolean, closesTakenOver: boolean, reopenDays: number, quietDays: number, heldDays: number, groupingMinutes: number | null, version: number, checkedAt: string | null, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean }, rules: Array<{ kinds: Array<string> | null, severities: Array<NotificationSeverity> | null, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean } }>, problems: Array<{ field: Array<string>, connectWiseId: number, message: string, foundAt: string, choices: Array<{ connectWiseId: number, name: string }> }> };

export type TicketingSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type TicketingSettingsQuery = { ticketingSettings: { isEnabled: boolean, ownCompanyId: number | null, closesTickets: boolean, closesTakenOver: boolean, reopenDays: number, quietDays: number, heldDays: number, groupingMinutes: number | null, version: number, checkedAt: string | null, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean }, rules: Array<{ kinds: Array<string> | null, severities: Array<NotificationSeverity> | null, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean } }>, problems: Array<{ field: Array<string>, connectWiseId: number, message: string, foundAt: string, choices: Array<{ connectWiseId: number, name: string }> }> } | null };

export type SaveTicketingSettingsMutationVariables = Exact<{
  input: SaveTicketingSettingsInput;
}>;


export type SaveTicketingSettingsMutation = { saveTicketingSettings: { settings: { isEnabled: boolean, ownCompanyId: number | null, closesTickets: boolean, closesTakenOver: boolean, reopenDays: number, quietDays: number, heldDays: number, groupingMinutes: number | null, version: number, checkedAt: string | null, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean }, rules: Array<{ kinds: Array<string> | null, severities: Array<NotificationSeverity> | null, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean } }>, problems: Array<{ field: Array<string>, connectWiseId: number, message: string, foundAt: string, choices: Array<{ connectWiseId: number, name: string }> }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type TicketOverridePartsFragment = { contactId: number | null, siteId: number | null, companyId: number | null, version: number, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean }, problems: Array<{ field: Array<string>, connectWiseId: number, message: string, foundAt: string, choices: Array<{ connectWiseId: number, name: string }> }> };

export type TicketOverridesQueryVariables = Exact<{
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TicketOverrideFilter>;
}>;


export type TicketOverridesQuery = { ticketOverrides: { totalCount: number, nodes: Array<{ contactId: number | null, siteId: number | null, companyId: number | null, version: number, user: { id: string }, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean }, problems: Array<{ field: Array<string>, connectWiseId: number, message: string, foundAt: string, choices: Array<{ connectWiseId: number, name: string }> }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } | null };

export type UsersWithTicketOverrideQueryVariables = Exact<{
  first?: Scalars['Int']['input'];
}>;


export type UsersWithTicketOverrideQuery = { users: { nodes: Array<{ id: string, ticketOverride: { contactId: number | null, siteId: number | null, companyId: number | null, version: number, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean }, problems: Array<{ field: Array<string>, connectWiseId: number, message: string, foundAt: string, choices: Array<{ connectWiseId: number, name: string }> }> } | null }> } | null };

export type SaveTicketOverrideMutationVariables = Exact<{
  input: SaveTicketOverrideInput;
}>;


export type SaveTicketOverrideMutation = { saveTicketOverride: { override: { contactId: number | null, siteId: number | null, companyId: number | null, version: number, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean }, problems: Array<{ field: Array<string>, connectWiseId: number, message: string, foundAt: string, choices: Array<{ connectWiseId: number, name: string }> }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type RemoveTicketOverrideMutationVariables = Exact<{
  input: RemoveTicketOverrideInput;
}>;


export type RemoveTicketOverrideMutation = { removeTicketOverride: { user: { id: string, ticketOverride: { version: number } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type TicketingOptionsQueryVariables = Exact<{
  boardId?: InputMaybe<Scalars['Int']['input']>;
}>;


export type TicketingOptionsQuery = { ticketingOptions: { boards: Array<{ connectWiseId: number, name: string }>, board: { connectWiseId: number, name: string, statuses: Array<{ connectWiseId: number, name: string, isClosed: boolean, isDefault: boolean }>, types: Array<{ connectWiseId: number, name: string }>, subTypes: Array<{ connectWiseId: number, name: string }>, items: Array<{ connectWiseId: number, name: string }>, teams: Array<{ connectWiseId: number, name: string }>, combinations: Array<{ typeId: number, subTypeId: number | null, itemId: number | null }> } | null, priorities: Array<{ connectWiseId: number, name: string }>, sources: Array<{ connectWiseId: number, name: string }> } | null };

export type TicketPreviewQueryVariables = Exact<{
  input: TicketPreviewInput;
}>;


export type TicketPreviewQuery = { ticketPreview: { origin: TicketTemplateOrigin, rule: number | null, companyId: number | null, contactId: number | null, siteId: number | null, isCustomerVisible: boolean, sendsMail: boolean, summary: string, text: string, template: { boardId: number, statusId: number | null, closedStatusId: number | null, typeId: number | null, subTypeId: number | null, itemId: number | null, teamId: number | null, priorityId: number | null, sourceId: number | null, contact: TicketContact, isCustomerVisible: boolean, mailsContact: boolean }, problems: Array<{ field: Array<string>, connectWiseId: number, message: string, foundAt: string, choices: Array<{ connectWiseId: number, name: string }> }> } | null };

export type AttachTicketMutationVariables = Exact<{
  input: AttachTicketInput;
}>;


export type AttachTicketMutation = { attachTicket: { notification: { id: string, key: string, kind: string, severity: NotificationSeverity, title: string, state: NotificationState, hold: NotificationHold | null, occurrences: number, resolvedAt: string | null, resolvedBy: ResolvedBy | null, resolution: string | null, failure: { code: string, message: string, nextTryAt: string | null } | null, user: { id: string } | null, ticket: { number: number, url: string | null, status: string | null, isClosed: boolean, isTakenOver: boolean } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type ReconciliationQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ReconciliationFilter>;
}>;


export type ReconciliationQuery = { reconciliation: { totalCount: number, nodes: Array<{ agreementId: number, catalogItemId: number, additionId: number | null, lineId: string, quantity: string | null, lineQuantity: string, connectWiseQuantity: string | null, connectWiseCancelledOn: string | null, state: ReconciliationState, checkedAt: string, user: { id: string, externalId: string }, product: { id: string, code: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type StartReconciliationMutationVariables = Exact<{
  input: StartReconciliationInput;
}>;


export type StartReconciliationMutation = { startReconciliation: { job: { id: string, kind: JobKind, status: JobStatus, done: number, total: number | null, waitsFor: string | null, isCancelRequested: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, actor: { kind: ActorKind, name: string }, counts: Array<{ counter: JobCounter, value: number }>, failure: { code: UserErrorCode, message: string } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type TicketingStatusQueryVariables = Exact<{ [key: string]: never; }>;


export type TicketingStatusQuery = { ticketingStatus: { receives: TicketNewsWay, pollingReason: PollingReason | null, lastCallbackAt: string | null, lastPolledAt: string | null, callbacksRepairedAt: string | null } | null };

export type BillingSettingsPartsFragment = { isEnabled: boolean, billingDay: number, hour: number, timeZone: string | null, makeUpDays: number, expiryDays: number, isAutoApproved: boolean, needsSecondPerson: boolean, version: number, rules: Array<{ isBilled: boolean, catalogItemId: number | null, agreementTypeId: number | null, quantity: BilledQuantity, createsMissing: boolean, billCustomer: BillCustomer, maxChangePercent: number | null, holdsInvoiced: boolean, product: { id: string } }> };

export type BillingSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type BillingSettingsQuery = { billingSettings: { isEnabled: boolean, billingDay: number, hour: number, timeZone: string | null, makeUpDays: number, expiryDays: number, isAutoApproved: boolean, needsSecondPerson: boolean, version: number, rules: Array<{ isBilled: boolean, catalogItemId: number | null, agreementTypeId: number | null, quantity: BilledQuantity, createsMissing: boolean, billCustomer: BillCustomer, maxChangePercent: number | null, holdsInvoiced: boolean, product: { id: string } }> } | null };

export type SaveBillingSettingsMutationVariables = Exact<{
  input: SaveBillingSettingsInput;
}>;


export type SaveBillingSettingsMutation = { saveBillingSettings: { settings: { isEnabled: boolean, billingDay: number, hour: number, timeZone: string | null, makeUpDays: number, expiryDays: number, isAutoApproved: boolean, needsSecondPerson: boolean, version: number, rules: Array<{ isBilled: boolean, catalogItemId: number | null, agreementTypeId: number | null, quantity: BilledQuantity, createsMissing: boolean, billCustomer: BillCustomer, maxChangePercent: number | null, holdsInvoiced: boolean, product: { id: string } }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type BillingOverridePartsFragment = { billingDay: number | null, version: number, rules: Array<{ isBilled: boolean | null, catalogItemId: number | null, agreementTypeId: number | null, agreementId: number | null, quantity: BilledQuantity | null, createsMissing: boolean | null, billCustomer: BillCustomer | null, maxChangePercent: number | null, holdsInvoiced: boolean | null, clears: Array<ClearableBillingField>, product: { id: string } }> };

export type BillingOverridesQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type BillingOverridesQuery = { billingOverrides: { totalCount: number, nodes: Array<{ billingDay: number | null, version: number, user: { id: string }, rules: Array<{ isBilled: boolean | null, catalogItemId: number | null, agreementTypeId: number | null, agreementId: number | null, quantity: BilledQuantity | null, createsMissing: boolean | null, billCustomer: BillCustomer | null, maxChangePercent: number | null, holdsInvoiced: boolean | null, clears: Array<ClearableBillingField>, product: { id: string } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type UsersWithBillingOverrideQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
}>;


export type UsersWithBillingOverrideQuery = { users: { nodes: Array<{ id: string, billingOverride: { billingDay: number | null, version: number, rules: Array<{ isBilled: boolean | null, catalogItemId: number | null, agreementTypeId: number | null, agreementId: number | null, quantity: BilledQuantity | null, createsMissing: boolean | null, billCustomer: BillCustomer | null, maxChangePercent: number | null, holdsInvoiced: boolean | null, clears: Array<ClearableBillingField>, product: { id: string } }> } | null }> } | null };

export type SaveBillingOverrideMutationVariables = Exact<{
  input: SaveBillingOverrideInput;
}>;


export type SaveBillingOverrideMutation = { saveBillingOverride: { override: { billingDay: number | null, version: number, rules: Array<{ isBilled: boolean | null, catalogItemId: number | null, agreementTypeId: number | null, agreementId: number | null, quantity: BilledQuantity | null, createsMissing: boolean | null, billCustomer: BillCustomer | null, maxChangePercent: number | null, holdsInvoiced: boolean | null, clears: Array<ClearableBillingField>, product: { id: string } }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type RemoveBillingOverrideMutationVariables = Exact<{
  input: RemoveBillingOverrideInput;
}>;


export type RemoveBillingOverrideMutation = { removeBillingOverride: { user: { id: string, billingOverride: { version: number } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type BillingOptionsQueryVariables = Exact<{
  userId?: InputMaybe<Scalars['ID']['input']>;
  catalogSearch?: InputMaybe<Scalars['String']['input']>;
}>;


export type BillingOptionsQuery = { billingOptions: { agreements: Array<{ connectWiseId: number, name: string, status: string | null, isCancelled: boolean, nextInvoiceOn: string | null, type: { connectWiseId: number, name: string } | null, additions: Array<{ connectWiseId: number, catalogItemId: number | null, product: string | null, quantity: string | null, effectiveOn: string | null, cancelledOn: string | null }> | null }> | null, agreementTypes: Array<{ connectWiseId: number, name: string }>, catalog: Array<{ connectWiseId: number, identifier: string, description: string | null }> } | null };

export type NextBillingRunQueryVariables = Exact<{
  userId?: InputMaybe<Scalars['ID']['input']>;
}>;


export type NextBillingRunQuery = { nextBillingRun: { month: string, at: string, timeZone: string, billingDay: number, day: string, isOnLastDay: boolean, isOverdue: boolean, makeUpUntil: string | null, period: { from: string, to: string } } | null };

export type BillingPlanPartsFragment = { id: string, kind: BillingPlanKind, status: BillingPlanStatus, month: string | null, dueAt: string | null, isLate: boolean, from: string | null, to: string | null, isForAll: boolean, createdAt: string, plannedAt: string | null, expiresAt: string | null, closedAt: string | null, startedBy: { kind: ActorKind, name: string }, failure: { code: string, message: string } | null, counts: Array<{ action: BillingLineAction, state: BillingLineState, lines: number, held: number }> };

export type BillingAdditionPartsFragment = { quantity: string, effectiveOn: string | null, cancelledOn: string | null };

export type BillingLinePartsFragment = { id: string, companyId: number | null, agreementId: number | null, agreementName: string | null, catalogItemId: number | null, additionId: number | null, action: BillingLineAction, isWritable: boolean, reason: BillingLineReason | null, holds: Array<BillingLineHold>, billCustomer: BillCustomer | null, nextInvoiceOn: string | null, state: BillingLineState, decidedBy: string | null, decidedAt: string | null, endedAt: string | null, before: { quantity: string, effectiveOn: string | null, cancelledOn: string | null } | null, after: { quantity: string, effectiveOn: string | null, cancelledOn: string | null } | null, found: { quantity: string, effectiveOn: string | null, cancelledOn: string | null } | null, evidence: { additionIds: Array<number>, additionDescription: string | null, billedQuantity: string | null, lessIncluded: string | null, updatedBy: string | null, updatedAt: string | null, agreements: Array<{ connectWiseId: number, name: string }> }, failure: { code: string, message: string } | null, contributors: Array<{ from: string, to: string, periodRule: PeriodRule, quantity: string | null, exactQuantity: string | null, daysTold: number, daysInPeriod: number, lastDay: string | null, rule: { quantity: BilledQuantity, catalogItemId: number | null, agreementTypeId: number | null, agreementId: number | null, createsMissing: boolean, maxChangePercent: number | null, holdsInvoiced: boolean }, user: { id: string }, product: { id: string, code: string } }> };

export type BillingPlansQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<BillingPlanFilter>;
}>;


export type BillingPlansQuery = { billingPlans: { totalCount: number, nodes: Array<{ id: string, kind: BillingPlanKind, status: BillingPlanStatus, month: string | null, dueAt: string | null, isLate: boolean, from: string | null, to: string | null, isForAll: boolean, createdAt: string, plannedAt: string | null, expiresAt: string | null, closedAt: string | null, startedBy: { kind: ActorKind, name: string }, failure: { code: string, message: string } | null, counts: Array<{ action: BillingLineAction, state: BillingLineState, lines: number, held: number }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type BillingPlanQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<BillingLineFilter>;
}>;


export type BillingPlanQuery = { node:
    | { id: string, kind: BillingPlanKind, status: BillingPlanStatus, month: string | null, dueAt: string | null, isLate: boolean, from: string | null, to: string | null, isForAll: boolean, createdAt: string, plannedAt: string | null, expiresAt: string | null, closedAt: string | null, undoes: { id: string } | null, lines: { totalCount: number, nodes: Array<{ id: string, companyId: number | null, agreementId: number | null, agreementName: string | null, catalogItemId: number | null, additionId: number | null, action: BillingLineAction, isWritable: boolean, reason: BillingLineReason | null, holds: Array<BillingLineHold>, billCustomer: BillCustomer | null, nextInvoiceOn: string | null, state: BillingLineState, decidedBy: string | null, decidedAt: string | null, endedAt: string | null, before: { quantity: string, effectiveOn: string | null, cancelledOn: string | null } | null, after: { quantity: string, effectiveOn: string | null, cancelledOn: string | null } | null, found: { quantity: string, effectiveOn: string | null, cancelledOn: string | null } | null, evidence: { additionIds: Array<number>, additionDescription: string | null, billedQuantity: string | null, lessIncluded: string | null, updatedBy: string | null, updatedAt: string | null, agreements: Array<{ connectWiseId: number, name: string }> }, failure: { code: string, message: string } | null, contributors: Array<{ from: string, to: string, periodRule: PeriodRule, quantity: string | null, exactQuantity: string | null, daysTold: number, daysInPeriod: number, lastDay: string | null, rule: { quantity: BilledQuantity, catalogItemId: number | null, agreementTypeId: number | null, agreementId: number | null, createsMissing: boolean, maxChangePercent: number | null, holdsInvoiced: boolean }, user: { id: string }, product: { id: string, code: string } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, startedBy: { kind: ActorKind, name: string }, failure: { code: string, message: string } | null, counts: Array<{ action: BillingLineAction, state: BillingLineState, lines: number, held: number }> }
    | Record<PropertyKey, never>
   | null };

export type BillingLineQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type BillingLineQuery = { node:
    | { id: string, companyId: number | null, agreementId: number | null, agreementName: string | null, catalogItemId: number | null, additionId: number | null, action: BillingLineAction, isWritable: boolean, reason: BillingLineReason | null, holds: Array<BillingLineHold>, billCustomer: BillCustomer | null, nextInvoiceOn: string | null, state: BillingLineState, decidedBy: string | null, decidedAt: string | null, endedAt: string | null, plan: { id: string }, before: { quantity: string, effectiveOn: string | null, cancelledOn: string | null } | null, after: { quantity: string, effectiveOn: string | null, cancelledOn: string | null } | null, found: { quantity: string, effectiveOn: string | null, cancelledOn: string | null } | null, evidence: { additionIds: Array<number>, additionDescription: string | null, billedQuantity: string | null, lessIncluded: string | null, updatedBy: string | null, updatedAt: string | null, agreements: Array<{ connectWiseId: number, name: string }> }, failure: { code: string, message: string } | null, contributors: Array<{ from: string, to: string, periodRule: PeriodRule, quantity: string | null, exactQuantity: string | null, daysTold: number, daysInPeriod: number, lastDay: string | null, rule: { quantity: BilledQuantity, catalogItemId: number | null, agreementTypeId: number | null, agreementId: number | null, createsMissing: boolean, maxChangePercent: number | null, holdsInvoiced: boolean }, user: { id: string }, product: { id: string, code: string } }> }
    | Record<PropertyKey, never>
   | null };

export type StartBillingRunMutationVariables = Exact<{
  input: StartBillingRunInput;
}>;


export type StartBillingRunMutation = { startBillingRun: { plan: { id: string, kind: BillingPlanKind, status: BillingPlanStatus, month: string | null, dueAt: string | null, isLate: boolean, from: string | null, to: string | null, isForAll: boolean, createdAt: string, plannedAt: string | null, expiresAt: string | null, closedAt: string | null, startedBy: { kind: ActorKind, name: string }, failure: { code: string, message: string } | null, counts: Array<{ action: BillingLineAction, state: BillingLineState, lines: number, held: number }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type ApproveBillingLinesMutationVariables = Exact<{
  input: ApproveBillingLinesInput;
}>;


export type ApproveBillingLinesMutation = { approveBillingLines: { lines: number | null, plan: { id: string, kind: BillingPlanKind, status: BillingPlanStatus, month: string | null, dueAt: string | null, isLate: boolean, from: string | null, to: string | null, isForAll: boolean, createdAt: string, plannedAt: string | null, expiresAt: string | null, closedAt: string | null, startedBy: { kind: ActorKind, name: string }, failure: { code: string, message: string } | null, counts: Array<{ action: BillingLineAction, state: BillingLineState, lines: number, held: number }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type RejectBillingLinesMutationVariables = Exact<{
  input: RejectBillingLinesInput;
}>;


export type RejectBillingLinesMutation = { rejectBillingLines: { lines: number | null, plan: { id: string, kind: BillingPlanKind, status: BillingPlanStatus, month: string | null, dueAt: string | null, isLate: boolean, from: string | null, to: string | null, isForAll: boolean, createdAt: string, plannedAt: string | null, expiresAt: string | null, closedAt: string | null, startedBy: { kind: ActorKind, name: string }, failure: { code: string, message: string } | null, counts: Array<{ action: BillingLineAction, state: BillingLineState, lines: number, held: number }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type DiscardBillingPlanMutationVariables = Exact<{
  input: DiscardBillingPlanInput;
}>;


export type DiscardBillingPlanMutation = { discardBillingPlan: { plan: { id: string, kind: BillingPlanKind, status: BillingPlanStatus, month: string | null, dueAt: string | null, isLate: boolean, from: string | null, to: string | null, isForAll: boolean, createdAt: string, plannedAt: string | null, expiresAt: string | null, closedAt: string | null, startedBy: { kind: ActorKind, name: string }, failure: { code: string, message: string } | null, counts: Array<{ action: BillingLineAction, state: BillingLineState, lines: number, held: number }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type UndoBillingPlanMutationVariables = Exact<{
  input: UndoBillingPlanInput;
}>;


export type UndoBillingPlanMutation = { undoBillingPlan: { plan: { id: string, kind: BillingPlanKind, status: BillingPlanStatus } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type ResolveBillingLineMutationVariables = Exact<{
  input: ResolveBillingLineInput;
}>;


export type ResolveBillingLineMutation = { resolveBillingLine: { line: { id: string, state: BillingLineState, additionId: number | null, found: { quantity: string } | null, failure: { code: string } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type BillingLineUndoQueryVariables = Exact<{
  ids: Array<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;


export type BillingLineUndoQuery = { nodes: Array<
    | { id: string }
    | { id: string }
    | { id: string }
    | { state: BillingLineState, id: string, undoneBy: { id: string, state: BillingLineState, action: BillingLineAction } | null }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
   | null> | null };

export type SpamCountersPartsFragment = { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number };

export type SpamStatisticsPartsFragment = { from: string, to: string, totals: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null, before: { from: string, to: string, totals: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null, change: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null } | null };

export type SpamStatisticsQueryVariables = Exact<{
  filter?: InputMaybe<SpamFilter>;
  from: Scalars['Date']['input'];
  to: Scalars['Date']['input'];
}>;


export type SpamStatisticsQuery = { spamStatistics: { from: string, to: string, totals: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null, before: { from: string, to: string, totals: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null, change: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null } | null } | null };

export type SpamSeriesQueryVariables = Exact<{
  filter?: InputMaybe<SpamFilter>;
  from: Scalars['Date']['input'];
  to: Scalars['Date']['input'];
  by: SpamSeriesStep;
}>;


export type SpamSeriesQuery = { spamStatistics: { series: Array<{ from: string, to: string, counters: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } }> | null } | null };

export type SpamTopDomainsQueryVariables = Exact<{
  filter?: InputMaybe<SpamFilter>;
  from: Scalars['Date']['input'];
  to: Scalars['Date']['input'];
  first: Scalars['Int']['input'];
  by: SpamOrder;
}>;


export type SpamTopDomainsQuery = { spamStatistics: { topDomains: Array<{ domain: string, user: { id: string }, counters: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } }> | null } | null };

export type SpamOverviewQueryVariables = Exact<{
  filter?: InputMaybe<SpamFilter>;
}>;


export type SpamOverviewQuery = { spamOverview: { last30Days: { from: string, to: string, totals: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null, before: { from: string, to: string, totals: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null, change: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null } | null }, yearToDate: { from: string, to: string, totals: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null, before: { from: string, to: string, totals: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null, change: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null } | null } } | null };

export type UserSpamStatisticsQueryVariables = Exact<{
  first: Scalars['Int']['input'];
  from: Scalars['Date']['input'];
  to: Scalars['Date']['input'];
  by: SpamSeriesStep;
}>;


export type UserSpamStatisticsQuery = { users: { nodes: Array<{ id: string, spamStatistics: { from: string, to: string, series: Array<{ from: string, to: string, counters: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } }> | null, topDomains: Array<{ domain: string, user: { id: string }, counters: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } }> | null, totals: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null, before: { from: string, to: string, totals: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null, change: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } | null } | null } | null }> } | null };

export type SpamSettingsPartsFragment = { isScheduled: boolean, route: SpamRouteChoice, language: SpamLanguage, day: number, hour: number, timeZone: string | null, solutionName: string | null, loginName: string | null, hasPassword: boolean, loginChangedAt: string | null, version: number, nextReport: { at: string, timeZone: string, month: string, day: string } | null };

export type SpamSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type SpamSettingsQuery = { spamSettings: { isScheduled: boolean, route: SpamRouteChoice, language: SpamLanguage, day: number, hour: number, timeZone: string | null, solutionName: string | null, loginName: string | null, hasPassword: boolean, loginChangedAt: string | null, version: number, nextReport: { at: string, timeZone: string, month: string, day: string } | null } | null };

export type SaveSpamSettingsMutationVariables = Exact<{
  input: SaveSpamSettingsInput;
}>;


export type SaveSpamSettingsMutation = { saveSpamSettings: { settings: { isScheduled: boolean, route: SpamRouteChoice, language: SpamLanguage, day: number, hour: number, timeZone: string | null, solutionName: string | null, loginName: string | null, hasPassword: boolean, loginChangedAt: string | null, version: number, nextReport: { at: string, timeZone: string, month: string, day: string } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type SaveSpamOverrideMutationVariables = Exact<{
  input: SaveSpamOverrideInput;
}>;


export type SaveSpamOverrideMutation = { saveSpamOverride: { override: { route: SpamRouteChoice, version: number, user: { id: string } } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type RemoveSpamOverrideMutationVariables = Exact<{
  input: RemoveSpamOverrideInput;
}>;


export type RemoveSpamOverrideMutation = { removeSpamOverride: { user: { id: string, spamOverride: { route: SpamRouteChoice } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type UserSpamOverridesQueryVariables = Exact<{
  first: Scalars['Int']['input'];
}>;


export type UserSpamOverridesQuery = { users: { nodes: Array<{ id: string, spamOverride: { route: SpamRouteChoice, version: number } | null }> } | null };

export type SpamReportPreviewQueryVariables = Exact<{
  userId: Scalars['ID']['input'];
  month: Scalars['Date']['input'];
  route?: InputMaybe<SpamRoute>;
  language?: InputMaybe<SpamLanguage>;
}>;


export type SpamReportPreviewQuery = { spamReportPreview: { month: string, route: SpamRouteChoice, language: SpamLanguage, reason: SpamReportUnsentReason | null, hold: HoldReason | null, companyId: number | null, subject: string | null, text: string | null, fileName: string | null, csv: string | null, summaryCounters: Array<{ name: string, value: number }> | null, nativeDomains: Array<{ domain: string, counters: Array<{ name: string, value: number }> }> | null } | null };

export type SpamDeliveryPartsFragment = { id: string, month: string, asOf: string, route: SpamRoute, language: SpamLanguage | null, state: SpamDeliveryState, reason: SpamSkipReason | null, subject: string | null, fileName: string | null, noteId: number | null, ticketId: number | null, documentId: number | null, summaryReportId: number | null, createdAt: string, endedAt: string | null, failure: { code: UserErrorCode, message: string } | null, user: { id: string }, job: { id: string } | null };

export type SpamDeliveriesQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SpamDeliveryFilter>;
}>;


export type SpamDeliveriesQuery = { spamDeliveries: { totalCount: number, nodes: Array<{ id: string, month: string, asOf: string, route: SpamRoute, language: SpamLanguage | null, state: SpamDeliveryState, reason: SpamSkipReason | null, subject: string | null, fileName: string | null, noteId: number | null, ticketId: number | null, documentId: number | null, summaryReportId: number | null, createdAt: string, endedAt: string | null, failure: { code: UserErrorCode, message: string } | null, user: { id: string }, job: { id: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type SpamDeliveryTextsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  filter?: InputMaybe<SpamDeliveryFilter>;
}>;


export type SpamDeliveryTextsQuery = { spamDeliveries: { nodes: Array<{ id: string, text: string | null }> } | null };

export type SpamDeliveryFilesQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  filter?: InputMaybe<SpamDeliveryFilter>;
}>;


export type SpamDeliveryFilesQuery = { spamDeliveries: { nodes: Array<{ id: string, csv: string | null }> } | null };

export type SpamDeliveryNodeQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type SpamDeliveryNodeQuery = { node:
    | { text: string | null, csv: string | null, id: string, month: string, asOf: string, route: SpamRoute, language: SpamLanguage | null, state: SpamDeliveryState, reason: SpamSkipReason | null, subject: string | null, fileName: string | null, noteId: number | null, ticketId: number | null, documentId: number | null, summaryReportId: number | null, createdAt: string, endedAt: string | null, figures: { month: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number }, before: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number }, yearToDate: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number }, domains: Array<{ domain: string, counters: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } }>, native: Array<{ domain: string, last30Days: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number }, yearToDate: { totalMessages: number, accountMessages: number, spam: number, phishing: number, viruses: number } }> } | null, failure: { code: UserErrorCode, message: string } | null, user: { id: string }, job: { id: string } | null }
    | Record<PropertyKey, never>
   | null };

export type SendSpamReportsMutationVariables = Exact<{
  input: SendSpamReportsInput;
}>;


export type SendSpamReportsMutation = { sendSpamReports: { job: { id: string, kind: JobKind, status: JobStatus, done: number, total: number | null, waitsFor: string | null, isCancelRequested: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, actor: { kind: ActorKind, name: string }, counts: Array<{ counter: JobCounter, value: number }>, failure: { code: UserErrorCode, message: string } | null } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type RetentionPartsFragment = { version: number, rules: Array<{ kind: RetentionKind, months: number, defaultMonths: number, minimumMonths: number, keptFrom: string, lastRunAt: string | null, lastRemoved: number | null }> };

export type RetentionSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type RetentionSettingsQuery = { retentionSettings: { version: number, rules: Array<{ kind: RetentionKind, months: number, defaultMonths: number, minimumMonths: number, keptFrom: string, lastRunAt: string | null, lastRemoved: number | null }> } | null };

export type SaveRetentionSettingsMutationVariables = Exact<{
  input: SaveRetentionSettingsInput;
}>;


export type SaveRetentionSettingsMutation = { saveRetentionSettings: { settings: { version: number, rules: Array<{ kind: RetentionKind, months: number, defaultMonths: number, minimumMonths: number, keptFrom: string, lastRunAt: string | null, lastRemoved: number | null }> } | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

export type EraseUserMutationVariables = Exact<{
  input: EraseUserInput;
}>;


export type EraseUserMutation = { eraseUser: { hasMoreRemaining: boolean | null, user: { erasedAt: string | null, erasureEndedAt: string | null, id: string, externalId: string, name: string, mailDomains: Array<string>, contactEmail: string | null, status: UserStatus, isIgnored: boolean, version: number, createdAt: string, updatedAt: string } | null, remaining: Array<{ kind: RemainingRecordKind, connectWiseId: number | null, reference: string | null }> | null, userErrors: Array<
      | { code: UserErrorCode, message: string, field: Array<string> | null }
      | { retryAfterSeconds: number, code: UserErrorCode, message: string, field: Array<string> | null }
      | { currentVersion: number, code: UserErrorCode, message: string, field: Array<string> | null }
    > } | null };

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
export const UserFieldsFragmentDoc = new TypedDocumentString(`
    fragment UserFields on User {
  id
  externalId
  name
  mailDomains
  contactEmail
  status
  isIgnored
  version
  createdAt
  updatedAt
}
    `, {"fragmentName":"UserFields"}) as unknown as TypedDocumentString<UserFieldsFragment, unknown>;
export const ReportFieldsFragmentDoc = new TypedDocumentString(`
    fragment ReportFields on ConnectionReport {
  isHealthy
  version
  region
  isCloud
  apiBaseUrl
  checkedAt
  checks {
    subject
    outcome
    cause
    message
    role {
      module
      function
      level
    }
  }
}
    `, {"fragmentName":"ReportFields"}) as unknown as TypedDocumentString<ReportFieldsFragment, unknown>;
export const IntegrationFieldsFragmentDoc = new TypedDocumentString(`
    fragment IntegrationFields on Integration {
  id
  isEnabled
  version
  access {
    site
    loginCompanyId
    publicKeyHint
    hasPrivateKey
    keysChangedAt
    customCa
    clientId
  }
  lastReport {
    ...ReportFields
  }
}
    fragment ReportFields on ConnectionReport {
  isHealthy
  version
  region
  isCloud
  apiBaseUrl
  checkedAt
  checks {
    subject
    outcome
    cause
    message
    role {
      module
      function
      level
    }
  }
}`, {"fragmentName":"IntegrationFields"}) as unknown as TypedDocumentString<IntegrationFieldsFragment, unknown>;
export const DriftFieldsFragmentDoc = new TypedDocumentString(`
    fragment DriftFields on Drift {
  id
  kind
  status
  connectWiseId
  before {
    identifier
    name
    status
  }
  after {
    identifier
    name
    status
  }
  likelySurvivor {
    connectWiseId
    identifier
    name
    status
    reasons
  }
  openedAt
  closedAt
  closedBy {
    kind
  }
}
    `, {"fragmentName":"DriftFields"}) as unknown as TypedDocumentString<DriftFieldsFragment, unknown>;
export const MappingFieldsFragmentDoc = new TypedDocumentString(`
    fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}
    `, {"fragmentName":"MappingFields"}) as unknown as TypedDocumentString<MappingFieldsFragment, unknown>;
export const ErrorsFragmentDoc = new TypedDocumentString(`
    fragment Errors on UserError {
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
    `, {"fragmentName":"Errors"}) as unknown as TypedDocumentString<ErrorsFragment, unknown>;
export const MappingResultFieldsFragmentDoc = new TypedDocumentString(`
    fragment MappingResultFields on MappingResult {
  mapping {
    ...MappingFields
  }
  userErrors {
    ...Errors
  }
}
    fragment Errors on UserError {
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
fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}`, {"fragmentName":"MappingResultFields"}) as unknown as TypedDocumentString<MappingResultFieldsFragment, unknown>;
export const CompanyFieldsFragmentDoc = new TypedDocumentString(`
    fragment CompanyFields on Company {
  id
  connectWiseId
  identifier
  name
  state
  status
  isInactive
  isDeleted
  types
  website
  phoneNumber
  address {
    lines
    city
    state
    zip
    country
  }
  lastUpdatedAt
  missingSince
}
    `, {"fragmentName":"CompanyFields"}) as unknown as TypedDocumentString<CompanyFieldsFragment, unknown>;
export const SuggestionPartsFragmentDoc = new TypedDocumentString(`
    fragment SuggestionParts on MatchSuggestion {
  id
  user {
    id
    name
  }
  company {
    identifier
    name
  }
  connectWiseId
  score
  reasons
  isSure
  status
}
    `, {"fragmentName":"SuggestionParts"}) as unknown as TypedDocumentString<SuggestionPartsFragment, unknown>;
export const JobPartsFragmentDoc = new TypedDocumentString(`
    fragment JobParts on Job {
  id
  kind
  status
  actor {
    kind
    name
  }
  done
  total
  counts {
    counter
    value
  }
  failure {
    code
    message
  }
  waitsFor
  isCancelRequested
  createdAt
  startedAt
  finishedAt
}
    `, {"fragmentName":"JobParts"}) as unknown as TypedDocumentString<JobPartsFragment, unknown>;
export const NotificationPartsFragmentDoc = new TypedDocumentString(`
    fragment NotificationParts on Notification {
  id
  key
  kind
  severity
  title
  state
  hold
  occurrences
  failure {
    code
    message
    nextTryAt
  }
  resolvedAt
  resolvedBy
  resolution
  user {
    id
  }
  ticket {
    number
    url
    status
    isClosed
    isTakenOver
  }
}
    `, {"fragmentName":"NotificationParts"}) as unknown as TypedDocumentString<NotificationPartsFragment, unknown>;
export const TemplatePartsFragmentDoc = new TypedDocumentString(`
    fragment TemplateParts on TicketTemplate {
  boardId
  statusId
  closedStatusId
  typeId
  subTypeId
  itemId
  teamId
  priorityId
  sourceId
  contact
  isCustomerVisible
  mailsContact
}
    `, {"fragmentName":"TemplateParts"}) as unknown as TypedDocumentString<TemplatePartsFragment, unknown>;
export const TemplateProblemPartsFragmentDoc = new TypedDocumentString(`
    fragment TemplateProblemParts on TemplateProblem {
  field
  connectWiseId
  message
  choices {
    connectWiseId
    name
  }
  foundAt
}
    `, {"fragmentName":"TemplateProblemParts"}) as unknown as TypedDocumentString<TemplateProblemPartsFragment, unknown>;
export const TicketingPartsFragmentDoc = new TypedDocumentString(`
    fragment TicketingParts on TicketingSettings {
  isEnabled
  ownCompanyId
  closesTickets
  closesTakenOver
  reopenDays
  quietDays
  heldDays
  groupingMinutes
  version
  template {
    ...TemplateParts
  }
  rules {
    kinds
    severities
    template {
      ...TemplateParts
    }
  }
  problems {
    ...TemplateProblemParts
  }
  checkedAt
}
    fragment TemplateParts on TicketTemplate {
  boardId
  statusId
  closedStatusId
  typeId
  subTypeId
  itemId
  teamId
  priorityId
  sourceId
  contact
  isCustomerVisible
  mailsContact
}
fragment TemplateProblemParts on TemplateProblem {
  field
  connectWiseId
  message
  choices {
    connectWiseId
    name
  }
  foundAt
}`, {"fragmentName":"TicketingParts"}) as unknown as TypedDocumentString<TicketingPartsFragment, unknown>;
export const TicketOverridePartsFragmentDoc = new TypedDocumentString(`
    fragment TicketOverrideParts on TicketOverride {
  template {
    ...TemplateParts
  }
  contactId
  siteId
  companyId
  problems {
    ...TemplateProblemParts
  }
  version
}
    fragment TemplateParts on TicketTemplate {
  boardId
  statusId
  closedStatusId
  typeId
  subTypeId
  itemId
  teamId
  priorityId
  sourceId
  contact
  isCustomerVisible
  mailsContact
}
fragment TemplateProblemParts on TemplateProblem {
  field
  connectWiseId
  message
  choices {
    connectWiseId
    name
  }
  foundAt
}`, {"fragmentName":"TicketOverrideParts"}) as unknown as TypedDocumentString<TicketOverridePartsFragment, unknown>;
export const BillingSettingsPartsFragmentDoc = new TypedDocumentString(`
    fragment BillingSettingsParts on BillingSettings {
  isEnabled
  billingDay
  hour
  timeZone
  makeUpDays
  expiryDays
  isAutoApproved
  needsSecondPerson
  rules {
    product {
      id
    }
    isBilled
    catalogItemId
    agreementTypeId
    quantity
    createsMissing
    billCustomer
    maxChangePercent
    holdsInvoiced
  }
  version
}
    `, {"fragmentName":"BillingSettingsParts"}) as unknown as TypedDocumentString<BillingSettingsPartsFragment, unknown>;
export const BillingOverridePartsFragmentDoc = new TypedDocumentString(`
    fragment BillingOverrideParts on BillingOverride {
  billingDay
  rules {
    product {
      id
    }
    isBilled
    catalogItemId
    agreementTypeId
    agreementId
    quantity
    createsMissing
    billCustomer
    maxChangePercent
    holdsInvoiced
    clears
  }
  version
}
    `, {"fragmentName":"BillingOverrideParts"}) as unknown as TypedDocumentString<BillingOverridePartsFragment, unknown>;
export const BillingPlanPartsFragmentDoc = new TypedDocumentString(`
    fragment BillingPlanParts on BillingPlan {
  id
  kind
  status
  month
  dueAt
  isLate
  from
  to
  isForAll
  startedBy {
    kind
    name
  }
  failure {
    code
    message
  }
  createdAt
  plannedAt
  expiresAt
  closedAt
  counts {
    action
    state
    lines
    held
  }
}
    `, {"fragmentName":"BillingPlanParts"}) as unknown as TypedDocumentString<BillingPlanPartsFragment, unknown>;
export const BillingAdditionPartsFragmentDoc = new TypedDocumentString(`
    fragment BillingAdditionParts on BillingAddition {
  quantity
  effectiveOn
  cancelledOn
}
    `, {"fragmentName":"BillingAdditionParts"}) as unknown as TypedDocumentString<BillingAdditionPartsFragment, unknown>;
export const BillingLinePartsFragmentDoc = new TypedDocumentString(`
    fragment BillingLineParts on BillingLine {
  id
  companyId
  agreementId
  agreementName
  catalogItemId
  additionId
  action
  isWritable
  reason
  holds
  before {
    ...BillingAdditionParts
  }
  after {
    ...BillingAdditionParts
  }
  found {
    ...BillingAdditionParts
  }
  billCustomer
  nextInvoiceOn
  evidence {
    additionIds
    agreements {
      connectWiseId
      name
    }
    additionDescription
    billedQuantity
    lessIncluded
    updatedBy
    updatedAt
  }
  state
  decidedBy
  decidedAt
  failure {
    code
    message
  }
  endedAt
  contributors {
    from
    to
    periodRule
    quantity
    exactQuantity
    daysTold
    daysInPeriod
    lastDay
    rule {
      quantity
      catalogItemId
      agreementTypeId
      agreementId
      createsMissing
      maxChangePercent
      holdsInvoiced
    }
    user {
      id
    }
    product {
      id
      code
    }
  }
}
    fragment BillingAdditionParts on BillingAddition {
  quantity
  effectiveOn
  cancelledOn
}`, {"fragmentName":"BillingLineParts"}) as unknown as TypedDocumentString<BillingLinePartsFragment, unknown>;
export const SpamCountersPartsFragmentDoc = new TypedDocumentString(`
    fragment SpamCountersParts on SpamCounters {
  totalMessages
  accountMessages
  spam
  phishing
  viruses
}
    `, {"fragmentName":"SpamCountersParts"}) as unknown as TypedDocumentString<SpamCountersPartsFragment, unknown>;
export const SpamStatisticsPartsFragmentDoc = new TypedDocumentString(`
    fragment SpamStatisticsParts on SpamStatistics {
  from
  to
  totals {
    ...SpamCountersParts
  }
  before {
    from
    to
    totals {
      ...SpamCountersParts
    }
    change {
      totalMessages
      accountMessages
      spam
      phishing
      viruses
    }
  }
}
    fragment SpamCountersParts on SpamCounters {
  totalMessages
  accountMessages
  spam
  phishing
  viruses
}`, {"fragmentName":"SpamStatisticsParts"}) as unknown as TypedDocumentString<SpamStatisticsPartsFragment, unknown>;
export const SpamSettingsPartsFragmentDoc = new TypedDocumentString(`
    fragment SpamSettingsParts on SpamSettings {
  isScheduled
  route
  language
  day
  hour
  timeZone
  solutionName
  loginName
  hasPassword
  loginChangedAt
  nextReport {
    at
    timeZone
    month
    day
  }
  version
}
    `, {"fragmentName":"SpamSettingsParts"}) as unknown as TypedDocumentString<SpamSettingsPartsFragment, unknown>;
export const SpamDeliveryPartsFragmentDoc = new TypedDocumentString(`
    fragment SpamDeliveryParts on SpamDelivery {
  id
  month
  asOf
  route
  language
  state
  reason
  failure {
    code
    message
  }
  subject
  fileName
  noteId
  ticketId
  documentId
  summaryReportId
  createdAt
  endedAt
  user {
    id
  }
  job {
    id
  }
}
    `, {"fragmentName":"SpamDeliveryParts"}) as unknown as TypedDocumentString<SpamDeliveryPartsFragment, unknown>;
export const RetentionPartsFragmentDoc = new TypedDocumentString(`
    fragment RetentionParts on RetentionSettings {
  version
  rules {
    kind
    months
    defaultMonths
    minimumMonths
    keptFrom
    lastRunAt
    lastRemoved
  }
}
    `, {"fragmentName":"RetentionParts"}) as unknown as TypedDocumentString<RetentionPartsFragment, unknown>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    account {
      id
      name
      status
      timeZone
    }
    actor {
      kind
      name
    }
    roles
    accounts {
      account {
        id
        name
        status
      }
      roles
    }
    limits {
      cost
      pageSize
      bulkItems
      connectWiseItems
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const NodeDocument = new TypedDocumentString(`
    query Node($id: ID!) {
  node(id: $id) {
    id
    __typename
  }
}
    `) as unknown as TypedDocumentString<NodeQuery, NodeQueryVariables>;
export const NodesDocument = new TypedDocumentString(`
    query Nodes($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    __typename
  }
}
    `) as unknown as TypedDocumentString<NodesQuery, NodesQueryVariables>;
export const AccountsDocument = new TypedDocumentString(`
    query Accounts($first: Int, $after: String) {
  accounts(first: $first, after: $after) {
    totalCount
    nodes {
      account {
        id
        name
        status
      }
      isIntegrationEnabled
      isHealthy
      connectWiseVersion
      userCount
      mappingCount
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<AccountsQuery, AccountsQueryVariables>;
export const CreateAccountDocument = new TypedDocumentString(`
    mutation CreateAccount($input: CreateAccountInput!) {
  createAccount(input: $input) {
    account {
      id
      name
      timeZone
    }
    token
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<CreateAccountMutation, CreateAccountMutationVariables>;
export const SuspendAccountDocument = new TypedDocumentString(`
    mutation SuspendAccount($input: SuspendAccountInput!) {
  suspendAccount(input: $input) {
    account {
      id
      status
      version
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<SuspendAccountMutation, SuspendAccountMutationVariables>;
export const ResumeAccountDocument = new TypedDocumentString(`
    mutation ResumeAccount($input: ResumeAccountInput!) {
  resumeAccount(input: $input) {
    account {
      id
      status
      version
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<ResumeAccountMutation, ResumeAccountMutationVariables>;
export const AccessTokensDocument = new TypedDocumentString(`
    query AccessTokens($first: Int, $after: String) {
  accessTokens(first: $first, after: $after) {
    totalCount
    nodes {
      id
      name
      role
      hint
      expiresAt
      lastUsedAt
      revokedAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<AccessTokensQuery, AccessTokensQueryVariables>;
export const CreateAccessTokenDocument = new TypedDocumentString(`
    mutation CreateAccessToken($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) {
    token
    accessToken {
      id
      name
      role
      hint
      expiresAt
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<CreateAccessTokenMutation, CreateAccessTokenMutationVariables>;
export const RevokeAccessTokenDocument = new TypedDocumentString(`
    mutation RevokeAccessToken($input: RevokeAccessTokenInput!) {
  revokeAccessToken(input: $input) {
    accessToken {
      id
      revokedAt
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RevokeAccessTokenMutation, RevokeAccessTokenMutationVariables>;
export const AuditEventsDocument = new TypedDocumentString(`
    query AuditEvents($first: Int, $after: String, $filter: AuditEventFilter) {
  auditEvents(first: $first, after: $after, filter: $filter) {
    totalCount
    nodes {
      id
      action
      actor {
        kind
        name
      }
      actorSubject
      subjectId
      changes {
        field
        before
        after
      }
      requestId
      occurredAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<AuditEventsQuery, AuditEventsQueryVariables>;
export const EventsDocument = new TypedDocumentString(`
    query Events($first: Int, $after: String, $filter: EventFilter) {
  events(first: $first, after: $after, filter: $filter) {
    totalCount
    edges {
      cursor
    }
    nodes {
      cursor
      kind
      subjectId
      source {
        code
      }
      facts {
        name
        value
      }
      occurredAt
    }
    pageInfo {
      hasNextPage
      startCursor
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<EventsQuery, EventsQueryVariables>;
export const EventIdsDocument = new TypedDocumentString(`
    query EventIds($first: Int, $after: String, $filter: EventFilter) {
  events(first: $first, after: $after, filter: $filter) {
    totalCount
    nodes {
      kind
      subjectId
      source {
        code
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<EventIdsQuery, EventIdsQueryVariables>;
export const SourcesDocument = new TypedDocumentString(`
    query Sources {
  sources {
    id
    code
    name
  }
}
    `) as unknown as TypedDocumentString<SourcesQuery, SourcesQueryVariables>;
export const CreateSourceDocument = new TypedDocumentString(`
    mutation CreateSource($input: CreateSourceInput!) {
  createSource(input: $input) {
    source {
      id
      code
      name
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<CreateSourceMutation, CreateSourceMutationVariables>;
export const UsersDocument = new TypedDocumentString(`
    query Users($first: Int, $after: String, $filter: UserFilter, $orderBy: UserOrder, $work: OutgoingWork) {
  users(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    edges {
      cursor
    }
    nodes {
      ...UserFields
      hold(work: $work)
      source {
        code
      }
      mapping {
        ...MappingFields
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment UserFields on User {
  id
  externalId
  name
  mailDomains
  contactEmail
  status
  isIgnored
  version
  createdAt
  updatedAt
}
fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}`) as unknown as TypedDocumentString<UsersQuery, UsersQueryVariables>;
export const SaveUsersDocument = new TypedDocumentString(`
    mutation SaveUsers($input: SaveUsersInput!) {
  saveUsers(input: $input) {
    results {
      userId
      userErrors {
        ...Errors
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<SaveUsersMutation, SaveUsersMutationVariables>;
export const SaveUsersWithUserDocument = new TypedDocumentString(`
    mutation SaveUsersWithUser($input: SaveUsersInput!) {
  saveUsers(input: $input) {
    results {
      userId
      user {
        ...UserFields
      }
      userErrors {
        ...Errors
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment UserFields on User {
  id
  externalId
  name
  mailDomains
  contactEmail
  status
  isIgnored
  version
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<SaveUsersWithUserMutation, SaveUsersWithUserMutationVariables>;
export const ArchiveUserDocument = new TypedDocumentString(`
    mutation ArchiveUser($input: ArchiveUserInput!) {
  archiveUser(input: $input) {
    user {
      ...UserFields
      hold
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment UserFields on User {
  id
  externalId
  name
  mailDomains
  contactEmail
  status
  isIgnored
  version
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<ArchiveUserMutation, ArchiveUserMutationVariables>;
export const ReopenUserDocument = new TypedDocumentString(`
    mutation ReopenUser($input: ReopenUserInput!) {
  reopenUser(input: $input) {
    user {
      ...UserFields
      hold
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment UserFields on User {
  id
  externalId
  name
  mailDomains
  contactEmail
  status
  isIgnored
  version
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<ReopenUserMutation, ReopenUserMutationVariables>;
export const IgnoreUserDocument = new TypedDocumentString(`
    mutation IgnoreUser($input: IgnoreUserInput!) {
  ignoreUser(input: $input) {
    user {
      ...UserFields
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment UserFields on User {
  id
  externalId
  name
  mailDomains
  contactEmail
  status
  isIgnored
  version
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<IgnoreUserMutation, IgnoreUserMutationVariables>;
export const UserStatesDocument = new TypedDocumentString(`
    query UserStates($source: String, $externalIds: [String!]!, $work: OutgoingWork) {
  userStates(source: $source, externalIds: $externalIds, work: $work) {
    externalId
    userId
    hold
  }
}
    `) as unknown as TypedDocumentString<UserStatesQuery, UserStatesQueryVariables>;
export const IntegrationDocument = new TypedDocumentString(`
    query Integration {
  integration {
    ...IntegrationFields
  }
}
    fragment ReportFields on ConnectionReport {
  isHealthy
  version
  region
  isCloud
  apiBaseUrl
  checkedAt
  checks {
    subject
    outcome
    cause
    message
    role {
      module
      function
      level
    }
  }
}
fragment IntegrationFields on Integration {
  id
  isEnabled
  version
  access {
    site
    loginCompanyId
    publicKeyHint
    hasPrivateKey
    keysChangedAt
    customCa
    clientId
  }
  lastReport {
    ...ReportFields
  }
}`) as unknown as TypedDocumentString<IntegrationQuery, IntegrationQueryVariables>;
export const HealthDocument = new TypedDocumentString(`
    query Health {
  integration {
    health {
      phase
      pauseReason
      pausedAt
      holds {
        work
        role {
          module
          function
          level
        }
        heldAt
      }
      nextCheckAt
    }
    lastReport {
      isHealthy
      version
      apiBaseUrl
      checkedAt
    }
  }
}
    `) as unknown as TypedDocumentString<HealthQuery, HealthQueryVariables>;
export const ConnectWiseSetupDocument = new TypedDocumentString(`
    query ConnectWiseSetup {
  connectWiseSetup {
    steps {
      title
      text
    }
    role {
      module
      function
      level
    }
  }
}
    `) as unknown as TypedDocumentString<ConnectWiseSetupQuery, ConnectWiseSetupQueryVariables>;
export const TestConnectionDocument = new TypedDocumentString(`
    mutation TestConnection($input: TestConnectionInput!) {
  testConnection(input: $input) {
    report {
      ...ReportFields
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment ReportFields on ConnectionReport {
  isHealthy
  version
  region
  isCloud
  apiBaseUrl
  checkedAt
  checks {
    subject
    outcome
    cause
    message
    role {
      module
      function
      level
    }
  }
}`) as unknown as TypedDocumentString<TestConnectionMutation, TestConnectionMutationVariables>;
export const SaveIntegrationSettingsDocument = new TypedDocumentString(`
    mutation SaveIntegrationSettings($input: SaveIntegrationSettingsInput!) {
  saveIntegrationSettings(input: $input) {
    integration {
      ...IntegrationFields
    }
    report {
      ...ReportFields
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment ReportFields on ConnectionReport {
  isHealthy
  version
  region
  isCloud
  apiBaseUrl
  checkedAt
  checks {
    subject
    outcome
    cause
    message
    role {
      module
      function
      level
    }
  }
}
fragment IntegrationFields on Integration {
  id
  isEnabled
  version
  access {
    site
    loginCompanyId
    publicKeyHint
    hasPrivateKey
    keysChangedAt
    customCa
    clientId
  }
  lastReport {
    ...ReportFields
  }
}`) as unknown as TypedDocumentString<SaveIntegrationSettingsMutation, SaveIntegrationSettingsMutationVariables>;
export const VerifyCompanyDocument = new TypedDocumentString(`
    mutation VerifyCompany($input: VerifyCompanyInput!) {
  verifyCompany(input: $input) {
    verification {
      outcome
      cause
      message
      checkedAt
      company {
        connectWiseId
        identifier
        name
        status
        types
      }
      candidates {
        connectWiseId
        identifier
        name
        status
        types
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<VerifyCompanyMutation, VerifyCompanyMutationVariables>;
export const DriftsDocument = new TypedDocumentString(`
    query Drifts($first: Int, $after: String, $filter: DriftFilter) {
  drifts(first: $first, after: $after, filter: $filter) {
    totalCount
    nodes {
      ...DriftFields
      mapping {
        id
        identifier
        verification {
          status
          problem
        }
        drifts {
          id
        }
      }
      user {
        id
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment DriftFields on Drift {
  id
  kind
  status
  connectWiseId
  before {
    identifier
    name
    status
  }
  after {
    identifier
    name
    status
  }
  likelySurvivor {
    connectWiseId
    identifier
    name
    status
    reasons
  }
  openedAt
  closedAt
  closedBy {
    kind
  }
}`) as unknown as TypedDocumentString<DriftsQuery, DriftsQueryVariables>;
export const ResolveDriftsDocument = new TypedDocumentString(`
    mutation ResolveDrifts($input: ResolveDriftsInput!) {
  resolveDrifts(input: $input) {
    drifts {
      ...DriftFields
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment DriftFields on Drift {
  id
  kind
  status
  connectWiseId
  before {
    identifier
    name
    status
  }
  after {
    identifier
    name
    status
  }
  likelySurvivor {
    connectWiseId
    identifier
    name
    status
    reasons
  }
  openedAt
  closedAt
  closedBy {
    kind
  }
}`) as unknown as TypedDocumentString<ResolveDriftsMutation, ResolveDriftsMutationVariables>;
export const IgnoreDriftsDocument = new TypedDocumentString(`
    mutation IgnoreDrifts($input: IgnoreDriftsInput!) {
  ignoreDrifts(input: $input) {
    drifts {
      ...DriftFields
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment DriftFields on Drift {
  id
  kind
  status
  connectWiseId
  before {
    identifier
    name
    status
  }
  after {
    identifier
    name
    status
  }
  likelySurvivor {
    connectWiseId
    identifier
    name
    status
    reasons
  }
  openedAt
  closedAt
  closedBy {
    kind
  }
}`) as unknown as TypedDocumentString<IgnoreDriftsMutation, IgnoreDriftsMutationVariables>;
export const StartMappingVerificationDocument = new TypedDocumentString(`
    mutation StartMappingVerification($input: StartMappingVerificationInput!) {
  startMappingVerification(input: $input) {
    job {
      id
      status
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<StartMappingVerificationMutation, StartMappingVerificationMutationVariables>;
export const CompanyMappingsDocument = new TypedDocumentString(`
    query CompanyMappings($first: Int, $after: String, $filter: CompanyMappingFilter, $orderBy: CompanyMappingOrder) {
  companyMappings(
    first: $first
    after: $after
    filter: $filter
    orderBy: $orderBy
  ) {
    totalCount
    nodes {
      ...MappingFields
      user {
        id
        name
        hold
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}`) as unknown as TypedDocumentString<CompanyMappingsQuery, CompanyMappingsQueryVariables>;
export const MapCompanyDocument = new TypedDocumentString(`
    mutation MapCompany($input: MapCompanyInput!) {
  mapCompany(input: $input) {
    mapping {
      ...MappingFields
      user {
        id
        hold
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}`) as unknown as TypedDocumentString<MapCompanyMutation, MapCompanyMutationVariables>;
export const MapCompaniesDocument = new TypedDocumentString(`
    mutation MapCompanies($input: MapCompaniesInput!) {
  mapCompanies(input: $input) {
    results {
      ...MappingResultFields
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}
fragment MappingResultFields on MappingResult {
  mapping {
    ...MappingFields
  }
  userErrors {
    ...Errors
  }
}`) as unknown as TypedDocumentString<MapCompaniesMutation, MapCompaniesMutationVariables>;
export const EnableMappingsDocument = new TypedDocumentString(`
    mutation EnableMappings($input: EnableMappingsInput!) {
  enableMappings(input: $input) {
    results {
      ...MappingResultFields
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}
fragment MappingResultFields on MappingResult {
  mapping {
    ...MappingFields
  }
  userErrors {
    ...Errors
  }
}`) as unknown as TypedDocumentString<EnableMappingsMutation, EnableMappingsMutationVariables>;
export const DisableMappingsDocument = new TypedDocumentString(`
    mutation DisableMappings($input: DisableMappingsInput!) {
  disableMappings(input: $input) {
    results {
      ...MappingResultFields
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}
fragment MappingResultFields on MappingResult {
  mapping {
    ...MappingFields
  }
  userErrors {
    ...Errors
  }
}`) as unknown as TypedDocumentString<DisableMappingsMutation, DisableMappingsMutationVariables>;
export const UnmapCompanyDocument = new TypedDocumentString(`
    mutation UnmapCompany($input: UnmapCompanyInput!) {
  unmapCompany(input: $input) {
    user {
      id
      hold
    }
    deletedMappingId
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<UnmapCompanyMutation, UnmapCompanyMutationVariables>;
export const EnableMappingDocument = new TypedDocumentString(`
    mutation EnableMapping($input: EnableMappingInput!) {
  enableMapping(input: $input) {
    mapping {
      ...MappingFields
      user {
        hold
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}`) as unknown as TypedDocumentString<EnableMappingMutation, EnableMappingMutationVariables>;
export const DisableMappingDocument = new TypedDocumentString(`
    mutation DisableMapping($input: DisableMappingInput!) {
  disableMapping(input: $input) {
    mapping {
      ...MappingFields
      user {
        hold
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}`) as unknown as TypedDocumentString<DisableMappingMutation, DisableMappingMutationVariables>;
export const VerifyCompanyMappingDocument = new TypedDocumentString(`
    mutation VerifyCompanyMapping($input: VerifyCompanyMappingInput!) {
  verifyCompanyMapping(input: $input) {
    mapping {
      ...MappingFields
      user {
        hold
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment MappingFields on CompanyMapping {
  id
  isEnabled
  connectWiseId
  identifier
  companyName
  companyStatus
  companyTypes
  isShared
  allowsInactive
  origin
  verification {
    status
    problem
    checkedAt
  }
  version
}`) as unknown as TypedDocumentString<VerifyCompanyMappingMutation, VerifyCompanyMappingMutationVariables>;
export const CompaniesDocument = new TypedDocumentString(`
    query Companies($first: Int! = 20, $after: String, $search: String, $filter: CompanyFilter, $orderBy: CompanyOrder) {
  companies(
    first: $first
    after: $after
    search: $search
    filter: $filter
    orderBy: $orderBy
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...CompanyFields
    }
  }
  companyMirror {
    syncedAt
    comparedAt
    companyCount
    isComplete
  }
}
    fragment CompanyFields on Company {
  id
  connectWiseId
  identifier
  name
  state
  status
  isInactive
  isDeleted
  types
  website
  phoneNumber
  address {
    lines
    city
    state
    zip
    country
  }
  lastUpdatedAt
  missingSince
}`) as unknown as TypedDocumentString<CompaniesQuery, CompaniesQueryVariables>;
export const WhyNotListedDocument = new TypedDocumentString(`
    query WhyNotListed($company: CompanyReferenceInput!) {
  whyNotListed(company: $company) {
    reason
    message
    syncedAt
    company {
      id
      identifier
      state
    }
  }
}
    `) as unknown as TypedDocumentString<WhyNotListedQuery, WhyNotListedQueryVariables>;
export const StartCompanySyncDocument = new TypedDocumentString(`
    mutation StartCompanySync($input: StartCompanySyncInput!) {
  startCompanySync(input: $input) {
    job {
      id
      kind
      status
      actor {
        kind
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<StartCompanySyncMutation, StartCompanySyncMutationVariables>;
export const MatchSuggestionsDocument = new TypedDocumentString(`
    query MatchSuggestions($first: Int = 20, $after: String, $filter: MatchSuggestionFilter) {
  matchSuggestions(first: $first, after: $after, filter: $filter) {
    nodes {
      ...SuggestionParts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment SuggestionParts on MatchSuggestion {
  id
  user {
    id
    name
  }
  company {
    identifier
    name
  }
  connectWiseId
  score
  reasons
  isSure
  status
}`) as unknown as TypedDocumentString<MatchSuggestionsQuery, MatchSuggestionsQueryVariables>;
export const MatchingSettingsDocument = new TypedDocumentString(`
    query MatchingSettings {
  matchingSettings {
    autoAccept
    threshold
    version
  }
}
    `) as unknown as TypedDocumentString<MatchingSettingsQuery, MatchingSettingsQueryVariables>;
export const AcceptMatchSuggestionsDocument = new TypedDocumentString(`
    mutation AcceptMatchSuggestions($input: AcceptMatchSuggestionsInput!) {
  acceptMatchSuggestions(input: $input) {
    results {
      mapping {
        id
        identifier
        connectWiseId
        isEnabled
        origin
        verification {
          status
        }
      }
      userErrors {
        ...Errors
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<AcceptMatchSuggestionsMutation, AcceptMatchSuggestionsMutationVariables>;
export const DismissMatchSuggestionsDocument = new TypedDocumentString(`
    mutation DismissMatchSuggestions($input: DismissMatchSuggestionsInput!) {
  dismissMatchSuggestions(input: $input) {
    results {
      suggestion {
        id
        status
      }
      userErrors {
        ...Errors
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<DismissMatchSuggestionsMutation, DismissMatchSuggestionsMutationVariables>;
export const ReopenMatchSuggestionsDocument = new TypedDocumentString(`
    mutation ReopenMatchSuggestions($input: ReopenMatchSuggestionsInput!) {
  reopenMatchSuggestions(input: $input) {
    results {
      suggestion {
        id
        status
      }
      userErrors {
        ...Errors
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<ReopenMatchSuggestionsMutation, ReopenMatchSuggestionsMutationVariables>;
export const StartMatchingDocument = new TypedDocumentString(`
    mutation StartMatching($input: StartMatchingInput!) {
  startMatching(input: $input) {
    job {
      id
      kind
      status
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<StartMatchingMutation, StartMatchingMutationVariables>;
export const UpdateMatchingSettingsDocument = new TypedDocumentString(`
    mutation UpdateMatchingSettings($input: UpdateMatchingSettingsInput!) {
  updateMatchingSettings(input: $input) {
    settings {
      autoAccept
      threshold
      version
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<UpdateMatchingSettingsMutation, UpdateMatchingSettingsMutationVariables>;
export const JobsDocument = new TypedDocumentString(`
    query Jobs($first: Int! = 20, $after: String, $filter: JobFilter) {
  jobs(first: $first, after: $after, filter: $filter) {
    nodes {
      ...JobParts
    }
    pageInfo {
      endCursor
      hasNextPage
    }
    totalCount
  }
}
    fragment JobParts on Job {
  id
  kind
  status
  actor {
    kind
    name
  }
  done
  total
  counts {
    counter
    value
  }
  failure {
    code
    message
  }
  waitsFor
  isCancelRequested
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<JobsQuery, JobsQueryVariables>;
export const CancelJobDocument = new TypedDocumentString(`
    mutation CancelJob($input: CancelJobInput!) {
  cancelJob(input: $input) {
    job {
      ...JobParts
    }
    userErrors {
      code
      message
      field
    }
  }
}
    fragment JobParts on Job {
  id
  kind
  status
  actor {
    kind
    name
  }
  done
  total
  counts {
    counter
    value
  }
  failure {
    code
    message
  }
  waitsFor
  isCancelRequested
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<CancelJobMutation, CancelJobMutationVariables>;
export const RetryJobDocument = new TypedDocumentString(`
    mutation RetryJob($input: RetryJobInput!) {
  retryJob(input: $input) {
    job {
      ...JobParts
    }
    userErrors {
      code
      message
      field
    }
  }
}
    fragment JobParts on Job {
  id
  kind
  status
  actor {
    kind
    name
  }
  done
  total
  counts {
    counter
    value
  }
  failure {
    code
    message
  }
  waitsFor
  isCancelRequested
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<RetryJobMutation, RetryJobMutationVariables>;
export const ApplyMappingImportDocument = new TypedDocumentString(`
    mutation ApplyMappingImport($input: ApplyMappingImportInput!) {
  applyMappingImport(input: $input) {
    job {
      ...JobParts
    }
    userErrors {
      code
      message
      field
    }
  }
}
    fragment JobParts on Job {
  id
  kind
  status
  actor {
    kind
    name
  }
  done
  total
  counts {
    counter
    value
  }
  failure {
    code
    message
  }
  waitsFor
  isCancelRequested
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<ApplyMappingImportMutation, ApplyMappingImportMutationVariables>;
export const OverviewDocument = new TypedDocumentString(`
    query Overview {
  overview {
    users {
      users
      ignored
      unmapped
      disabled
      setAside
      unverified
      broken
      ready
      held
    }
    drifts {
      open
      openByKind {
        kind
        value
      }
    }
    suggestions {
      users
      sure
    }
    jobs {
      open
      waiting
      failed
    }
    ticketing {
      problems
    }
    schedules {
      work
      lastRun {
        id
        kind
        status
        finishedAt
      }
      nextRunAt
      stoppedAt
    }
    companyMirror {
      isComplete
      syncedAt
      comparedAt
      companyCount
    }
    health {
      phase
      nextCheckAt
    }
  }
}
    `) as unknown as TypedDocumentString<OverviewQuery, OverviewQueryVariables>;
export const NotificationsDocument = new TypedDocumentString(`
    query Notifications($first: Int! = 20, $after: String, $filter: NotificationFilter) {
  notifications(first: $first, after: $after, filter: $filter) {
    nodes {
      ...NotificationParts
    }
    pageInfo {
      endCursor
      hasNextPage
    }
    totalCount
  }
}
    fragment NotificationParts on Notification {
  id
  key
  kind
  severity
  title
  state
  hold
  occurrences
  failure {
    code
    message
    nextTryAt
  }
  resolvedAt
  resolvedBy
  resolution
  user {
    id
  }
  ticket {
    number
    url
    status
    isClosed
    isTakenOver
  }
}`) as unknown as TypedDocumentString<NotificationsQuery, NotificationsQueryVariables>;
export const RaiseNotificationsDocument = new TypedDocumentString(`
    mutation RaiseNotifications($input: RaiseNotificationsInput!) {
  raiseNotifications(input: $input) {
    results {
      notificationId
      userErrors {
        code
        message
        field
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<RaiseNotificationsMutation, RaiseNotificationsMutationVariables>;
export const ResolveNotificationsDocument = new TypedDocumentString(`
    mutation ResolveNotifications($input: ResolveNotificationsInput!) {
  resolveNotifications(input: $input) {
    results {
      notificationId
      userErrors {
        code
        message
        field
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<ResolveNotificationsMutation, ResolveNotificationsMutationVariables>;
export const ProductsDocument = new TypedDocumentString(`
    query Products($first: Int! = 20, $after: String) {
  products(first: $first, after: $after) {
    nodes {
      id
      code
      name
      unit
      decimals
      periodRule
      version
      source {
        code
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
    totalCount
  }
}
    `) as unknown as TypedDocumentString<ProductsQuery, ProductsQueryVariables>;
export const SaveProductsDocument = new TypedDocumentString(`
    mutation SaveProducts($input: SaveProductsInput!) {
  saveProducts(input: $input) {
    results {
      productId
      userErrors {
        code
        message
        field
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<SaveProductsMutation, SaveProductsMutationVariables>;
export const UsageDocument = new TypedDocumentString(`
    query Usage($first: Int! = 20, $after: String, $filter: UsageFilter) {
  usage(first: $first, after: $after, filter: $filter) {
    nodes {
      day
      used
      purchased
      recordedAt
      user {
        id
        externalId
      }
      product {
        id
        code
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
    totalCount
  }
}
    `) as unknown as TypedDocumentString<UsageQuery, UsageQueryVariables>;
export const RecordUsageDocument = new TypedDocumentString(`
    mutation RecordUsage($input: RecordUsageInput!) {
  recordUsage(input: $input) {
    results {
      isRecorded
      userErrors {
        code
        message
        field
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<RecordUsageMutation, RecordUsageMutationVariables>;
export const RecordSpamStatisticsDocument = new TypedDocumentString(`
    mutation RecordSpamStatistics($input: RecordSpamStatisticsInput!) {
  recordSpamStatistics(input: $input) {
    results {
      isRecorded
      userErrors {
        code
        message
        field
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<RecordSpamStatisticsMutation, RecordSpamStatisticsMutationVariables>;
export const RetryNotificationsDocument = new TypedDocumentString(`
    mutation RetryNotifications($input: RetryNotificationsInput!) {
  retryNotifications(input: $input) {
    retried
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<RetryNotificationsMutation, RetryNotificationsMutationVariables>;
export const TicketingSettingsDocument = new TypedDocumentString(`
    query TicketingSettings {
  ticketingSettings {
    ...TicketingParts
  }
}
    fragment TemplateParts on TicketTemplate {
  boardId
  statusId
  closedStatusId
  typeId
  subTypeId
  itemId
  teamId
  priorityId
  sourceId
  contact
  isCustomerVisible
  mailsContact
}
fragment TemplateProblemParts on TemplateProblem {
  field
  connectWiseId
  message
  choices {
    connectWiseId
    name
  }
  foundAt
}
fragment TicketingParts on TicketingSettings {
  isEnabled
  ownCompanyId
  closesTickets
  closesTakenOver
  reopenDays
  quietDays
  heldDays
  groupingMinutes
  version
  template {
    ...TemplateParts
  }
  rules {
    kinds
    severities
    template {
      ...TemplateParts
    }
  }
  problems {
    ...TemplateProblemParts
  }
  checkedAt
}`) as unknown as TypedDocumentString<TicketingSettingsQuery, TicketingSettingsQueryVariables>;
export const SaveTicketingSettingsDocument = new TypedDocumentString(`
    mutation SaveTicketingSettings($input: SaveTicketingSettingsInput!) {
  saveTicketingSettings(input: $input) {
    settings {
      ...TicketingParts
    }
    userErrors {
      code
      message
      field
    }
  }
}
    fragment TemplateParts on TicketTemplate {
  boardId
  statusId
  closedStatusId
  typeId
  subTypeId
  itemId
  teamId
  priorityId
  sourceId
  contact
  isCustomerVisible
  mailsContact
}
fragment TemplateProblemParts on TemplateProblem {
  field
  connectWiseId
  message
  choices {
    connectWiseId
    name
  }
  foundAt
}
fragment TicketingParts on TicketingSettings {
  isEnabled
  ownCompanyId
  closesTickets
  closesTakenOver
  reopenDays
  quietDays
  heldDays
  groupingMinutes
  version
  template {
    ...TemplateParts
  }
  rules {
    kinds
    severities
    template {
      ...TemplateParts
    }
  }
  problems {
    ...TemplateProblemParts
  }
  checkedAt
}`) as unknown as TypedDocumentString<SaveTicketingSettingsMutation, SaveTicketingSettingsMutationVariables>;
export const TicketOverridesDocument = new TypedDocumentString(`
    query TicketOverrides($first: Int! = 20, $after: String, $filter: TicketOverrideFilter) {
  ticketOverrides(first: $first, after: $after, filter: $filter) {
    nodes {
      user {
        id
      }
      ...TicketOverrideParts
    }
    pageInfo {
      endCursor
      hasNextPage
    }
    totalCount
  }
}
    fragment TemplateParts on TicketTemplate {
  boardId
  statusId
  closedStatusId
  typeId
  subTypeId
  itemId
  teamId
  priorityId
  sourceId
  contact
  isCustomerVisible
  mailsContact
}
fragment TemplateProblemParts on TemplateProblem {
  field
  connectWiseId
  message
  choices {
    connectWiseId
    name
  }
  foundAt
}
fragment TicketOverrideParts on TicketOverride {
  template {
    ...TemplateParts
  }
  contactId
  siteId
  companyId
  problems {
    ...TemplateProblemParts
  }
  version
}`) as unknown as TypedDocumentString<TicketOverridesQuery, TicketOverridesQueryVariables>;
export const UsersWithTicketOverrideDocument = new TypedDocumentString(`
    query UsersWithTicketOverride($first: Int! = 20) {
  users(first: $first) {
    nodes {
      id
      ticketOverride {
        ...TicketOverrideParts
      }
    }
  }
}
    fragment TemplateParts on TicketTemplate {
  boardId
  statusId
  closedStatusId
  typeId
  subTypeId
  itemId
  teamId
  priorityId
  sourceId
  contact
  isCustomerVisible
  mailsContact
}
fragment TemplateProblemParts on TemplateProblem {
  field
  connectWiseId
  message
  choices {
    connectWiseId
    name
  }
  foundAt
}
fragment TicketOverrideParts on TicketOverride {
  template {
    ...TemplateParts
  }
  contactId
  siteId
  companyId
  problems {
    ...TemplateProblemParts
  }
  version
}`) as unknown as TypedDocumentString<UsersWithTicketOverrideQuery, UsersWithTicketOverrideQueryVariables>;
export const SaveTicketOverrideDocument = new TypedDocumentString(`
    mutation SaveTicketOverride($input: SaveTicketOverrideInput!) {
  saveTicketOverride(input: $input) {
    override {
      ...TicketOverrideParts
    }
    userErrors {
      code
      message
      field
    }
  }
}
    fragment TemplateParts on TicketTemplate {
  boardId
  statusId
  closedStatusId
  typeId
  subTypeId
  itemId
  teamId
  priorityId
  sourceId
  contact
  isCustomerVisible
  mailsContact
}
fragment TemplateProblemParts on TemplateProblem {
  field
  connectWiseId
  message
  choices {
    connectWiseId
    name
  }
  foundAt
}
fragment TicketOverrideParts on TicketOverride {
  template {
    ...TemplateParts
  }
  contactId
  siteId
  companyId
  problems {
    ...TemplateProblemParts
  }
  version
}`) as unknown as TypedDocumentString<SaveTicketOverrideMutation, SaveTicketOverrideMutationVariables>;
export const RemoveTicketOverrideDocument = new TypedDocumentString(`
    mutation RemoveTicketOverride($input: RemoveTicketOverrideInput!) {
  removeTicketOverride(input: $input) {
    user {
      id
      ticketOverride {
        version
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveTicketOverrideMutation, RemoveTicketOverrideMutationVariables>;
export const TicketingOptionsDocument = new TypedDocumentString(`
    query TicketingOptions($boardId: Int) {
  ticketingOptions(boardId: $boardId) {
    boards {
      connectWiseId
      name
    }
    board {
      connectWiseId
      name
      statuses {
        connectWiseId
        name
        isClosed
        isDefault
      }
      types {
        connectWiseId
        name
      }
      subTypes {
        connectWiseId
        name
      }
      items {
        connectWiseId
        name
      }
      teams {
        connectWiseId
        name
      }
      combinations {
        typeId
        subTypeId
        itemId
      }
    }
    priorities {
      connectWiseId
      name
    }
    sources {
      connectWiseId
      name
    }
  }
}
    `) as unknown as TypedDocumentString<TicketingOptionsQuery, TicketingOptionsQueryVariables>;
export const TicketPreviewDocument = new TypedDocumentString(`
    query TicketPreview($input: TicketPreviewInput!) {
  ticketPreview(input: $input) {
    origin
    rule
    template {
      ...TemplateParts
    }
    problems {
      ...TemplateProblemParts
    }
    companyId
    contactId
    siteId
    isCustomerVisible
    sendsMail
    summary
    text
  }
}
    fragment TemplateParts on TicketTemplate {
  boardId
  statusId
  closedStatusId
  typeId
  subTypeId
  itemId
  teamId
  priorityId
  sourceId
  contact
  isCustomerVisible
  mailsContact
}
fragment TemplateProblemParts on TemplateProblem {
  field
  connectWiseId
  message
  choices {
    connectWiseId
    name
  }
  foundAt
}`) as unknown as TypedDocumentString<TicketPreviewQuery, TicketPreviewQueryVariables>;
export const AttachTicketDocument = new TypedDocumentString(`
    mutation AttachTicket($input: AttachTicketInput!) {
  attachTicket(input: $input) {
    notification {
      ...NotificationParts
    }
    userErrors {
      code
      message
      field
    }
  }
}
    fragment NotificationParts on Notification {
  id
  key
  kind
  severity
  title
  state
  hold
  occurrences
  failure {
    code
    message
    nextTryAt
  }
  resolvedAt
  resolvedBy
  resolution
  user {
    id
  }
  ticket {
    number
    url
    status
    isClosed
    isTakenOver
  }
}`) as unknown as TypedDocumentString<AttachTicketMutation, AttachTicketMutationVariables>;
export const ReconciliationDocument = new TypedDocumentString(`
    query Reconciliation($first: Int, $after: String, $filter: ReconciliationFilter) {
  reconciliation(first: $first, after: $after, filter: $filter) {
    nodes {
      agreementId
      catalogItemId
      additionId
      lineId
      quantity
      lineQuantity
      connectWiseQuantity
      connectWiseCancelledOn
      state
      checkedAt
      user {
        id
        externalId
      }
      product {
        id
        code
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    `) as unknown as TypedDocumentString<ReconciliationQuery, ReconciliationQueryVariables>;
export const StartReconciliationDocument = new TypedDocumentString(`
    mutation StartReconciliation($input: StartReconciliationInput!) {
  startReconciliation(input: $input) {
    job {
      ...JobParts
    }
    userErrors {
      code
      message
      field
    }
  }
}
    fragment JobParts on Job {
  id
  kind
  status
  actor {
    kind
    name
  }
  done
  total
  counts {
    counter
    value
  }
  failure {
    code
    message
  }
  waitsFor
  isCancelRequested
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<StartReconciliationMutation, StartReconciliationMutationVariables>;
export const TicketingStatusDocument = new TypedDocumentString(`
    query TicketingStatus {
  ticketingStatus {
    receives
    pollingReason
    lastCallbackAt
    lastPolledAt
    callbacksRepairedAt
  }
}
    `) as unknown as TypedDocumentString<TicketingStatusQuery, TicketingStatusQueryVariables>;
export const BillingSettingsDocument = new TypedDocumentString(`
    query BillingSettings {
  billingSettings {
    ...BillingSettingsParts
  }
}
    fragment BillingSettingsParts on BillingSettings {
  isEnabled
  billingDay
  hour
  timeZone
  makeUpDays
  expiryDays
  isAutoApproved
  needsSecondPerson
  rules {
    product {
      id
    }
    isBilled
    catalogItemId
    agreementTypeId
    quantity
    createsMissing
    billCustomer
    maxChangePercent
    holdsInvoiced
  }
  version
}`) as unknown as TypedDocumentString<BillingSettingsQuery, BillingSettingsQueryVariables>;
export const SaveBillingSettingsDocument = new TypedDocumentString(`
    mutation SaveBillingSettings($input: SaveBillingSettingsInput!) {
  saveBillingSettings(input: $input) {
    settings {
      ...BillingSettingsParts
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment BillingSettingsParts on BillingSettings {
  isEnabled
  billingDay
  hour
  timeZone
  makeUpDays
  expiryDays
  isAutoApproved
  needsSecondPerson
  rules {
    product {
      id
    }
    isBilled
    catalogItemId
    agreementTypeId
    quantity
    createsMissing
    billCustomer
    maxChangePercent
    holdsInvoiced
  }
  version
}`) as unknown as TypedDocumentString<SaveBillingSettingsMutation, SaveBillingSettingsMutationVariables>;
export const BillingOverridesDocument = new TypedDocumentString(`
    query BillingOverrides($first: Int, $after: String) {
  billingOverrides(first: $first, after: $after) {
    nodes {
      user {
        id
      }
      ...BillingOverrideParts
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment BillingOverrideParts on BillingOverride {
  billingDay
  rules {
    product {
      id
    }
    isBilled
    catalogItemId
    agreementTypeId
    agreementId
    quantity
    createsMissing
    billCustomer
    maxChangePercent
    holdsInvoiced
    clears
  }
  version
}`) as unknown as TypedDocumentString<BillingOverridesQuery, BillingOverridesQueryVariables>;
export const UsersWithBillingOverrideDocument = new TypedDocumentString(`
    query UsersWithBillingOverride($first: Int) {
  users(first: $first) {
    nodes {
      id
      billingOverride {
        ...BillingOverrideParts
      }
    }
  }
}
    fragment BillingOverrideParts on BillingOverride {
  billingDay
  rules {
    product {
      id
    }
    isBilled
    catalogItemId
    agreementTypeId
    agreementId
    quantity
    createsMissing
    billCustomer
    maxChangePercent
    holdsInvoiced
    clears
  }
  version
}`) as unknown as TypedDocumentString<UsersWithBillingOverrideQuery, UsersWithBillingOverrideQueryVariables>;
export const SaveBillingOverrideDocument = new TypedDocumentString(`
    mutation SaveBillingOverride($input: SaveBillingOverrideInput!) {
  saveBillingOverride(input: $input) {
    override {
      ...BillingOverrideParts
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment BillingOverrideParts on BillingOverride {
  billingDay
  rules {
    product {
      id
    }
    isBilled
    catalogItemId
    agreementTypeId
    agreementId
    quantity
    createsMissing
    billCustomer
    maxChangePercent
    holdsInvoiced
    clears
  }
  version
}`) as unknown as TypedDocumentString<SaveBillingOverrideMutation, SaveBillingOverrideMutationVariables>;
export const RemoveBillingOverrideDocument = new TypedDocumentString(`
    mutation RemoveBillingOverride($input: RemoveBillingOverrideInput!) {
  removeBillingOverride(input: $input) {
    user {
      id
      billingOverride {
        version
      }
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
  code
  message
  field
  ... on VersionConflictError {
    currentVersion
  }
  ... on RetryableUserError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RemoveBillingOverrideMutation, RemoveBillingOverrideMutationVariables>;
export const BillingOptionsDocument = new TypedDocumentString(`
    query BillingOptions($userId: ID, $catalogSearch: String) {
  billingOptions(userId: $userId, catalogSearch: $catalogSearch) {
    agreements {
      connectWiseId
      name
      type {
        connectWiseId
        name
      }
      status
      isCancelled
      nextInvoiceOn
      additions {
        connectWiseId
        catalogItemId
        product
        quantity
        effectiveOn
        cancelledOn
      }
    }
    agreementTypes {
      connectWiseId
      name
    }
    catalog {
      connectWiseId
      identifier
      description
    }
  }
}
    `) as unknown as TypedDocumentString<BillingOptionsQuery, BillingOptionsQueryVariables>;
export const NextBillingRunDocument = new TypedDocumentString(`
    query NextBillingRun($userId: ID) {
  nextBillingRun(userId: $userId) {
    month
    at
    timeZone
    billingDay
    day
    isOnLastDay
    period {
      from
      to
    }
    isOverdue
    makeUpUntil
  }
}
    `) as unknown as TypedDocumentString<NextBillingRunQuery, NextBillingRunQueryVariables>;
export const BillingPlansDocument = new TypedDocumentString(`
    query BillingPlans($first: Int, $after: String, $filter: BillingPlanFilter) {
  billingPlans(first: $first, after: $after, filter: $filter) {
    nodes {
      ...BillingPlanParts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment BillingPlanParts on BillingPlan {
  id
  kind
  status
  month
  dueAt
  isLate
  from
  to
  isForAll
  startedBy {
    kind
    name
  }
  failure {
    code
    message
  }
  createdAt
  plannedAt
  expiresAt
  closedAt
  counts {
    action
    state
    lines
    held
  }
}`) as unknown as TypedDocumentString<BillingPlansQuery, BillingPlansQueryVariables>;
export const BillingPlanDocument = new TypedDocumentString(`
    query BillingPlan($id: ID!, $first: Int, $after: String, $filter: BillingLineFilter) {
  node(id: $id) {
    ... on BillingPlan {
      ...BillingPlanParts
      undoes {
        id
      }
      lines(first: $first, after: $after, filter: $filter) {
        nodes {
          ...BillingLineParts
        }
        pageInfo {
          hasNextPage
          endCursor
        }
        totalCount
      }
    }
  }
}
    fragment BillingPlanParts on BillingPlan {
  id
  kind
  status
  month
  dueAt
  isLate
  from
  to
  isForAll
  startedBy {
    kind
    name
  }
  failure {
    code
    message
  }
  createdAt
  plannedAt
  expiresAt
  closedAt
  counts {
    action
    state
    lines
    held
  }
}
fragment BillingAdditionParts on BillingAddition {
  quantity
  effectiveOn
  cancelledOn
}
fragment BillingLineParts on BillingLine {
  id
  companyId
  agreementId
  agreementName
  catalogItemId
  additionId
  action
  isWritable
  reason
  holds
  before {
    ...BillingAdditionParts
  }
  after {
    ...BillingAdditionParts
  }
  found {
    ...BillingAdditionParts
  }
  billCustomer
  nextInvoiceOn
  evidence {
    additionIds
    agreements {
      connectWiseId
      name
    }
    additionDescription
    billedQuantity
    lessIncluded
    updatedBy
    updatedAt
  }
  state
  decidedBy
  decidedAt
  failure {
    code
    message
  }
  endedAt
  contributors {
    from
    to
    periodRule
    quantity
    exactQuantity
    daysTold
    daysInPeriod
    lastDay
    rule {
      quantity
      catalogItemId
      agreementTypeId
      agreementId
      createsMissing
      maxChangePercent
      holdsInvoiced
    }
    user {
      id
    }
    product {
      id
      code
    }
  }
}`) as unknown as TypedDocumentString<BillingPlanQuery, BillingPlanQueryVariables>;
export const BillingLineDocument = new TypedDocumentString(`
    query BillingLine($id: ID!) {
  node(id: $id) {
    ... on BillingLine {
      ...BillingLineParts
      plan {
        id
      }
    }
  }
}
    fragment BillingAdditionParts on BillingAddition {
  quantity
  effectiveOn
  cancelledOn
}
fragment BillingLineParts on BillingLine {
  id
  companyId
  agreementId
  agreementName
  catalogItemId
  additionId
  action
  isWritable
  reason
  holds
  before {
    ...BillingAdditionParts
  }
  after {
    ...BillingAdditionParts
  }
  found {
    ...BillingAdditionParts
  }
  billCustomer
  nextInvoiceOn
  evidence {
    additionIds
    agreements {
      connectWiseId
      name
    }
    additionDescription
    billedQuantity
    lessIncluded
    updatedBy
    updatedAt
  }
  state
  decidedBy
  decidedAt
  failure {
    code
    message
  }
  endedAt
  contributors {
    from
    to
    periodRule
    quantity
    exactQuantity
    daysTold
    daysInPeriod
    lastDay
    rule {
      quantity
      catalogItemId
      agreementTypeId
      agreementId
      createsMissing
      maxChangePercent
      holdsInvoiced
    }
    user {
      id
    }
    product {
      id
      code
    }
  }
}`) as unknown as TypedDocumentString<BillingLineQuery, BillingLineQueryVariables>;
export const StartBillingRunDocument = new TypedDocumentString(`
    mutation StartBillingRun($input: StartBillingRunInput!) {
  startBillingRun(input: $input) {
    plan {
      ...BillingPlanParts
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment BillingPlanParts on BillingPlan {
  id
  kind
  status
  month
  dueAt
  isLate
  from
  to
  isForAll
  startedBy {
    kind
    name
  }
  failure {
    code
    message
  }
  createdAt
  plannedAt
  expiresAt
  closedAt
  counts {
    action
    state
    lines
    held
  }
}`) as unknown as TypedDocumentString<StartBillingRunMutation, StartBillingRunMutationVariables>;
export const ApproveBillingLinesDocument = new TypedDocumentString(`
    mutation ApproveBillingLines($input: ApproveBillingLinesInput!) {
  approveBillingLines(input: $input) {
    lines
    plan {
      ...BillingPlanParts
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment BillingPlanParts on BillingPlan {
  id
  kind
  status
  month
  dueAt
  isLate
  from
  to
  isForAll
  startedBy {
    kind
    name
  }
  failure {
    code
    message
  }
  createdAt
  plannedAt
  expiresAt
  closedAt
  counts {
    action
    state
    lines
    held
  }
}`) as unknown as TypedDocumentString<ApproveBillingLinesMutation, ApproveBillingLinesMutationVariables>;
export const RejectBillingLinesDocument = new TypedDocumentString(`
    mutation RejectBillingLines($input: RejectBillingLinesInput!) {
  rejectBillingLines(input: $input) {
    lines
    plan {
      ...BillingPlanParts
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment BillingPlanParts on BillingPlan {
  id
  kind
  status
  month
  dueAt
  isLate
  from
  to
  isForAll
  startedBy {
    kind
    name
  }
  failure {
    code
    message
  }
  createdAt
  plannedAt
  expiresAt
  closedAt
  counts {
    action
    state
    lines
    held
  }
}`) as unknown as TypedDocumentString<RejectBillingLinesMutation, RejectBillingLinesMutationVariables>;
export const DiscardBillingPlanDocument = new TypedDocumentString(`
    mutation DiscardBillingPlan($input: DiscardBillingPlanInput!) {
  discardBillingPlan(input: $input) {
    plan {
      ...BillingPlanParts
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment BillingPlanParts on BillingPlan {
  id
  kind
  status
  month
  dueAt
  isLate
  from
  to
  isForAll
  startedBy {
    kind
    name
  }
  failure {
    code
    message
  }
  createdAt
  plannedAt
  expiresAt
  closedAt
  counts {
    action
    state
    lines
    held
  }
}`) as unknown as TypedDocumentString<DiscardBillingPlanMutation, DiscardBillingPlanMutationVariables>;
export const UndoBillingPlanDocument = new TypedDocumentString(`
    mutation UndoBillingPlan($input: UndoBillingPlanInput!) {
  undoBillingPlan(input: $input) {
    plan {
      id
      kind
      status
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<UndoBillingPlanMutation, UndoBillingPlanMutationVariables>;
export const ResolveBillingLineDocument = new TypedDocumentString(`
    mutation ResolveBillingLine($input: ResolveBillingLineInput!) {
  resolveBillingLine(input: $input) {
    line {
      id
      state
      additionId
      found {
        quantity
      }
      failure {
        code
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<ResolveBillingLineMutation, ResolveBillingLineMutationVariables>;
export const BillingLineUndoDocument = new TypedDocumentString(`
    query BillingLineUndo($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on BillingLine {
      state
      undoneBy {
        id
        state
        action
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BillingLineUndoQuery, BillingLineUndoQueryVariables>;
export const SpamStatisticsDocument = new TypedDocumentString(`
    query SpamStatistics($filter: SpamFilter, $from: Date!, $to: Date!) {
  spamStatistics(filter: $filter, from: $from, to: $to) {
    ...SpamStatisticsParts
  }
}
    fragment SpamCountersParts on SpamCounters {
  totalMessages
  accountMessages
  spam
  phishing
  viruses
}
fragment SpamStatisticsParts on SpamStatistics {
  from
  to
  totals {
    ...SpamCountersParts
  }
  before {
    from
    to
    totals {
      ...SpamCountersParts
    }
    change {
      totalMessages
      accountMessages
      spam
      phishing
      viruses
    }
  }
}`) as unknown as TypedDocumentString<SpamStatisticsQuery, SpamStatisticsQueryVariables>;
export const SpamSeriesDocument = new TypedDocumentString(`
    query SpamSeries($filter: SpamFilter, $from: Date!, $to: Date!, $by: SpamSeriesStep!) {
  spamStatistics(filter: $filter, from: $from, to: $to) {
    series(by: $by) {
      from
      to
      counters {
        ...SpamCountersParts
      }
    }
  }
}
    fragment SpamCountersParts on SpamCounters {
  totalMessages
  accountMessages
  spam
  phishing
  viruses
}`) as unknown as TypedDocumentString<SpamSeriesQuery, SpamSeriesQueryVariables>;
export const SpamTopDomainsDocument = new TypedDocumentString(`
    query SpamTopDomains($filter: SpamFilter, $from: Date!, $to: Date!, $first: Int!, $by: SpamOrder!) {
  spamStatistics(filter: $filter, from: $from, to: $to) {
    topDomains(first: $first, by: $by) {
      domain
      user {
        id
      }
      counters {
        ...SpamCountersParts
      }
    }
  }
}
    fragment SpamCountersParts on SpamCounters {
  totalMessages
  accountMessages
  spam
  phishing
  viruses
}`) as unknown as TypedDocumentString<SpamTopDomainsQuery, SpamTopDomainsQueryVariables>;
export const SpamOverviewDocument = new TypedDocumentString(`
    query SpamOverview($filter: SpamFilter) {
  spamOverview(filter: $filter) {
    last30Days {
      ...SpamStatisticsParts
    }
    yearToDate {
      ...SpamStatisticsParts
    }
  }
}
    fragment SpamCountersParts on SpamCounters {
  totalMessages
  accountMessages
  spam
  phishing
  viruses
}
fragment SpamStatisticsParts on SpamStatistics {
  from
  to
  totals {
    ...SpamCountersParts
  }
  before {
    from
    to
    totals {
      ...SpamCountersParts
    }
    change {
      totalMessages
      accountMessages
      spam
      phishing
      viruses
    }
  }
}`) as unknown as TypedDocumentString<SpamOverviewQuery, SpamOverviewQueryVariables>;
export const UserSpamStatisticsDocument = new TypedDocumentString(`
    query UserSpamStatistics($first: Int!, $from: Date!, $to: Date!, $by: SpamSeriesStep!) {
  users(first: $first) {
    nodes {
      id
      spamStatistics(from: $from, to: $to) {
        ...SpamStatisticsParts
        series(by: $by) {
          from
          to
          counters {
            ...SpamCountersParts
          }
        }
        topDomains(first: 2, by: TOTAL) {
          domain
          user {
            id
          }
          counters {
            ...SpamCountersParts
          }
        }
      }
    }
  }
}
    fragment SpamCountersParts on SpamCounters {
  totalMessages
  accountMessages
  spam
  phishing
  viruses
}
fragment SpamStatisticsParts on SpamStatistics {
  from
  to
  totals {
    ...SpamCountersParts
  }
  before {
    from
    to
    totals {
      ...SpamCountersParts
    }
    change {
      totalMessages
      accountMessages
      spam
      phishing
      viruses
    }
  }
}`) as unknown as TypedDocumentString<UserSpamStatisticsQuery, UserSpamStatisticsQueryVariables>;
export const SpamSettingsDocument = new TypedDocumentString(`
    query SpamSettings {
  spamSettings {
    ...SpamSettingsParts
  }
}
    fragment SpamSettingsParts on SpamSettings {
  isScheduled
  route
  language
  day
  hour
  timeZone
  solutionName
  loginName
  hasPassword
  loginChangedAt
  nextReport {
    at
    timeZone
    month
    day
  }
  version
}`) as unknown as TypedDocumentString<SpamSettingsQuery, SpamSettingsQueryVariables>;
export const SaveSpamSettingsDocument = new TypedDocumentString(`
    mutation SaveSpamSettings($input: SaveSpamSettingsInput!) {
  saveSpamSettings(input: $input) {
    settings {
      ...SpamSettingsParts
    }
    userErrors {
      code
      message
      field
    }
  }
}
    fragment SpamSettingsParts on SpamSettings {
  isScheduled
  route
  language
  day
  hour
  timeZone
  solutionName
  loginName
  hasPassword
  loginChangedAt
  nextReport {
    at
    timeZone
    month
    day
  }
  version
}`) as unknown as TypedDocumentString<SaveSpamSettingsMutation, SaveSpamSettingsMutationVariables>;
export const SaveSpamOverrideDocument = new TypedDocumentString(`
    mutation SaveSpamOverride($input: SaveSpamOverrideInput!) {
  saveSpamOverride(input: $input) {
    override {
      route
      version
      user {
        id
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<SaveSpamOverrideMutation, SaveSpamOverrideMutationVariables>;
export const RemoveSpamOverrideDocument = new TypedDocumentString(`
    mutation RemoveSpamOverride($input: RemoveSpamOverrideInput!) {
  removeSpamOverride(input: $input) {
    user {
      id
      spamOverride {
        route
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveSpamOverrideMutation, RemoveSpamOverrideMutationVariables>;
export const UserSpamOverridesDocument = new TypedDocumentString(`
    query UserSpamOverrides($first: Int!) {
  users(first: $first) {
    nodes {
      id
      spamOverride {
        route
        version
      }
    }
  }
}
    `) as unknown as TypedDocumentString<UserSpamOverridesQuery, UserSpamOverridesQueryVariables>;
export const SpamReportPreviewDocument = new TypedDocumentString(`
    query SpamReportPreview($userId: ID!, $month: Date!, $route: SpamRoute, $language: SpamLanguage) {
  spamReportPreview(
    userId: $userId
    month: $month
    route: $route
    language: $language
  ) {
    month
    route
    language
    reason
    hold
    companyId
    subject
    text
    fileName
    csv
    summaryCounters {
      name
      value
    }
    nativeDomains {
      domain
      counters {
        name
        value
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SpamReportPreviewQuery, SpamReportPreviewQueryVariables>;
export const SpamDeliveriesDocument = new TypedDocumentString(`
    query SpamDeliveries($first: Int, $after: String, $filter: SpamDeliveryFilter) {
  spamDeliveries(first: $first, after: $after, filter: $filter) {
    nodes {
      ...SpamDeliveryParts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment SpamDeliveryParts on SpamDelivery {
  id
  month
  asOf
  route
  language
  state
  reason
  failure {
    code
    message
  }
  subject
  fileName
  noteId
  ticketId
  documentId
  summaryReportId
  createdAt
  endedAt
  user {
    id
  }
  job {
    id
  }
}`) as unknown as TypedDocumentString<SpamDeliveriesQuery, SpamDeliveriesQueryVariables>;
export const SpamDeliveryTextsDocument = new TypedDocumentString(`
    query SpamDeliveryTexts($first: Int, $filter: SpamDeliveryFilter) {
  spamDeliveries(first: $first, filter: $filter) {
    nodes {
      id
      text
    }
  }
}
    `) as unknown as TypedDocumentString<SpamDeliveryTextsQuery, SpamDeliveryTextsQueryVariables>;
export const SpamDeliveryFilesDocument = new TypedDocumentString(`
    query SpamDeliveryFiles($first: Int, $filter: SpamDeliveryFilter) {
  spamDeliveries(first: $first, filter: $filter) {
    nodes {
      id
      csv
    }
  }
}
    `) as unknown as TypedDocumentString<SpamDeliveryFilesQuery, SpamDeliveryFilesQueryVariables>;
export const SpamDeliveryNodeDocument = new TypedDocumentString(`
    query SpamDeliveryNode($id: ID!) {
  node(id: $id) {
    ... on SpamDelivery {
      ...SpamDeliveryParts
      text
      csv
      figures {
        month {
          ...SpamCountersParts
        }
        before {
          ...SpamCountersParts
        }
        yearToDate {
          ...SpamCountersParts
        }
        domains {
          domain
          counters {
            ...SpamCountersParts
          }
        }
        native {
          domain
          last30Days {
            ...SpamCountersParts
          }
          yearToDate {
            ...SpamCountersParts
          }
        }
      }
    }
  }
}
    fragment SpamCountersParts on SpamCounters {
  totalMessages
  accountMessages
  spam
  phishing
  viruses
}
fragment SpamDeliveryParts on SpamDelivery {
  id
  month
  asOf
  route
  language
  state
  reason
  failure {
    code
    message
  }
  subject
  fileName
  noteId
  ticketId
  documentId
  summaryReportId
  createdAt
  endedAt
  user {
    id
  }
  job {
    id
  }
}`) as unknown as TypedDocumentString<SpamDeliveryNodeQuery, SpamDeliveryNodeQueryVariables>;
export const SendSpamReportsDocument = new TypedDocumentString(`
    mutation SendSpamReports($input: SendSpamReportsInput!) {
  sendSpamReports(input: $input) {
    job {
      ...JobParts
    }
    userErrors {
      code
      message
      field
    }
  }
}
    fragment JobParts on Job {
  id
  kind
  status
  actor {
    kind
    name
  }
  done
  total
  counts {
    counter
    value
  }
  failure {
    code
    message
  }
  waitsFor
  isCancelRequested
  createdAt
  startedAt
  finishedAt
}`) as unknown as TypedDocumentString<SendSpamReportsMutation, SendSpamReportsMutationVariables>;
export const RetentionSettingsDocument = new TypedDocumentString(`
    query RetentionSettings {
  retentionSettings {
    ...RetentionParts
  }
}
    fragment RetentionParts on RetentionSettings {
  version
  rules {
    kind
    months
    defaultMonths
    minimumMonths
    keptFrom
    lastRunAt
    lastRemoved
  }
}`) as unknown as TypedDocumentString<RetentionSettingsQuery, RetentionSettingsQueryVariables>;
export const SaveRetentionSettingsDocument = new TypedDocumentString(`
    mutation SaveRetentionSettings($input: SaveRetentionSettingsInput!) {
  saveRetentionSettings(input: $input) {
    settings {
      ...RetentionParts
    }
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment RetentionParts on RetentionSettings {
  version
  rules {
    kind
    months
    defaultMonths
    minimumMonths
    keptFrom
    lastRunAt
    lastRemoved
  }
}`) as unknown as TypedDocumentString<SaveRetentionSettingsMutation, SaveRetentionSettingsMutationVariables>;
export const EraseUserDocument = new TypedDocumentString(`
    mutation EraseUser($input: EraseUserInput!) {
  eraseUser(input: $input) {
    user {
      ...UserFields
      erasedAt
      erasureEndedAt
    }
    remaining {
      kind
      connectWiseId
      reference
    }
    hasMoreRemaining
    userErrors {
      ...Errors
    }
  }
}
    fragment Errors on UserError {
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
fragment UserFields on User {
  id
  externalId
  name
  mailDomains
  contactEmail
  status
  isIgnored
  version
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<EraseUserMutation, EraseUserMutationVariables>;
import { domainToASCII } from 'node:url';
import { FailureCode, type Problem, ProblemList } from '../../shared/failure.js';
import type { SourceId, UserId } from '../../shared/ids.js';
import { isPrintable } from '../../shared/text.js';
import type { ListedMapping } from '../mappings/mapping.js';

export const UserStatus = { ACTIVE: 'ACTIVE', ARCHIVED: 'ARCHIVED' } as const;
export type UserStatus = (typeof UserStatus)[keyof typeof UserStatus];

/** An end customer of the account, as a source knows it; the thing that gets mapped. */
export interface User {
  readonly id: UserId;
  readonly sourceId: SourceId;
  /** The source's own key of the user. */
  readonly externalId: string;
  readonly name: string;
  /** Lower-case, in ASCII form. */
  readonly mailDomains: readonly string[];
  readonly contactEmail: string | undefined;
  readonly status: UserStatus;
  readonly isIgnored: boolean;
  /** Since when nothing that names it is shown. */
  readonly erasedAt: Date | undefined;
  /** When no text that names it was left. */
  readonly erasureEndedAt: Date | undefined;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A user of which only what was asked for is read. */
export type ListedUser = Pick<User, 'id' | 'sourceId'> &
  Partial<User> & {
    /** Read in the same statement: null for a user that has none. */
    readonly mapping?: ListedMapping | null;
  };

/** How a source knows a user. */
export type UserKey = Pick<User, 'sourceId' | 'externalId'>;

/** The same as a text, by which users are told apart. */
export function userKey({ sourceId, externalId }: UserKey): string {
  return `${sourceId}/${externalId}`;
}

/** What is read of a user whom a source names among many. */
export type KnownUser = UserKey & Pick<User, 'id' | 'status'>;

/** What a source reports of a user. */
export interface ReportedUser {
  readonly externalId: string;
  readonly name: string;
  readonly mailDomains: readonly string[];
  readonly contactEmail: string | undefined;
}

/** What a source is told of a key that it has reported no user by, or one that was erased since. */
export const NOT_REPORTED: Problem = {
  ...{ code: FailureCode.NOT_FOUND, message: 'The source has not reported this user.' },
  field: ['userExternalId'],
};

/** What an erased user is called. */
export const ERASED = '[erased]';
/** An erased user's external id begins with it; no other does. */
export const ERASED_KEY = 'erased:';

const MAX_TEXT = 200;
const MAX_DOMAINS = 100;
/** Writing a domain in ASCII takes time by the square of its length; letters made of two characters still fit. */
const MAX_DOMAIN = 506;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,253}$/;
/** The last part is never a number: that is an IP address, also when written short or in hex. */
const DOMAIN = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?!\d+$)[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;
/** What a URL parser would cut off, decode or skip in silence. */
const NOT_IN_DOMAIN = /[\s/\\?#:@%\p{Cc}]/u;

/** Checks and normalises one reported user; what is wrong is added to `problems` by field. */
export function normaliseUser(input: ReportedUser, problems: ProblemList): ReportedUser {
  const externalId = input.externalId.trim();
  const name = input.name.trim();
  const contactEmail = input.contactEmail?.trim() || undefined;
  checkText(externalId, 'externalId', problems);
  if (externalId.startsWith(ERASED_KEY)) problems.add('externalId', `This must not begin with "${ERASED_KEY}".`);
  checkText(name, 'name', problems);
  if (contactEmail && (!EMAIL.test(contactEmail) || !isPrintable(contactEmail)))
    problems.add('contactEmail', 'This is not an e-mail address.');
  if (input.mailDomains.length > MAX_DOMAINS)
    problems.add('mailDomains', `A user has up to ${MAX_DOMAINS} mail domains.`);
  const mailDomains = new Set<string>();
  for (const text of input.mailDomains.slice(0, MAX_DOMAINS)) {
    const domain = normaliseDomain(text);
    if (domain) mailDomains.add(domain);
    else problems.add('mailDomains', 'One of these is not a domain name.');
  }
  return { externalId, name, mailDomains: [...mailDomains], contactEmail };
}

/** The ASCII form of a domain name, without its trailing dot; undefined when it is none. */
export function normaliseDomain(text: string): string | undefined {
  const typed = text.trim();
  if (typed.length > MAX_DOMAIN || NOT_IN_DOMAIN.test(typed)) return undefined;
  const ascii = domainToASCII(typed).toLowerCase().replace(/\.$/, '');
  return DOMAIN.test(ascii) ? ascii : undefined;
}

function checkText(text: string, field: string, problems: ProblemList): void {
  if (text === '' || text.length > MAX_TEXT) problems.add(field, `This takes 1 to ${MAX_TEXT} characters.`);
  else if (!isPrintable(text)) problems.add(field, 'Control characters are not accepted.');
}

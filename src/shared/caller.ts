import type { AccountId, ActorId, SourceId } from './ids.js';

/** What an actor may do; REQUIREMENTS call these the roles. Each is a closed set of operations, not a level. */
export const Role = {
  ADMIN: 'ADMIN',
  OPERATOR: 'OPERATOR',
  BILLING: 'BILLING',
  READER: 'READER',
  INGEST: 'INGEST',
  PLATFORM: 'PLATFORM',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

export const ActorKind = { TOKEN: 'TOKEN', PERSON: 'PERSON', SYSTEM: 'SYSTEM' } as const;
export type ActorKind = (typeof ActorKind)[keyof typeof ActorKind];

export interface Actor {
  readonly kind: ActorKind;
  /** The token's or the person's; absent for the system itself. */
  readonly id?: ActorId;
  readonly name: string;
  /** A person's, as the issuer who signed them in knows them; it stays when the name is erased. */
  readonly subject?: string;
}

/** An actor as rows keep one. */
export interface ActorRow {
  readonly actorKind: ActorKind;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly actorSubject: string | null;
}

export function toActor({ actorKind: kind, actorId, actorName: name, actorSubject }: ActorRow): Actor {
  return { kind, name, ...(actorId && { id: actorId as ActorId }), ...(actorSubject && { subject: actorSubject }) };
}

export function toActorRow({ kind, id, name, subject }: Actor): ActorRow {
  return { actorKind: kind, actorId: id ?? null, actorName: name, actorSubject: subject ?? null };
}

/** Roles in one account. */
export interface Grant {
  readonly accountId: AccountId;
  readonly roles: readonly Role[];
}

/** Who makes a call, for which account, under which request. Every service method takes it first. */
export interface Caller extends Grant {
  readonly actor: Actor;
  /** Everything that this actor may name, this account among it; absent where there is this one alone. */
  readonly grants?: readonly Grant[];
  /** Set exactly for INGEST: the only source whose users it may touch. */
  readonly sourceId?: SourceId;
  readonly requestId: string;
}

/** The server acting by itself for an account, for example at the first start or on a schedule. */
export function systemCaller(accountId: AccountId, requestId: string): Caller {
  return { accountId, actor: { kind: ActorKind.SYSTEM, name: 'psa-bridge' }, roles: [Role.ADMIN], requestId };
}

/** Whether any of the caller's roles is among these. */
export function hasRole(caller: Caller, allowed: readonly Role[]): boolean {
  return caller.roles.some((role) => allowed.includes(role));
}

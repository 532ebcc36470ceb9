import type { AccountId, SourceId, TokenId } from './ids.js';

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
  /** The token's id; absent for the system itself. */
  readonly id?: TokenId;
  readonly name: string;
}

/** Who makes a call, for which account, under which request. Every service method takes it first. */
export interface Caller {
  readonly accountId: AccountId;
  readonly actor: Actor;
  readonly role: Role;
  /** Set exactly for INGEST: the only source whose users it may touch. */
  readonly sourceId?: SourceId;
  readonly requestId: string;
}

/** The server acting by itself for an account, for example at the first start or on a schedule. */
export function systemCaller(accountId: AccountId, requestId: string): Caller {
  return { accountId, actor: { kind: ActorKind.SYSTEM, name: 'psa-bridge' }, role: Role.ADMIN, requestId };
}

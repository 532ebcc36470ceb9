import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { BecameBad } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, versionConflict } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { type KnownUser, type ListedUser, NOT_REPORTED, type User, type UserKey, UserStatus } from './user.js';
import type { GoneUsers, UserRepository } from './user.repository.js';
import type { UserQuery } from './user-query.js';

interface Deps {
  readonly database: Database;
  readonly users: UserRepository;
  readonly audit: AuditService;
}

/** A change of one user, and the version the caller saw. */
export interface UserChange {
  readonly userId: UserId;
  readonly expectedVersion?: number | null;
}

export class UserService {
  constructor(private readonly deps: Deps) {}

  page(caller: Caller, request: PageRequest, query: UserQuery): Promise<Page<ListedUser>> {
    return this.deps.users.page(caller.accountId, request, query);
  }

  find(caller: Caller, ids: readonly UserId[]): Promise<User[]> {
    return this.deps.users.find(caller.accountId, ids);
  }

  /** What was asked for of these users and their mappings. */
  findAsked(caller: Caller, ids: readonly UserId[], asked: ReadonlySet<string>): Promise<ListedUser[]> {
    return this.deps.users.findAsked(caller.accountId, ids, asked);
  }

  findByKeys(caller: Caller, keys: readonly UserKey[]): Promise<KnownUser[]> {
    return this.deps.users.findByKeys(caller.accountId, keys);
  }

  /** @throws Failure NOT_FOUND */
  async get(caller: Caller, id: UserId): Promise<User> {
    const [user] = await this.find(caller, [id]);
    if (!user) throw notFound();
    return user;
  }

  /** A user of whom something may be saved. @throws Failure NOT_FOUND, INVALID for an erased one */
  async getUnerased(caller: Caller, id: UserId): Promise<User> {
    const user = await this.get(caller, id);
    if (user.erasedAt) throw erased();
    return user;
  }

  /**
   * Who of these is archived or erased. Nobody else becomes so until the transaction ends: whoever writes rows of users
   * asks this before anything else, since looking them up was a while ago.
   */
  lockGone(tx: WriteTransaction, { accountId }: Caller, ids: readonly UserId[]): Promise<GoneUsers> {
    return this.deps.users.lockGone(tx, accountId, ids);
  }

  /** The same for a row that concerns one user, or none. */
  async isErased(tx: WriteTransaction, caller: Caller, id: UserId | undefined): Promise<boolean> {
    return id !== undefined && (await this.lockGone(tx, caller, [id])).erased.has(id);
  }

  /** @throws Failure INVALID when it was erased */
  async refuseErased(tx: WriteTransaction, caller: Caller, id: UserId): Promise<void> {
    if (await this.isErased(tx, caller, id)) throw erased();
  }

  /** The same for rows that a source tells of its users. @throws BecameBad with those whose user it does not know any more */
  async refuseErasedRows(
    tx: WriteTransaction,
    caller: Caller,
    rows: readonly { readonly userId: UserId | undefined }[],
  ): Promise<void> {
    const { erased: gone } = await this.lockGone(
      tx,
      caller,
      rows.flatMap(({ userId }) => userId ?? []),
    );
    const refused = rows.filter(({ userId }) => userId && gone.has(userId));
    if (refused.length > 0) throw new BecameBad(new Map(refused.map((row) => [row, NOT_REPORTED])));
  }

  /** Stops all work for the user and keeps its history. */
  async archive(caller: Caller, change: UserChange): Promise<User> {
    return this.change(caller, change, {
      action: AuditAction.USER_ARCHIVED,
      data: { status: UserStatus.ARCHIVED, archivedAt: new Date() },
      told: { status: UserStatus.ARCHIVED },
    });
  }

  async reopen(caller: Caller, change: UserChange): Promise<User> {
    return this.change(caller, change, {
      action: AuditAction.USER_REOPENED,
      data: { status: UserStatus.ACTIVE, archivedAt: null },
      told: { status: UserStatus.ACTIVE },
    });
  }

  /** Keeps a user out of the queue of unmapped users, or lets it back in. */
  async setIgnored(caller: Caller, change: UserChange, isIgnored: boolean): Promise<User> {
    const action = isIgnored ? AuditAction.USER_IGNORED : AuditAction.USER_NO_LONGER_IGNORED;
    return this.change(caller, change, { action, data: { isIgnored }, told: { isIgnored } });
  }

  private async change(
    caller: Caller,
    { userId, expectedVersion }: UserChange,
    {
      action,
      data,
      told,
    }: {
      action: AuditAction;
      data: { status?: UserStatus; isIgnored?: boolean; archivedAt?: Date | null };
      told: { status?: UserStatus; isIgnored?: boolean };
    },
  ): Promise<User> {
    return this.deps.database.write(caller.accountId, async (tx) => {
      const user = await this.deps.users.lock(tx, caller.accountId, userId);
      if (!user) throw notFound();
      if (expectedVersion != null && expectedVersion !== user.version) throw conflict(user.version);
      if (user.erasedAt) throw erased();
      const { status, isIgnored } = user;
      const changes = changesBetween({ status, isIgnored }, { status, isIgnored, ...told });
      if (changes.length === 0) return user;
      const updatedAt = new Date();
      const version = user.version + 1;
      await this.deps.users.update(tx, caller.accountId, { id: userId, data: { ...data, version, updatedAt } });
      await this.deps.audit.record(tx, caller, { action, subject: { kind: 'User', id: userId }, changes });
      return { ...user, ...told, version, updatedAt };
    });
  }
}

function notFound(): Failure {
  return new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such user.', field: ['userId'] });
}

function erased(): Failure {
  return new Failure({ code: FailureCode.INVALID, message: 'The user was erased.', field: ['userId'] });
}

function conflict(currentVersion: number): Failure {
  return versionConflict('The user changed since it was read. Read it again.', currentVersion);
}

import type { Database } from '../../database/database.js';
import {
  type BulkErrorPolicy,
  type BulkOutcome,
  type CheckedItem,
  refuseRepeated,
  requireFew,
  writeChecked,
} from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import { FailureCode, type Problem, ProblemList } from '../../shared/failure.js';
import type { SourceId, UserId } from '../../shared/ids.js';
import { AuditAction, type AuditEntry, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { wakeMatching } from '../matching/wake-matching.js';
import { type NamedSources, resolveSource } from '../sources/resolve-source.js';
import type { SourceService } from '../sources/source.service.js';
import { normaliseUser, type ReportedUser, userKey } from './user.js';
import { type SavedUser, type UserToSave, upsertUsers } from './user-upsert.repository.js';

export interface SaveUserItem extends ReportedUser {
  /** Code of the source; an INGEST token may leave it out, being bound to one. */
  readonly source: string | undefined;
}

interface Deps {
  readonly database: Database;
  readonly sources: SourceService;
  readonly audit: AuditService;
}

type SourceCodes = ReadonlyMap<SourceId, string>;

const REPEATED: Problem = {
  ...{ code: FailureCode.INVALID, message: 'The same user stands above in this call.' },
  field: ['externalId'],
};

/** Takes users as their source reports them: new ones are made, known ones updated, by source and external id. */
export class SaveUsers {
  constructor(private readonly deps: Deps) {}

  async save(caller: Caller, items: readonly SaveUserItem[], onError: BulkErrorPolicy): Promise<BulkOutcome<UserId>> {
    requireFew(items, 'users');
    const sources = await this.deps.sources.named(caller);
    const checked = refuseRepeated(
      items.map((item) => check(caller, sources, item)),
      userKey,
      REPEATED,
    );
    return writeChecked(checked, onError, async (users) => {
      const saved = await this.write(caller, users, codesOf(sources));
      return new Map(saved.map(({ user, id }) => [user, id]));
    });
  }

  private write(caller: Caller, users: readonly UserToSave[], codes: SourceCodes): Promise<SavedUser[]> {
    return this.deps.database.write(caller.accountId, async (tx) => {
      const saved = await upsertUsers(tx, caller.accountId, users);
      const entries = saved.flatMap((user) => toAudit(user, codes));
      await this.deps.audit.record(tx, caller, ...entries);
      if (entries.length > 0) await wakeMatching(tx, caller);
      return saved;
    });
  }
}

function check(caller: Caller, sources: NamedSources, item: SaveUserItem): CheckedItem<UserToSave> {
  const problems = new ProblemList();
  const sourceId = resolveSource(caller, sources, { code: item.source, problems });
  const user = normaliseUser(item, problems);
  const found = problems.list();
  return sourceId && found.length === 0 ? { row: { ...user, sourceId } } : { problems: found };
}

function codesOf(sources: NamedSources): SourceCodes {
  return new Map([...sources.values()].map(({ id, code }) => [id, code]));
}

function toAudit({ id, user, before }: SavedUser, codes: SourceCodes): AuditEntry[] {
  const { sourceId, ...after } = user;
  const personal = changesBetween(before && { ...before }, after);
  if (personal.length === 0) return [];
  const action = before ? AuditAction.USER_CHANGED : AuditAction.USER_CREATED;
  const changes = before ? [] : changesBetween(undefined, { source: codes.get(sourceId) });
  return [{ action, subject: { kind: 'User', id }, changes, personal }];
}

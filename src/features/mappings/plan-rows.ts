import type { Caller } from '../../shared/caller.js';
import { ProblemList } from '../../shared/failure.js';
import type { InstanceId, UserId } from '../../shared/ids.js';
import { checkReference } from '../companies/company-reference.js';
import type { LookUpCompanies } from '../companies/look-up-companies.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { SourceService } from '../sources/source.service.js';
import { type KnownUser, userKey } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import { CompanyHolders } from './company-holders.js';
import type { MappingRepository } from './mapping.repository.js';
import type { MappingPlan, MappingRow, PlannedRow, PlanSurroundings, UserReference } from './mapping-row.js';
import type { MappingRowsRepository } from './mapping-rows.repository.js';
import { asUnchanged, judgeRow, recordIdOfReady, refuseRepeat, refuseRepeats, refuseRivals } from './row-rules.js';

export interface PlanDeps {
  readonly mappings: MappingRepository;
  readonly rows: MappingRowsRepository;
  readonly users: UserService;
  readonly sources: SourceService;
  readonly lookup: LookUpCompanies;
  readonly integration: IntegrationService;
}

const NOTHING_FOUND = { found: undefined, isVerified: false };

/** Finds out what would become of rows, in a number of statements that does not grow with theirs. */
export class PlanRows {
  constructor(private readonly deps: PlanDeps) {}

  /** Rows of a file are some of many, and those that say what is so already are left alone. */
  async plan(caller: Caller, rows: readonly MappingRow[], around?: PlanSurroundings): Promise<MappingPlan> {
    const instance = await this.deps.integration.instance(caller);
    const users = await this.findUsers(
      caller,
      rows.map((row) => row.user),
    );
    const ids = [...new Set(users.flatMap((user) => user?.id ?? []))];
    const above = await around?.usersAbove(ids);
    const mappings = await this.deps.mappings.findByUsers(caller.accountId, ids);
    const before = new Map(mappings.map((mapping) => [mapping.userId, mapping]));
    const checked = rows.map(({ company }) => {
      const problems = new ProblemList();
      return { reference: checkReference(company, problems), problems: problems.list() };
    });
    const references = checked.flatMap(({ reference, problems }) => (problems.length === 0 ? reference : []));
    const found = await this.deps.lookup.lookUp(caller, instance.id, references);
    const findings = new Map(references.map((reference, index) => [reference, found[index]]));
    const judged = rows.map((row, index) => {
      const { reference = row.company, problems = [] } = checked[index] ?? {};
      const user = users[index];
      const finding = findings.get(reference) ?? NOTHING_FOUND;
      const facts = { user, before: user && before.get(user.id), reference, problems, finding };
      if (user && above?.has(user.id)) return refuseRepeat(row);
      return (around && asUnchanged(row, facts, instance)) ?? judgeRow(row, facts, instance);
    });
    const single = refuseRepeats(judged);
    return { instance, rows: await this.withoutRivals(caller, { instanceId: instance.id, rows: single, around }) };
  }

  private async withoutRivals(
    caller: Caller,
    { instanceId, rows, around }: { instanceId: InstanceId; rows: PlannedRow[]; around: PlanSurroundings | undefined },
  ): Promise<PlannedRow[]> {
    const recordIds = rows.flatMap((row) => (row.kind === 'ready' ? (recordIdOfReady(row) ?? []) : []));
    const holders = around
      ? await around.holders(instanceId, recordIds)
      : await this.deps.rows.holders(caller.accountId, instanceId, recordIds);
    return refuseRivals(rows, new CompanyHolders(holders));
  }

  /** The user of each reference, in order; undefined where there is none. */
  private async findUsers(caller: Caller, references: readonly UserReference[]): Promise<(KnownUser | undefined)[]> {
    const { users, sources } = this.deps;
    const ids = references.flatMap((reference) => (reference.kind === 'id' ? reference.userId : []));
    const keys = references.flatMap((reference) => (reference.kind === 'key' ? reference : []));
    const sourceIds = new Map(keys.length === 0 ? [] : (await sources.all(caller)).map(({ code, id }) => [code, id]));
    const wanted = keys.flatMap(({ source, externalId }) => {
      const sourceId = sourceIds.get(source);
      return sourceId ? { sourceId, externalId: externalId.trim() } : [];
    });
    const byId = new Map<UserId, KnownUser>(
      (await users.find(caller, [...new Set(ids)])).map((user) => [user.id, user]),
    );
    const byKey = new Map((await users.findByKeys(caller, wanted)).map((user) => [userKey(user), user]));
    return references.map((reference) => {
      if (reference.kind === 'id') return byId.get(reference.userId);
      const sourceId = sourceIds.get(reference.source);
      return sourceId && byKey.get(userKey({ sourceId, externalId: reference.externalId.trim() }));
    });
  }
}

import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { BulkResult } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, versionConflict } from '../../shared/failure.js';
import type { SuggestionId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { type Job, JobKind } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import { noSuggestion, requireFew } from './accept-suggestions.js';
import type { MatchingSettingsRepository } from './matching-settings.repository.js';
import { type MatchingSettings, type MatchSuggestion, type SuggestionFilter, SuggestionStatus } from './suggestion.js';
import type { SuggestionRepository } from './suggestion.repository.js';

interface Deps {
  readonly database: Database;
  readonly suggestions: SuggestionRepository;
  readonly settings: MatchingSettingsRepository;
  readonly integration: IntegrationService;
  readonly jobs: JobService;
  readonly audit: AuditService;
}

/** What is left out stays. */
export interface SettingsChange {
  readonly autoAccept?: boolean | null | undefined;
  readonly threshold?: number | null | undefined;
  readonly expectedVersion?: number | null | undefined;
}

/** A status that a person gives a suggestion, and how the trail calls that. */
interface Move {
  readonly from: SuggestionStatus;
  readonly to: SuggestionStatus;
  readonly action: AuditAction;
  readonly refusal: string;
}

const DISMISSAL: Move = {
  from: SuggestionStatus.OPEN,
  to: SuggestionStatus.DISMISSED,
  action: AuditAction.SUGGESTION_DISMISSED,
  refusal: 'The suggestion was accepted. Unmap the user first.',
};
const REOPENING: Move = {
  from: SuggestionStatus.DISMISSED,
  to: SuggestionStatus.OPEN,
  action: AuditAction.SUGGESTION_REOPENED,
  refusal: 'The suggestion was accepted; there is nothing to reopen.',
};

/** Suggestions as people see them: listed, dismissed, brought back, and how they are made. */
export class MatchingService {
  constructor(private readonly deps: Deps) {}

  /** Those of the ConnectWise that the settings lead to; none while nothing is set up. */
  async page(caller: Caller, request: PageRequest, filter: SuggestionFilter): Promise<Page<MatchSuggestion>> {
    const instanceId = (await this.deps.integration.find(caller))?.instanceId;
    if (!instanceId) return { items: [], hasNextPage: false, countTotal: async () => 0 };
    return this.deps.suggestions.page(caller.accountId, request, { instanceId, filter });
  }

  find({ accountId }: Caller, ids: readonly SuggestionId[]): Promise<MatchSuggestion[]> {
    return this.deps.suggestions.find(accountId, ids);
  }

  /** The pairs stay dismissed, whatever is computed later. One result for each, in order. */
  dismiss(caller: Caller, ids: readonly SuggestionId[]): Promise<BulkResult<MatchSuggestion>[]> {
    return this.move(caller, ids, DISMISSAL);
  }

  reopen(caller: Caller, ids: readonly SuggestionId[]): Promise<BulkResult<MatchSuggestion>[]> {
    return this.move(caller, ids, REOPENING);
  }

  settings({ accountId }: Caller): Promise<MatchingSettings> {
    return this.deps.settings.find(accountId);
  }

  /** @throws Failure INVALID, VERSION_CONFLICT */
  async changeSettings(caller: Caller, change: SettingsChange): Promise<MatchingSettings> {
    const { database, settings, audit } = this.deps;
    const { accountId } = caller;
    const before = await this.settings(caller);
    if (change.expectedVersion != null && change.expectedVersion !== before.version) throw conflict(before.version);
    const threshold = change.threshold ?? before.threshold;
    if (!(threshold >= 0 && threshold <= 1)) throw outOfRange();
    const after = { autoAccept: change.autoAccept ?? before.autoAccept, threshold, version: before.version };
    const changes = changesBetween({ ...before }, after);
    if (changes.length === 0) return before;
    await database.write(accountId, async (tx) => {
      if (!(await settings.save(tx, accountId, after))) throw conflict(before.version + 1);
      await audit.record(tx, caller, { action: AuditAction.MATCHING_SETTINGS_SAVED, changes });
      await wake(tx, accountId, WorkKind.MATCHING);
    });
    return { ...after, version: before.version + 1 };
  }

  /** @throws Failure NOT_CONFIGURED, and what starting a job can end in */
  async start(caller: Caller, idempotencyKey: string | undefined): Promise<Job> {
    await this.deps.integration.instance(caller);
    return this.deps.jobs.start(caller, { kind: JobKind.MATCHING, input: {}, idempotencyKey });
  }

  private async move(
    caller: Caller,
    ids: readonly SuggestionId[],
    { from, to, action, refusal }: Move,
  ): Promise<BulkResult<MatchSuggestion>[]> {
    requireFew(ids);
    const { database, suggestions, audit } = this.deps;
    const { accountId } = caller;
    await database.write(accountId, async (tx) => {
      const moved = await suggestions.move(tx, accountId, { ids, from, to });
      const entries = [...moved].map(([id, userId]) => ({ action, subject: { kind: 'MatchSuggestion', id }, userId }));
      await audit.record(tx, caller, ...entries);
    });
    const found = new Map((await suggestions.find(accountId, ids)).map((suggestion) => [suggestion.id, suggestion]));
    return ids.map((id) => {
      const suggestion = found.get(id);
      if (!suggestion) return { problems: [noSuggestion()] };
      if (suggestion.status === to) return { result: suggestion, problems: [] };
      return { problems: [{ code: FailureCode.INVALID, message: refusal, field: ['suggestionIds'] }] };
    });
  }
}

function conflict(currentVersion: number): Failure {
  return versionConflict('The settings changed since they were read. Read them again.', currentVersion);
}

function outOfRange(): Failure {
  return new Failure({ code: FailureCode.INVALID, message: 'A score is between 0 and 1.', field: ['threshold'] });
}

import type { Database } from '../../database/database.js';
import { isUniqueViolation } from '../../database/errors.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { BulkErrorPolicy, type BulkOutcome, type BulkResult, nothingWritten } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, type Problem } from '../../shared/failure.js';
import type { SuggestionId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { AskCompanies } from '../companies/ask-companies.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { MapMany } from '../mappings/map-many.js';
import { type Mapping, MappingOrigin } from '../mappings/mapping.js';
import type { MappingPlan } from '../mappings/mapping-row.js';
import { type MatchSuggestion, SuggestionStatus } from './suggestion.js';
import type { SuggestionRepository } from './suggestion.repository.js';

interface Deps {
  readonly database: Database;
  readonly suggestions: SuggestionRepository;
  readonly mapMany: MapMany;
  readonly integration: IntegrationService;
  readonly audit: AuditService;
}

export interface AcceptChoice {
  /** Enabled mappings are verified first. */
  readonly isEnabled: boolean;
  readonly ask: AskCompanies;
}

const MOST_TRIES = 3;
const ONE_COMPANY = 'mappings_one_company_key';

type Results = readonly BulkResult<Mapping>[];

/** Maps users to the companies that were suggested for them, by the rules of every other mapping. */
export class AcceptSuggestions {
  constructor(private readonly deps: Deps) {}

  /**
   * One result for each suggestion, in order.
   * @throws Failure LIMIT_EXCEEDED, NOT_CONFIGURED
   */
  async accept(
    caller: Caller,
    ids: readonly SuggestionId[],
    { onError, ...choice }: AcceptChoice & { readonly onError: BulkErrorPolicy },
  ): Promise<BulkOutcome<Mapping>> {
    requireFew(ids);
    const { id: instanceId } = await this.deps.integration.instance(caller);
    const found = await this.deps.suggestions.find(caller.accountId, ids);
    const known = new Map(found.flatMap((one) => (one.instanceId === instanceId ? [[one.id, one] as const] : [])));
    const refusals = ids.map((id) => problemOf(known.get(id)));
    const isWhole = onError === BulkErrorPolicy.REJECT_ALL;
    if (isWhole && refusals.some((problem) => problem)) return outcomeOf(refusals.map(toResult), isWhole);
    const open = ids.flatMap((id, index) => (refusals[index] ? [] : (known.get(id) ?? [])));
    const results = [...(await this.acceptOpen(caller, open, { ...choice, onError }))];
    return outcomeOf(
      refusals.map((problem) => (problem ? toResult(problem) : (results.shift() ?? { problems: [] }))),
      isWhole,
    );
  }

  /** What would become of the suggestions; ConnectWise is asked about those that are to be enabled. */
  async plan(
    caller: Caller,
    suggestions: readonly MatchSuggestion[],
    { isEnabled, ask }: AcceptChoice,
  ): Promise<MappingPlan> {
    const { mapMany } = this.deps;
    const choice = { isEnabled, replaceExisting: false, allowShared: false, allowInactive: false };
    const rows = suggestions.map(({ userId, connectWiseId }) => ({
      ...choice,
      user: { kind: 'id', userId } as const,
      company: { kind: 'record', connectWiseId } as const,
    }));
    return mapMany.verify(caller, await mapMany.plan(caller, rows), ask);
  }

  /** Writes a plan in a transaction of somebody else, under REJECT_FAILED. */
  async writeIn(
    tx: WriteTransaction,
    caller: Caller,
    { suggestions, plan }: { readonly suggestions: readonly MatchSuggestion[]; readonly plan: MappingPlan },
  ): Promise<Results> {
    if (suggestions.length === 0) return [];
    const results = await this.deps.mapMany.writeIn(tx, caller, { plan, origin: MappingOrigin.SUGGESTED });
    const accepted = suggestions.filter((_, index) => results[index]?.result !== undefined);
    if (accepted.length === 0) return results;
    await this.deps.suggestions.accept(tx, caller.accountId, accepted);
    const entries = accepted.map(({ id, userId }) => ({
      ...{ action: AuditAction.SUGGESTION_ACCEPTED, userId },
      subject: { kind: 'MatchSuggestion', id },
    }));
    await this.deps.audit.record(tx, caller, ...entries);
    return results;
  }

  private async acceptOpen(
    caller: Caller,
    suggestions: readonly MatchSuggestion[],
    { onError, ...choice }: AcceptChoice & { readonly onError: BulkErrorPolicy },
  ): Promise<Results> {
    const plan = await this.plan(caller, suggestions, choice);
    const isWhole = onError === BulkErrorPolicy.REJECT_ALL;
    const refused = plan.rows.map((row) => (row.kind === 'refused' ? row.problems : []));
    if (isWhole && refused.some((problems) => problems.length > 0))
      return inWordsOf(refused.map((problems) => ({ problems })));
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.deps.database.write(caller.accountId, async (tx) => {
          const results = inWordsOf(await this.writeIn(tx, caller, { suggestions, plan }));
          if (isWhole && results.some(({ problems }) => problems.length > 0)) throw new Undone(results);
          return results;
        });
      } catch (error) {
        if (error instanceof Undone) return error.results.map(({ problems }) => ({ problems }));
        // Somebody took a company after the last look: the next one sees it.
        if (!isUniqueViolation(error, ONE_COMPANY) || tries === MOST_TRIES) throw error;
      }
    }
  }
}

/** A caller named suggestions, and neither users nor companies. */
function inWordsOf(results: Results): Results {
  return results.map(({ result, problems }) => ({
    result,
    problems: problems.map((problem) => ({ ...problem, field: ['suggestionIds'] })),
  }));
}

/** Carries the results out of a transaction that is undone. */
class Undone extends Error {
  constructor(readonly results: Results) {
    super('Nothing was written.');
    this.name = 'Undone';
  }
}

/** @throws Failure LIMIT_EXCEEDED */
export function requireFew(ids: readonly SuggestionId[]): void {
  if (ids.length <= limits.bulkItems) return;
  const message = `One call takes up to ${limits.bulkItems} suggestions.`;
  throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['suggestionIds'] });
}

export function noSuggestion(): Problem {
  return { code: FailureCode.NOT_FOUND, message: 'There is no such suggestion.', field: ['suggestionIds'] };
}

function problemOf(suggestion: MatchSuggestion | undefined): Problem | undefined {
  if (!suggestion) return noSuggestion();
  if (suggestion.status !== SuggestionStatus.DISMISSED) return undefined;
  const message = 'The suggestion was dismissed. Reopen it first.';
  return { code: FailureCode.INVALID, message, field: ['suggestionIds'] };
}

function toResult(problem: Problem | undefined): BulkResult<Mapping> {
  return { problems: problem ? [problem] : [] };
}

function outcomeOf(results: Results, isWhole: boolean): BulkOutcome<Mapping> {
  const refused = results.filter(({ problems }) => problems.length > 0).length;
  return { results, problems: isWhole && refused > 0 ? [nothingWritten(refused)] : [] };
}

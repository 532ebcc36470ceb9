import { z } from 'zod';
import { refreshStatistics } from '../../database/statistics.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { InstanceId, SuggestionId, UserId } from '../../shared/ids.js';
import type { AskCompanies } from '../companies/ask-companies.js';
import type { DirectoryService } from '../companies/directory.service.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { JobKind } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { JobDue, JobPart, JobRun, JobTask } from '../jobs/job-task.js';
import type { AcceptSuggestions } from './accept-suggestions.js';
import type { MatchingMarkRepository } from './matching-mark.repository.js';
import type { MatchingSettingsRepository } from './matching-settings.repository.js';
import type { SuggestRepository } from './suggest.repository.js';
import type { SuggestionRepository } from './suggestion.repository.js';
import type { UserFactsRepository } from './user-facts.repository.js';

interface Deps {
  readonly integration: IntegrationService;
  readonly directory: DirectoryService;
  readonly jobs: JobService;
  readonly facts: UserFactsRepository;
  readonly suggest: SuggestRepository;
  readonly suggestions: SuggestionRepository;
  readonly settings: MatchingSettingsRepository;
  readonly marks: MatchingMarkRepository;
  readonly accepting: AcceptSuggestions;
  /** Asks about companies in the background, for suggestions that are accepted without a person. */
  readonly askFor: (signal: AbortSignal) => AskCompanies;
}

/** First everybody's facts, for users are rivals of each other; then suggestions; then those that accept themselves. */
const Stage = { FACTS: 'FACTS', SUGGESTIONS: 'SUGGESTIONS', ACCEPTING: 'ACCEPTING' } as const;

const stateShape = z.object({
  stage: z.enum(Stage),
  instanceId: z.uuid().transform((id) => id as InstanceId),
  threshold: z.number(),
  /** Whether the ground is another than that of the last run: then everybody is looked at. */
  isWhole: z.boolean(),
  seenUntil: z.iso.datetime(),
  /** The last id that was dealt with in this stage. */
  after: z.uuid().optional(),
});
type State = z.output<typeof stateShape>;

/** Users a statement: each stays under a second, on the embedded database as well. */
const FACTS_SLICE = 1_000;
const SUGGESTIONS_SLICE = 100;
const ACCEPTING_SLICE = 200;
const SECOND = 1_000;
/** Runs of the schedule begin at least this far apart. */
const BETWEEN_RUNS = 60 * SECOND;
/** Whoever changes something wakes us; should a wake-up be missed, this finds it. */
const LOOK_AGAIN_SECONDS = 3_600;

/** Looks for the companies that unmapped users may be, slice by slice of the users and in the database alone. */
export class MatchUsers implements JobTask {
  readonly kind = JobKind.MATCHING;

  constructor(private readonly deps: Deps) {}

  async due(caller: Caller): Promise<JobDue> {
    const { integration, directory, jobs, marks } = this.deps;
    const instanceId = (await integration.find(caller))?.instanceId;
    if (!instanceId || !(await directory.mirror(caller))?.syncedAt) return { kind: 'rest' };
    const last = (await jobs.page(caller, { first: 1 }, { kinds: [this.kind] })).items[0]?.item;
    const begun = last && (last.startedAt ?? last.createdAt).getTime();
    const { now, isAny } = await marks.news(caller.accountId, instanceId);
    if (!isAny) return { kind: 'after', seconds: LOOK_AGAIN_SECONDS };
    const next = begun === undefined ? now : new Date(begun + BETWEEN_RUNS);
    return next <= now ? { kind: 'start', input: {} } : { kind: 'at', at: next };
  }

  async part(caller: Caller, run: JobRun): Promise<void> {
    // What an older version left is not gone on with.
    const state = stateShape.safeParse(run.job.state).data ?? (await this.begin(caller));
    switch (state.stage) {
      case Stage.FACTS:
        return this.bringFacts(caller, run, state);
      case Stage.SUGGESTIONS:
        return this.makeSuggestions(caller, run, state);
      case Stage.ACCEPTING:
        return this.acceptSure(caller, run, state);
    }
  }

  private async begin(caller: Caller): Promise<State> {
    const { integration, settings, marks } = this.deps;
    const { id: instanceId } = await integration.instance(caller);
    const { threshold } = await settings.find(caller.accountId);
    const plan = await marks.plan(caller.accountId, { instanceId, threshold });
    return { stage: Stage.FACTS, instanceId, threshold, ...plan };
  }

  private async bringFacts({ accountId }: Caller, run: JobRun, state: State): Promise<void> {
    const { facts, suggest } = this.deps;
    const { instanceId, isWhole } = state;
    const users = await facts.stale(accountId, { after: state.after as UserId | undefined, most: FACTS_SLICE });
    const isLast = users.length < FACTS_SLICE;
    const next: State = isLast
      ? { ...state, stage: Stage.SUGGESTIONS, after: undefined }
      : { ...state, after: users.at(-1)?.id };
    await run.save({}, async (tx) => {
      if (users.length > 0) await facts.save(tx, accountId, { instanceId, users });
      if (isLast) await refreshStatistics(tx);
      return { state: next, ...(isLast && { total: await suggest.count(tx, accountId, { isWhole }) }) };
    });
  }

  private async makeSuggestions({ accountId }: Caller, run: JobRun, state: State): Promise<void> {
    const { settings, suggest, marks } = this.deps;
    const { autoAccept } = await settings.find(accountId);
    const { instanceId, threshold, isWhole } = state;
    const after = state.after as UserId | undefined;
    const wanted = { instanceId, after, most: SUGGESTIONS_SLICE, threshold, isWhole };
    await run.save({}, async (tx): Promise<JobPart> => {
      await this.holdInstance(tx, accountId, instanceId);
      const { users, last, suggested } = await suggest.suggest(tx, accountId, wanted);
      const done = run.job.done + users;
      const counts = { SUGGESTED: suggested };
      if (users === SUGGESTIONS_SLICE) {
        return { done, counts, total: Math.max(done, run.job.total ?? 0), state: { ...state, after: last } };
      }
      await marks.save(tx, accountId, state);
      const next: State = { ...state, stage: Stage.ACCEPTING, after: undefined };
      return { done, total: done, counts, state: next, isLast: !autoAccept };
    });
  }

  /** Whatever is refused stays open for a person. */
  private async acceptSure(caller: Caller, run: JobRun, state: State): Promise<void> {
    const { suggestions, accepting, integration, askFor, settings } = this.deps;
    const { accountId } = caller;
    const after = state.after as SuggestionId | undefined;
    const { autoAccept } = await settings.find(accountId);
    const wanted = { instanceId: state.instanceId, after, most: ACCEPTING_SLICE };
    const sure = autoAccept ? await suggestions.sure(accountId, wanted) : [];
    const { isEnabled } = await integration.instance(caller);
    const plan = await accepting.plan(caller, sure, { isEnabled, ask: askFor(run.signal) });
    await run.save({}, async (tx) => {
      await this.holdInstance(tx, accountId, state.instanceId);
      const results = await accepting.writeIn(tx, caller, { suggestions: sure, plan });
      const mapped = results.filter(({ result }) => result !== undefined).length;
      return {
        state: { ...state, after: sure.at(-1)?.id },
        counts: { MAPPED: mapped, REJECTED: results.length - mapped },
        isLast: sure.length < ACCEPTING_SLICE,
      };
    });
  }

  private async holdInstance(tx: WriteTransaction, ...[accountId, instanceId]: [Caller['accountId'], InstanceId]) {
    if ((await this.deps.suggest.holdMappings(tx, accountId)) === instanceId) return;
    const message = 'The account moved to another ConnectWise system meanwhile. Start it again.';
    throw new Failure({ code: FailureCode.NOT_CONFIGURED, message });
  }
}

import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { limits } from '../../shared/limits.js';
import { PutOff } from '../../shared/put-off.js';
import type { MirrorWriter } from '../companies/mirror-writer.js';
import type { BackgroundWork, Question } from '../integration/background-work.js';
import { AccountHold, OutgoingWork } from '../integration/health.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { JobKind, JobStatus } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { JobDue, JobRun, JobTask } from '../jobs/job-task.js';
import { wakeMatching } from '../matching/wake-matching.js';
import { askCompanies } from './ask-companies.js';
import type { DriftWatch } from './drift-watch.js';
import type { ReturnMappings } from './return-mappings.js';
import { readSelection, readState, standings, type VerificationState } from './verification.js';
import type { VerificationRepository } from './verification.repository.js';

interface Deps {
  readonly integration: IntegrationService;
  readonly backgroundWork: BackgroundWork;
  readonly jobs: JobService;
  readonly rows: VerificationRepository;
  readonly writer: MirrorWriter;
  readonly watch: DriftWatch;
  readonly returns: ReturnMappings;
  readonly clock: Clock;
}

/** Companies of a part: four to six calls, and one statement that stays under a second. */
const BATCH = 1_000;
const REST_MS = 3_600_000;

/** Identifiers take more room in an URL than record ids do. */
const OTHERS_BATCH = 250;

type CompaniesState = Extract<VerificationState, { phase: 'COMPANIES' }>;
type OthersState = Extract<VerificationState, { phase: 'OTHERS' }>;

/** Checks stored mappings against ConnectWise, a thousand companies at a time. */
export class VerifyMappings implements JobTask {
  readonly kind = JobKind.MAPPING_VERIFICATION;

  constructor(private readonly deps: Deps) {}

  /**
   * There is no schedule, because the daily comparison of the mirror finds the same. But when the mirror lost a company
   * whose people may tell where it went, ConnectWise is asked for those few.
   */
  async due(caller: Caller): Promise<JobDue> {
    const { integration, jobs, rows } = this.deps;
    const settings = await integration.find(caller);
    if (!settings?.isEnabled || !settings.instanceId) return { kind: 'rest' };
    const mappingIds = await rows.mappingsToAsk(caller.accountId, settings.instanceId, limits.bulkItems);
    if (mappingIds.length === 0) return { kind: 'rest' };
    const [newest] = (await jobs.page(caller, { first: 1 }, { kinds: [this.kind] })).items;
    const { status, finishedAt } = newest?.item ?? {};
    const isTooSoon = status === JobStatus.FAILED || status === JobStatus.CANCELLED;
    const at = isTooSoon && finishedAt ? finishedAt.getTime() + REST_MS : 0;
    return at > this.deps.clock.now().getTime()
      ? { kind: 'at', at: new Date(at) }
      : { kind: 'start', input: { mappingIds } };
  }

  async part(caller: Caller, run: JobRun): Promise<void> {
    const state = readState(run.job.state) ?? (await this.begin(caller));
    if (state.phase === 'COMPANIES') await this.companies(caller, run, state);
    else await this.others(caller, run, state);
  }

  private async begin(caller: Caller): Promise<CompaniesState> {
    const instanceId = (await this.deps.integration.find(caller))?.instanceId;
    if (!instanceId) throw new PutOff(AccountHold.INTEGRATION_OFF, { kind: 'rest' });
    return { phase: 'COMPANIES', instanceId, after: 0 };
  }

  private async companies(caller: Caller, run: JobRun, state: CompaniesState): Promise<void> {
    const { rows, writer, watch, clock } = this.deps;
    const { accountId } = caller;
    const { instanceId, after } = state;
    const selection = readSelection(run.job.input);
    const total = run.job.total ?? (await rows.count(accountId, selection));
    const batch = await rows.nextCompanies(accountId, { instanceId, after, selection, most: BATCH });
    const { connectWiseIds, mappingCount } = batch;
    const last = connectWiseIds.at(-1);
    if (last === undefined) return run.save({ state: { phase: 'OTHERS', instanceId, after: null }, total });
    const contacts = await rows.contactsOf(accountId, instanceId, connectWiseIds);
    const { answer, answeredBy } = await this.ask(caller, run, async (session, answeredBy) => ({
      answer: await askCompanies(session, connectWiseIds, contacts),
      answeredBy,
    }));
    const { companies, absent, heirs, calls } = answer;
    if (answeredBy !== instanceId) {
      return run.save({ state: await this.begin(caller), done: 0, counts: { CALLED: calls } });
    }
    await run.save({}, async (tx) => {
      const seen = { instanceId, companies, absent: { kind: 'ids', ids: absent } } as const;
      const { changed, touched } = await writer.store(tx, accountId, seen);
      const noticed = [...new Set([...connectWiseIds, ...touched])];
      await watch.noticed(tx, caller, { instanceId, connectWiseIds: noticed, heirs });
      if (touched.length > 0) await wakeMatching(tx, caller);
      const checked = await rows.noteChecked(tx, accountId, { instanceId, connectWiseIds, at: clock.now() });
      return {
        state: { ...state, after: last },
        done: run.job.done + mappingCount,
        total,
        counts: { CALLED: calls, CHANGED: changed, MISSING: absent.length, ...standings(checked) },
      };
    });
  }

  private async others(caller: Caller, run: JobRun, state: OthersState): Promise<void> {
    const { rows, returns } = this.deps;
    const { accountId } = caller;
    const { instanceId, after } = state;
    const selection = readSelection(run.job.input);
    const ids = await rows.nextOthers(accountId, { after, selection, most: OTHERS_BATCH });
    const last = ids.at(-1);
    if (last === undefined) return run.save({ total: run.job.done, isLast: true });
    const wanted = await returns.wanted(caller, ids);
    const { answer, answeredBy } = await this.ask(caller, run, async (session, answeredBy) => ({
      answer: await returns.ask(session, wanted),
      answeredBy,
    }));
    const counts = { CALLED: answer.calls };
    if (answeredBy !== instanceId) return run.save({ state: await this.begin(caller), done: 0, counts });
    await run.save({}, async (tx) => ({
      state: { ...state, after: last },
      done: run.job.done + ids.length,
      counts: { ...counts, ...(await returns.write(tx, caller, { instanceId, wanted, answer })) },
    }));
  }

  private ask<Answer>(caller: Caller, { signal }: JobRun, question: Question<Answer>): Promise<Answer> {
    const piece = { work: OutgoingWork.COMPANY_SYNC, capability: 'READ_COMPANIES', signal } as const;
    return this.deps.backgroundWork.run(caller, piece, question);
  }
}

import { z } from 'zod';
import { allOf } from '../../connectwise/all-of.js';
import { ifFound } from '../../connectwise/if-found.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { SharedTime } from '../../database/database-time.js';
import type { Caller } from '../../shared/caller.js';
import type { InstanceId } from '../../shared/ids.js';
import { ownHourAfter } from '../../shared/own-hour.js';
import { PutOff } from '../../shared/put-off.js';
import { stateOf } from '../billing-plans/addition-state.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { BackgroundWork } from '../integration/background-work.js';
import { AccountHold, OutgoingWork } from '../integration/health.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { JobKind } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { JobDue, JobRun, JobTask } from '../jobs/job-task.js';
import type { ComparisonRepository } from './comparison.repository.js';
import type { FoundAddition } from './reconciliation.js';

interface Deps {
  readonly integration: IntegrationService;
  readonly backgroundWork: BackgroundWork;
  readonly jobs: JobService;
  readonly events: EventService;
  readonly rows: ComparisonRepository;
  /** Jobs are stamped by it, too. */
  readonly time: SharedTime;
}

const stateShape = z.object({
  instanceId: z.custom<InstanceId>((value) => typeof value === 'string'),
  /** Agreements up to this one are done. */
  after: z.int(),
  /** Rows found so far that are not as they were written, and were not so before. */
  news: z.int(),
});
type State = z.infer<typeof stateShape>;

/** Agreements of a part, one call each: also where each takes as long as the slowest ConnectWise, a slice has time for them. */
const BATCH = 20;

/** Reads each night, and when somebody asks for it, what the additions have now that were written to. */
export class CompareAdditions implements JobTask {
  readonly kind = JobKind.RECONCILIATION;

  constructor(private readonly deps: Deps) {}

  async due(caller: Caller): Promise<JobDue> {
    const { integration, rows, jobs, time } = this.deps;
    const settings = await integration.find(caller);
    if (!settings?.isEnabled || !settings.instanceId) return { kind: 'rest' };
    // Whoever writes to an agreement wakes us.
    const wanted = { instanceId: settings.instanceId, after: 0, most: 1 };
    if ((await rows.nextAgreements(caller.accountId, wanted)).length === 0) return { kind: 'rest' };
    const [newest] = (await jobs.page(caller, { first: 1 }, { kinds: [this.kind] })).items;
    const now = (await time.now(caller.accountId)).getTime();
    const last = newest?.item.finishedAt ?? (await rows.firstDone(caller.accountId, settings.instanceId));
    if (!last) return { kind: 'rest' };
    const at = ownHourAfter(caller.accountId, last.getTime());
    return at <= now ? { kind: 'start', input: {} } : { kind: 'at', at: new Date(at) };
  }

  async part(caller: Caller, run: JobRun): Promise<void> {
    const { rows } = this.deps;
    const { accountId } = caller;
    const state = run.job.state === undefined ? await this.begin(caller) : stateShape.parse(run.job.state);
    const { instanceId, after } = state;
    const total = run.job.total ?? (await rows.countAgreements(accountId, instanceId));
    const agreementIds = await rows.nextAgreements(accountId, { instanceId, after, most: BATCH });
    const piece = { work: OutgoingWork.BILLING, capability: 'READ_AGREEMENTS', signal: run.signal } as const;
    const { found, answeredBy } = await this.deps.backgroundWork.run(caller, piece, async (session, at) => ({
      found: at === instanceId ? await readAdditions(session, agreementIds) : [],
      answeredBy: at,
    }));
    if (answeredBy !== instanceId) return run.save({ state: await this.begin(caller), done: 0 });
    const isLast = agreementIds.length < BATCH;
    const last = isLast ? undefined : agreementIds.at(-1);
    await run.save({ total, counts: { CALLED: agreementIds.length } }, async (tx) => {
      const counts = await rows.compare(tx, accountId, { range: { instanceId, after, last }, found });
      const { same, different, missing } = counts;
      const news = state.news + counts.news;
      if (isLast && news > 0) {
        await this.deps.events.append(tx, accountId, { kind: EventKind.BILLING_DIFFERS, facts: { news } });
      }
      return {
        ...{ state: { ...state, after: last ?? after, news }, done: run.job.done + agreementIds.length, isLast },
        counts: { UNCHANGED: same, DIFFERENT: different, MISSING: missing },
      };
    });
  }

  private async begin(caller: Caller): Promise<State> {
    const instanceId = (await this.deps.integration.find(caller))?.instanceId;
    if (!instanceId) throw new PutOff(AccountHold.INTEGRATION_OFF, { kind: 'rest' });
    return { instanceId, after: 0, news: 0 };
  }
}

async function readAdditions(session: ConnectWiseSession, agreementIds: readonly number[]): Promise<FoundAddition[]> {
  const found: FoundAddition[] = [];
  for (const agreementId of agreementIds) {
    // An agreement that was deleted has taken its additions along.
    const additions = (await ifFound(allOf(session.additions.list(agreementId)))) ?? [];
    found.push(...additions.map((addition) => ({ agreementId, additionId: addition.id, ...stateOf(addition) })));
  }
  return found;
}

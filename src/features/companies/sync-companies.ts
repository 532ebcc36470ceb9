import type { Company } from '../../connectwise/company.js';
import type { SharedTime } from '../../database/database-time.js';
import type { Caller } from '../../shared/caller.js';
import { PutOff } from '../../shared/put-off.js';
import type { BackgroundWork } from '../integration/background-work.js';
import { AccountHold } from '../integration/health.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { JobKind, JobStatus } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { JobDue, JobRun, JobTask } from '../jobs/job-task.js';
import { boundsAfter, latest, nextSync, SyncMode } from './company-mirror.js';
import type { CompanyMirrorRepository } from './company-mirror.repository.js';
import type { CompanyWatch } from './company-watch.js';
import { type CompaniesSeen, type MirrorWriter, NOTHING_ABSENT } from './mirror-writer.js';
import { PagesAhead } from './pages-ahead.js';
import { readMode, readState, type SyncState } from './sync-state.js';

interface Deps {
  readonly integration: IntegrationService;
  readonly backgroundWork: BackgroundWork;
  readonly jobs: JobService;
  readonly mirrors: CompanyMirrorRepository;
  readonly time: SharedTime;
  readonly writer: MirrorWriter;
  readonly watch: CompanyWatch;
}

/** What a part found, and where the next one begins. */
interface Found {
  readonly state: SyncState;
  readonly seen: CompaniesSeen;
  readonly calls: number;
  /** ConnectWise has no more. */
  readonly isLast: boolean;
}

/** A record stamped so much later than now is stamped wrongly, and would hide all changes before it. */
const FUTURE_MS = 3_600_000;

/** Brings the mirror up to date: one page of ConnectWise is one part of the job. */
export class SyncCompanies implements JobTask {
  readonly kind = JobKind.COMPANY_SYNC;

  private readonly pages: PagesAhead;

  constructor(private readonly deps: Deps) {
    this.pages = new PagesAhead(deps.backgroundWork);
  }

  async due(caller: Caller): Promise<JobDue> {
    const { integration, mirrors, jobs } = this.deps;
    const { accountId } = caller;
    const settings = await integration.find(caller);
    if (!settings?.isEnabled || !settings.instanceId) return { kind: 'rest' };
    const now = await this.deps.time.now(accountId);
    const mirror = await mirrors.find(accountId, settings.instanceId);
    const [newest] = (await jobs.page(caller, { first: 1 }, { kinds: [this.kind] })).items;
    const endedAt = newest?.item.finishedAt;
    const last = endedAt && { endedAt, hasSucceeded: newest.item.status === JobStatus.SUCCEEDED };
    const { mode, at } = nextSync({ now, accountId, mirror, last });
    return at <= now ? { kind: 'start', input: { mode } } : { kind: 'at', at };
  }

  async part(caller: Caller, run: JobRun): Promise<void> {
    const state = readState(run.job.state) ?? (await this.begin(caller, run));
    const { sweep, instanceId } = state;
    if (sweep) {
      const absent = { kind: 'range', range: sweep, alsoThere: sweep.alsoThere } as const;
      const seen = { instanceId, companies: [], absent };
      return this.save(caller, run, { state: { ...state, sweep: undefined }, seen, calls: 0, isLast: sweep.isLast });
    }
    await this.deps.mirrors.refreshStatistics(caller.accountId);
    const { page, answeredBy } = await this.pages.take(caller, run, state);
    // The settings lead to another ConnectWise by now, and what it says must not get into the copy of the first.
    if (answeredBy !== instanceId) {
      return run.save({ state: await this.begin(caller, run), done: 0, counts: { CALLED: page.calls } });
    }
    const after = page.items.at(-1)?.id ?? state.after;
    const hasLinks = state.hasLinks || page.hasNext;
    const isOpenEnded =
      page.isFull && !hasLinks && (await this.deps.mirrors.hasBehind(caller.accountId, instanceId, after));
    const isLast = !page.hasNext && !isOpenEnded;
    const range = { after: state.after, upTo: isLast ? undefined : after };
    const absent = state.mode === SyncMode.FULL ? ({ kind: 'range', range } as const) : NOTHING_ABSENT;
    const next = { ...state, after, hasLinks, newest: newestOf(page.items, state) };
    if (!isLast) this.pages.askAhead(caller, run, next);
    await this.save(caller, run, {
      state: next,
      seen: { instanceId, companies: page.items, absent, isFirst: isFirst(state) },
      calls: page.calls,
      isLast,
    });
  }

  private async begin(caller: Caller, { job }: JobRun): Promise<SyncState> {
    const { integration, mirrors } = this.deps;
    const { accountId } = caller;
    const instanceId = (await integration.find(caller))?.instanceId;
    if (!instanceId) throw new PutOff(AccountHold.INTEGRATION_OFF, { kind: 'rest' });
    const mirror = await mirrors.find(accountId, instanceId);
    const changedAfter = readMode(job.input) === SyncMode.INCREMENT ? mirror?.changedUntil : undefined;
    const isFull = !changedAfter;
    return {
      instanceId,
      mode: isFull ? SyncMode.FULL : SyncMode.INCREMENT,
      begunAt: await this.deps.time.now(accountId),
      changedAfter,
      after: 0,
      known: isFull && mirror?.syncedAt ? await mirrors.count(accountId, instanceId) : undefined,
      newest: undefined,
      hasLinks: false,
      sweep: undefined,
    };
  }

  private async save(caller: Caller, run: JobRun, { state, seen, calls, isLast }: Found): Promise<void> {
    const { writer, watch, mirrors } = this.deps;
    const { accountId } = caller;
    const { instanceId, mode } = state;
    const bounds = isLast ? await this.boundsAfter(caller, state) : undefined;
    await run.save({}, async (tx) => {
      const change = await writer.store(tx, accountId, seen);
      const { touched, rest, added, changed, unchanged, missing } = change;
      if (touched.length > 0) await watch.noticed(tx, caller, { instanceId, connectWiseIds: touched });
      const isOver = bounds !== undefined && !rest;
      if (isOver) await mirrors.saveEnd(tx, accountId, { instanceId, mode, ...bounds });
      const done = run.job.done + seen.companies.length;
      return {
        state: rest ? { ...state, sweep: { ...rest, alsoThere: thereIn(seen, rest.after), isLast } } : state,
        done,
        total: isOver ? done : state.known && Math.max(state.known, done),
        counts: { CALLED: calls, ADDED: added, CHANGED: changed, UNCHANGED: unchanged, MISSING: missing },
        isLast: isOver,
      };
    });
  }

  private async boundsAfter({ accountId }: Caller, { instanceId, begunAt, newest }: SyncState) {
    const { mirrors } = this.deps;
    const before = await mirrors.find(accountId, instanceId);
    return boundsAfter(before, { begunAt, newest, endedAt: await this.deps.time.now(accountId) });
  }
}

/** Only of a mirror that was never whole nobody counted the companies. */
function isFirst({ mode, known }: SyncState): boolean {
  return mode === SyncMode.FULL && known === undefined;
}

function newestOf(companies: readonly Company[], { newest, begunAt }: SyncState): Date | undefined {
  const limit = begunAt.getTime() + FUTURE_MS;
  const stamps = companies.flatMap(({ lastUpdated }) =>
    lastUpdated && lastUpdated.getTime() <= limit ? lastUpdated : [],
  );
  return latest(newest, ...stamps);
}

/** What is left of what an answer says to be there. */
function thereIn({ companies, absent }: CompaniesSeen, after: number): number[] {
  const also = absent.kind === 'range' ? (absent.alsoThere ?? []) : [];
  return [...also, ...companies.map(({ id }) => id)].filter((id) => id > after);
}

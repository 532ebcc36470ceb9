import type { Caller } from '../../shared/caller.js';
import type { JobId } from '../../shared/ids.js';
import { latest, nextSync } from '../companies/company-mirror.js';
import type { MirrorAge } from '../companies/directory.service.js';
import { accountHold, type HeldWork, OUTGOING_KINDS } from '../integration/health.js';
import type { Integration } from '../integration/integration.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { Job } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { MappingCounts } from '../mappings/mapping.js';
import type { MappingService } from '../mappings/mapping.service.js';
import { JOB_KINDS, type OverviewFigures, ScheduledWork, type ScheduleFacts } from './overview.js';
import type { OverviewRepository } from './overview.repository.js';

/** One kind of work that nobody has to ask for. */
export interface Schedule {
  readonly work: ScheduledWork;
  readonly lastRun: Job | undefined;
  readonly nextRunAt: Date | undefined;
  readonly stoppedAt: Date | undefined;
}

/** Where an account's work stands. */
export interface Overview extends Pick<OverviewFigures, 'drifts' | 'suggestions' | 'jobs' | 'ticketing'> {
  readonly users: MappingCounts;
  /** Users whose work would go out if nothing held it. */
  readonly held: number;
  readonly schedules: readonly Schedule[];
  /** Undefined, like the mirror, while nothing is set up. */
  readonly integration: Integration | undefined;
  readonly mirror: MirrorAge | undefined;
  readonly holds: readonly HeldWork[];
}

interface Deps {
  readonly integration: IntegrationService;
  readonly mappings: MappingService;
  readonly jobs: JobService;
  readonly rows: OverviewRepository;
}

/** Seen from there, the next sync is always a full comparison. */
const END_OF_TIME = new Date(8.64e15);

/** Gathers the figures of all features, in a number of statements that does not grow. */
export class OverviewService {
  constructor(private readonly deps: Deps) {}

  async read(caller: Caller): Promise<Overview> {
    const { integration, mappings, rows } = this.deps;
    const { accountId } = caller;
    const found = await integration.find(caller);
    const instanceId = found?.instanceId;
    const [users, holds, figures, facts] = await Promise.all([
      mappings.counts(caller, instanceId),
      integration.holds(caller),
      rows.figures(accountId, instanceId),
      rows.schedules(accountId),
    ]);
    const { drifts, suggestions, jobs, ticketing, syncedAt, comparedAt } = figures;
    const mirror = instanceId && { instanceId, syncedAt, comparedAt };
    const lastRuns = await this.lastRuns(caller, facts);
    const schedules = facts.map(({ work, lastRunId, dueAt, stoppedAt }) => {
      const rests = accountHold(found) !== undefined && OUTGOING_KINDS.includes(JOB_KINDS[work]);
      const nextRunAt = rests ? undefined : nextRunOf(caller, { work, dueAt, mirror });
      return { work, lastRun: lastRunId && lastRuns.get(lastRunId), nextRunAt, stoppedAt };
    });
    const held = heldOf(users, found);
    return { ...{ users, held, drifts, suggestions, jobs, ticketing }, schedules, integration: found, mirror, holds };
  }

  private async lastRuns(caller: Caller, facts: readonly ScheduleFacts[]): Promise<ReadonlyMap<JobId, Job>> {
    const ids = new Set(facts.flatMap(({ lastRunId }) => lastRunId ?? []));
    return new Map((await this.deps.jobs.find(caller, [...ids])).map((job) => [job.id, job]));
  }
}

type Plan = Pick<ScheduleFacts, 'work' | 'dueAt'> & { readonly mirror: MirrorAge | undefined };

/** Each sync that comes before the account's own hour for a full comparison is an increment. */
function nextRunOf({ accountId }: Caller, { work, dueAt, mirror }: Plan): Date | undefined {
  if (work !== ScheduledWork.COMPANY_COMPARISON || !dueAt || !mirror?.comparedAt) return dueAt;
  const copy = { ...mirror, changedUntil: undefined, newestChange: undefined };
  const { at } = nextSync({ now: END_OF_TIME, accountId, mirror: copy, last: undefined });
  return latest(at, dueAt);
}

/** A hold of the account holds everybody; otherwise it is each mapping that is not in order. */
function heldOf(users: MappingCounts, integration: Integration | undefined): number {
  const mendable = users.setAside + users.unverified + users.broken;
  return accountHold(integration) ? mendable + users.ready : mendable;
}

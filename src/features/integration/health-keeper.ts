import type { ConnectionReport } from '../../connectwise/connection-report.js';
import type { Database } from '../../database/database.js';
import { assertHold, wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { type WorkHold, WorkKind } from '../../shared/work.js';
import type { AuditService } from '../audit/audit.service.js';
import type { EventService } from '../events/event.service.js';
import { type HeldWork, OUTGOING_KINDS, permits, REFUSALS_TO_PAUSE, refusalIn } from './health.js';
import type { HealthRepository, Standing } from './health.repository.js';
import { held, News, paused, released, resumed, versionChanged } from './health-news.js';
import type { PauseReason } from './integration.js';

interface Deps {
  readonly database: Database;
  readonly health: HealthRepository;
  readonly audit: AuditService;
  readonly events: EventService;
}

/** A test of the settings as they were in this version. */
export interface Tested {
  readonly version: number;
  readonly report: ConnectionReport;
  /** Of the scheduled check, which nobody asked for: its refusals count like those of any other background work. */
  readonly hold?: WorkHold;
}

/**
 * Keeps what is known of an account's health. Everything is decided under the lock of the settings' row, and what was
 * learnt under keys that are not the saved ones any more is thrown away: it says nothing of the new ones.
 */
export class HealthKeeper {
  constructor(private readonly deps: Deps) {}

  holds(caller: Caller): Promise<HeldWork[]> {
    return this.deps.health.holds(caller.accountId);
  }

  /** ConnectWise refused the credentials of background work. @returns whether the account is paused now */
  async refused(caller: Caller, version: number, reason: PauseReason): Promise<boolean> {
    return this.change(caller, version, async (tx, standing, news) => {
      await this.countRefusal(tx, caller, { standing, reason, news });
      return standing.pause !== undefined || standing.refusals + 1 >= REFUSALS_TO_PAUSE;
    });
  }

  /** ConnectWise took the credentials, so refusals before this are not in a row with later ones. */
  async accepted(caller: Caller, version: number): Promise<void> {
    await this.change(caller, version, async (tx, standing) => {
      if (standing.refusals > 0 && !standing.pause) await this.deps.health.setRefusals(tx, caller.accountId, 0);
      return true;
    });
  }

  /** ConnectWise does not permit a kind of work. */
  async forbidden(caller: Caller, version: number, hold: Pick<HeldWork, 'work' | 'capability'>): Promise<void> {
    await this.change(caller, version, async (tx, _standing, news) => {
      if (await this.deps.health.hold(tx, caller.accountId, hold)) news.add(held(caller, hold));
      return true;
    });
  }

  /** The API was found at another address than before: the settings are tested again as soon as can be. */
  async moved(caller: Caller, version: number): Promise<void> {
    await this.change(caller, version, async (tx) => {
      await this.deps.health.checkNow(tx, caller.accountId);
      await this.wakeForCheck(tx, caller);
      return true;
    });
  }

  /** The saved settings were tested. */
  async settle(caller: Caller, { version, report, hold }: Tested): Promise<void> {
    const { health } = this.deps;
    await this.change(caller, version, async (tx, standing, news) => {
      // After the lock of the settings' row, as everywhere: the other order could meet a save half-way.
      if (hold) await assertHold(tx, hold);
      await health.saveReport(tx, caller.accountId, report);
      const reason = refusalIn(report);
      if (hold && reason) await this.countRefusal(tx, caller, { standing, reason, news });
      await this.learn(tx, caller, { standing, report, news });
      if (hold) await health.planCheck(tx, caller.accountId);
      return true;
    });
  }

  /** In the transaction of a save: the new settings begin without refusals, and enabled ones have just passed a test. */
  async saved(
    tx: WriteTransaction,
    caller: Caller,
    { report, isMoved }: { report: ConnectionReport | undefined; isMoved: boolean },
  ): Promise<News> {
    const { health } = this.deps;
    const { accountId } = caller;
    const news = new News();
    if (isMoved) await health.saveSeen(tx, accountId, { seenVersion: null, seenApi: null });
    const standing = await health.lock(tx, accountId);
    if (!standing) return news;
    await health.setRefusals(tx, accountId, 0);
    if (standing.isEnabled && report) await this.learn(tx, caller, { standing, report, news });
    await health.planCheck(tx, accountId);
    return news;
  }

  /** Wakes everything that may have rested while the account could not work. Call it last in a transaction. */
  async wakeAll(tx: WriteTransaction, caller: Caller): Promise<void> {
    for (const kind of OUTGOING_KINDS) await wake(tx, caller.accountId, kind);
    await this.wakeForCheck(tx, caller);
  }

  /** Wakes the account for its next check. Call it last in a transaction. */
  async wakeForCheck(tx: WriteTransaction, { accountId }: Caller): Promise<void> {
    const at = await this.deps.health.nextCheckAt(tx, accountId);
    if (at) await wake(tx, accountId, WorkKind.HEALTH_CHECK, at);
  }

  /** Takes the check that is due; false when there is none, or somebody else has it. */
  takeCheck({ accountId }: Caller): Promise<boolean> {
    return this.deps.database.write(accountId, (tx) => this.deps.health.takeCheck(tx, accountId));
  }

  /** Leaves it to the next check, as when there was nothing that could be tested. */
  async planCheck({ accountId }: Caller): Promise<void> {
    await this.deps.database.write(accountId, (tx) => this.deps.health.planCheck(tx, accountId));
  }

  private async countRefusal(
    tx: WriteTransaction,
    caller: Caller,
    { standing, reason, news }: { standing: Standing; reason: PauseReason; news: News },
  ): Promise<void> {
    const { health } = this.deps;
    if (standing.pause) return;
    const refusals = standing.refusals + 1;
    await health.setRefusals(tx, caller.accountId, refusals);
    if (refusals < REFUSALS_TO_PAUSE) return;
    await health.pause(tx, caller.accountId, reason);
    news.add(paused(caller, reason));
  }

  /** What a report ends or shows: a pause, a row of refusals, held kinds of work, another version. */
  private async learn(
    tx: WriteTransaction,
    caller: Caller,
    { standing, report, news }: { standing: Standing; report: ConnectionReport; news: News },
  ): Promise<void> {
    const { health } = this.deps;
    const { accountId } = caller;
    if (report.isHealthy) await health.resume(tx, accountId);
    if (report.isHealthy && standing.pause) news.add(resumed(caller, standing.pause.reason));
    const free = (await health.holdsIn(tx, accountId)).filter(({ capability }) => permits(report, capability));
    await health.release(
      tx,
      accountId,
      free.map(({ work }) => work),
    );
    for (const hold of free) news.add(released(caller, hold));
    const { version, apiBaseUrl } = report;
    if (version === null || apiBaseUrl === null) return;
    const now = { seenVersion: version, seenApi: apiBaseUrl };
    await health.saveSeen(tx, accountId, now);
    const isKnown = standing.seenVersion !== null;
    if (isKnown && (standing.seenVersion !== version || standing.seenApi !== apiBaseUrl)) {
      news.add(versionChanged(standing, now));
    }
  }

  private async change(
    caller: Caller,
    version: number,
    work: (tx: WriteTransaction, standing: Standing, news: News) => Promise<boolean>,
  ): Promise<boolean> {
    const { database, health, audit, events } = this.deps;
    return database.write(caller.accountId, async (tx) => {
      const standing = await health.lock(tx, caller.accountId);
      if (standing?.version !== version) return false;
      const news = new News();
      const outcome = await work(tx, standing, news);
      await audit.record(tx, caller, ...news.audit);
      await events.append(tx, caller.accountId, ...news.events);
      if (news.endsHolds) await this.wakeAll(tx, caller);
      return outcome;
    });
  }
}

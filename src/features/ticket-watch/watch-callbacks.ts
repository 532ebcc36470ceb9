import { allOf } from '../../connectwise/all-of.js';
import type { Callback, NewCallback } from '../../connectwise/callbacks.js';
import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { ifFound } from '../../connectwise/if-found.js';
import type { Database } from '../../database/database.js';
import { PutOff, timeOf } from '../../shared/put-off.js';
import type { SecretBox } from '../../shared/secret-box.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { BackgroundWork } from '../integration/background-work.js';
import { AccountHold, OutgoingWork } from '../integration/health.js';
import { requireInstance } from '../integration/require-instance.js';
import { templatesOf } from '../ticketing-settings/check-input.js';
import type { DeliveryRun } from '../tickets/delivery-run.js';
import { heldWrite } from '../tickets/held-write.js';
import { callbackUrl, hashInUrl, openPath } from './callback-path.js';
import { CallbackObstacle, pollSeconds, type TicketWatch } from './ticket-watch.js';
import type { TicketWatchRepository } from './ticket-watch.repository.js';
import type { WatchedTicketRepository, Watching } from './watched-ticket.repository.js';

interface Deps {
  readonly database: Database;
  readonly backgroundWork: BackgroundWork;
  readonly audit: AuditService;
  readonly events: EventService;
  readonly rows: TicketWatchRepository;
  readonly tickets: WatchedTicketRepository;
  readonly box: SecretBox;
  /** Where ConnectWise reaches this server; without one it is not asked to call us. */
  readonly publicUrl: string | undefined;
}

/** What has to be done to the callbacks so that each board has one that works, and nothing else of ours is there. */
export interface CallbackPlan {
  readonly remove: readonly number[];
  readonly create: readonly number[];
}

interface Wanted {
  readonly url: string;
  /** Of addresses of ours, as hexadecimal digits. */
  readonly hashes: readonly string[];
  readonly boards: readonly number[];
}

const HOUR_MS = 3_600_000;

/**
 * One that ConnectWise disabled stays silent even when its flag is taken away, until it is registered anew; and while it
 * is there the same cannot be registered.
 */
export function planCallbacks(found: readonly Callback[], { url, hashes, boards }: Wanted): CallbackPlan {
  const ours = found.filter((callback) => hashes.includes(hashInUrl(callback.url) ?? ''));
  const good = new Map(
    ours
      .filter((callback) => isFor(callback, url) && !callback.isInactive && boards.includes(callback.objectId ?? 0))
      .map((callback) => [callback.objectId, callback.id]),
  );
  const kept = new Set(good.values());
  return {
    remove: ours.flatMap(({ id }) => (kept.has(id) ? [] : [id])),
    create: boards.filter((board) => !good.has(board)),
  };
}

/** Has ConnectWise tell us of changes of tickets: one callback for each board in use, looked after every hour. */
export class WatchCallbacks {
  constructor(private readonly deps: Deps) {}

  /** When they are to be looked after: at once when tickets are on boards that have none; undefined without any. */
  async nextCheck(
    run: DeliveryRun,
    { watch, watching }: { readonly watch: TicketWatch; readonly watching: Watching },
  ): Promise<Date | undefined> {
    if (this.deps.publicUrl === undefined) return undefined;
    return lacksOne(watch, await this.boardsInUse(run, watching)) ? watch.now : (watch.checkAt ?? watch.now);
  }

  /** Nothing that goes wrong here keeps tickets from being delivered: then they are read more often. */
  async check(
    run: DeliveryRun,
    { watch, watching }: { readonly watch: TicketWatch; readonly watching: Watching },
  ): Promise<void> {
    const { publicUrl, rows } = this.deps;
    if (publicUrl === undefined) return;
    const { accountId } = run.caller;
    const boards = await this.boardsInUse(run, watching);
    const isDue = !watch.checkAt || watch.checkAt <= watch.now;
    if (!isDue && !lacksOne(watch, boards)) return;
    const path = openPath(this.deps.box, accountId, watch.path);
    if (path.isNew) await heldWrite(this.deps.database, run, (tx) => rows.savePath(tx, accountId, path));
    try {
      // The address before this one is known by its hash alone.
      const hashes = [path, watch.path].flatMap((one) => (one ? [Buffer.from(one.hash).toString('hex')] : []));
      const wanted = { boards, hashes, url: callbackUrl(publicUrl, path.key) };
      const created = await this.mend(run, wanted, watching);
      await this.done(run, { boards, repaired: created.filter((board) => watch.boards.includes(board)) });
    } catch (error) {
      await this.learnFrom(error, run, watch);
    }
  }

  private async boardsInUse({ caller, settings }: DeliveryRun, watching: Watching): Promise<number[]> {
    const used = await this.deps.tickets.boards(caller.accountId, watching);
    const planned = templatesOf(settings).map(({ template }) => template.boardId);
    return [...new Set([...planned, ...used])];
  }

  /** Answers the boards that had none that worked. */
  private mend(run: DeliveryRun, wanted: Wanted, { instanceId }: Watching): Promise<readonly number[]> {
    const piece = { work: OutgoingWork.CALLBACKS, capability: 'CALLBACKS', signal: run.signal } as const;
    return this.deps.backgroundWork.run(run.caller, piece, async (session, asked) => {
      requireInstance(asked, instanceId);
      const { remove, create } = planCallbacks(await allOf(session.callbacks.list()), wanted);
      for (const id of remove) await ifFound(session.callbacks.delete(id));
      for (const objectId of create) await session.callbacks.create(callbackOf(wanted.url, objectId));
      return create;
    });
  }

  private done(
    run: DeliveryRun,
    { boards, repaired }: { readonly boards: readonly number[]; readonly repaired: readonly number[] },
  ): Promise<void> {
    const { rows, audit, events } = this.deps;
    const { caller } = run;
    const isRepaired = repaired.length > 0;
    return heldWrite(this.deps.database, run, async (tx) => {
      await rows.saveCheck(tx, caller.accountId, { boards, isRepaired });
      if (!isRepaired) return;
      const changes = [{ field: 'boards', before: null, after: repaired.join(', ') }];
      await audit.record(tx, caller, { action: AuditAction.CALLBACKS_REPAIRED, changes });
      const facts = { boards: repaired.join(', ') };
      await events.append(tx, caller.accountId, { kind: EventKind.CALLBACKS_REPAIRED, facts });
    });
  }

  private async learnFrom(error: unknown, run: DeliveryRun, { now }: TicketWatch): Promise<void> {
    if (!(error instanceof PutOff) && !(error instanceof ConnectWiseError)) throw error;
    const obstacle = obstacleIn(error);
    const checkAt = new Date(now.getTime() + HOUR_MS);
    const seconds = pollSeconds({ boards: [], obstacle });
    await heldWrite(this.deps.database, run, (tx) =>
      this.deps.rows.saveObstacle(tx, run.caller.accountId, {
        obstacle,
        checkAt: error instanceof PutOff ? earlier(checkAt, timeOf(error, now)) : checkAt,
        pollSeconds: seconds,
      }),
    );
  }
}

/** What could not be done a moment ago waits for its time. */
function lacksOne({ obstacle, boards }: TicketWatch, wanted: readonly number[]): boolean {
  return !obstacle && wanted.some((board) => !boards.includes(board));
}

function isFor({ url, type, level }: Callback, wanted: string): boolean {
  return url === wanted && type?.toLowerCase() === 'ticket' && level?.toLowerCase() === 'board';
}

function callbackOf(url: string, objectId: number): NewCallback {
  const description = 'psa-bridge: changes of the tickets it opened';
  // What we do ourselves we know.
  return { url, objectId, type: 'ticket', level: 'board', description, ignoresOwnChanges: true };
}

function obstacleIn(error: PutOff | ConnectWiseError): CallbackObstacle {
  if (error instanceof ConnectWiseError) return CallbackObstacle.REFUSED;
  const isForbidden = error.message === AccountHold.WORK_NOT_PERMITTED;
  return isForbidden ? CallbackObstacle.NOT_PERMITTED : CallbackObstacle.UNREACHABLE;
}

function earlier(first: Date, second: Date | undefined): Date {
  return second && second < first ? second : first;
}

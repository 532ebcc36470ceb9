import type { Caller } from '../../shared/caller.js';
import type { TicketingService } from '../ticketing-settings/ticketing.service.js';
import { CallbackObstacle, isCalled } from './ticket-watch.js';
import type { TicketWatchRepository } from './ticket-watch.repository.js';

/** How changes of tickets come back to us. */
export const TicketNewsWay = { CALLBACKS: 'CALLBACKS', POLLING: 'POLLING' } as const;
export type TicketNewsWay = (typeof TicketNewsWay)[keyof typeof TicketNewsWay];

/** Why they are only read now and then. */
export const PollingReason = {
  NO_PUBLIC_URL: 'NO_PUBLIC_URL',
  NOT_REGISTERED: 'NOT_REGISTERED',
  ...CallbackObstacle,
} as const;
export type PollingReason = (typeof PollingReason)[keyof typeof PollingReason];

export interface TicketingStatusRecord {
  readonly receives: TicketNewsWay;
  readonly pollingReason: PollingReason | undefined;
  readonly lastCallbackAt: Date | undefined;
  readonly lastPolledAt: Date | undefined;
  readonly callbacksRepairedAt: Date | undefined;
}

interface Deps {
  readonly ticketing: TicketingService;
  readonly rows: TicketWatchRepository;
  readonly publicUrl: string | undefined;
}

/** How an account learns of what people do to its tickets. */
export class TicketingStatus {
  constructor(private readonly deps: Deps) {}

  /** Undefined while notifications make no tickets. */
  async find(caller: Caller): Promise<TicketingStatusRecord | undefined> {
    const { ticketing, rows } = this.deps;
    const [isSetUp, watch] = await Promise.all([ticketing.find(caller), rows.find(caller.accountId)]);
    if (!isSetUp) return undefined;
    const pollingReason = this.whyPolling(watch);
    return {
      receives: pollingReason ? TicketNewsWay.POLLING : TicketNewsWay.CALLBACKS,
      pollingReason,
      lastCallbackAt: watch?.lastCallbackAt,
      lastPolledAt: watch?.polledAt,
      callbacksRepairedAt: watch?.repairedAt,
    };
  }

  private whyPolling(watch: Parameters<typeof isCalled>[0] | undefined): PollingReason | undefined {
    if (this.deps.publicUrl === undefined) return PollingReason.NO_PUBLIC_URL;
    if (watch?.obstacle) return watch.obstacle;
    return watch && isCalled(watch) ? undefined : PollingReason.NOT_REGISTERED;
  }
}

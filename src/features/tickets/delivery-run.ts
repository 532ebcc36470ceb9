import type { Caller } from '../../shared/caller.js';
import type { WorkHold } from '../../shared/work.js';
import type { TicketingSettings } from '../ticketing-settings/template.js';

/** One slice of delivery, as everything in it needs it. */
export interface DeliveryRun {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly hold: WorkHold;
  /** As they were when they were last read. */
  settings: TicketingSettings;
}

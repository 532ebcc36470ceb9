import { systemTiming, type Timing } from '../../src/connectwise/timing.js';
import { withClient } from './database.js';

/** Instead of waiting, everything that the pace of an account noted moves into the past. */
export class PacePasser implements Timing {
  readonly clock = systemTiming.clock;
  readonly monotonic = systemTiming.monotonic;
  readonly random = systemTiming.random;
  /** Milliseconds that nobody had to wait for. */
  passed = 0;

  constructor(private readonly url: string) {}

  readonly sleep: Timing['sleep'] = async (milliseconds, signal) => {
    signal.throwIfAborted();
    this.passed += milliseconds;
    const moved = (list: string) => `ARRAY(SELECT t - span.by FROM unnest(${list}) AS t)`;
    await withClient(this.url, (client) =>
      client.query(
        `UPDATE call_paces SET
           not_before = not_before - span.by, trial_at = trial_at - span.by, touched_at = touched_at - span.by,
           interactive_leases = ${moved('interactive_leases')}, background_leases = ${moved('background_leases')},
           interactive_starts = ${moved('interactive_starts')}, background_starts = ${moved('background_starts')}
         FROM (SELECT $1 * interval '1 millisecond' AS by) AS span`,
        [milliseconds],
      ),
    );
  };
}

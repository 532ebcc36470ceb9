import type { FaultRuleInput } from '../../../src/sandbox/faults/fault.js';
import type { Sandbox } from '../../../src/sandbox/sandbox.js';

/** Which writes are hit. */
export interface Disturbed {
  readonly places: readonly { readonly method: string; readonly route: string }[];
  /** Fewer than so many of them pass before one is hit. */
  readonly most: number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Answers that get lost before or after the write took effect, and refusals: all of them pass, and none is the last word. */
export function disturbWrites(sandbox: Sandbox, { places, most, random }: Disturbed): void {
  const applied = random() < 0.5;
  const faults: readonly FaultRuleInput['fault'][] = [
    { kind: 'cut', at: 'headers', how: 'reset', applied },
    { kind: 'cut', at: 'body', how: 'close', applied: true },
    { kind: 'frontEnd', status: 503, applied },
    { kind: 'serverError', text: 'timeout', applied },
    { kind: 'rateLimit', retryAfter: 1 },
  ];
  for (const place of places) {
    const fault = faults[Math.floor(random() * faults.length)] ?? { kind: 'rateLimit' };
    sandbox.faults.add({ ...place, skip: Math.floor(random() * most), fault });
  }
}

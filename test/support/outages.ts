import type { FaultRuleInput } from '../../src/sandbox/faults/fault.js';

/** The ways in which ConnectWise is away, as the faults of a sandbox. */
export const OUTAGES: readonly FaultRuleInput['fault'][] = [
  { kind: 'rateLimit', retryAfter: 600 },
  { kind: 'frontEnd', status: 503 },
  { kind: 'cut', how: 'reset' },
  { kind: 'answer', status: 500, body: '{}' },
  { kind: 'serverError', text: 'timeout' },
  { kind: 'body', as: 'notJson' },
];

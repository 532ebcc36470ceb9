import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { Failure } from '../../shared/failure.js';
import { PutOff } from '../../shared/put-off.js';

/** After so long nothing that was sent can still arrive: the time until it is sent, the longest call, and a margin. */
export const SETTLE_SECONDS = 75;
/** What is not on its way by then is not sent any more: a process that was frozen meanwhile has been taken for dead. */
const SEND_SECONDS = 20;

/** When a write has to be on its way whose intent is stored now, by this process's own monotonic clock. */
export function latestSend(): number {
  return performance.now() + SEND_SECONDS * 1_000;
}

/**
 * Whoever takes over from a process that was frozen looks after a while for what it sent, and so it must not send later.
 * @throws PutOff
 */
export function requireTime(sendBy: number): void {
  if (performance.now() > sendBy) throw new PutOff('too late to be sent', { kind: 'soon' });
}

/** ConnectWise has spoken, or was never asked. Anything else, a signal too, may have come behind the write. */
export function isSurelyNotDone(error: unknown): boolean {
  if (error instanceof ConnectWiseError) return error.kind !== 'outcome-unknown';
  return error instanceof Failure || error instanceof PutOff;
}

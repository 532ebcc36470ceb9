import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function end(signal: NodeJS.Signals): void {
  process.exit(128 + constants.signals[signal]);
}

/**
 * Lets both signals end the process. Other processes need no such thing; but the first one of a container gets no
 * signal that it does not ask for, and a command, or a start that takes its time, could not be stopped there.
 */
export function endOnSignals(): void {
  for (const signal of SIGNALS) process.on(signal, end);
}

/** Resolves at the first SIGINT or SIGTERM. A second one ends the process the hard way, as people expect. */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) {
      process.off(signal, end);
      process.once(signal, () => {
        endOnSignals();
        resolve(signal);
      });
    }
  });
}

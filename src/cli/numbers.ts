import { createServer } from 'node:net';
import { OperatorError } from '../shared/operator-error.js';

/** A whole number given to an option, or a sentence about it. */
export function whole(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0) {
    throw new OperatorError(`${option} takes a whole number.`);
  }
  return value;
}

/** The port wanted, or 0, which takes any free one, when somebody else has it. */
export function freePort(wanted: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve(wanted)));
  });
}

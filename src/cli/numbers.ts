import { type AddressInfo, createServer } from 'node:net';
import { OperatorError } from '../shared/operator-error.js';

/** A whole number given to an option, or a sentence about it. */
export function whole(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0) {
    throw new OperatorError(`${option} takes a whole number.`);
  }
  return value;
}

/** The port wanted, or any free one when it is 0 or somebody else has it. */
export function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

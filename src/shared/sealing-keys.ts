import { OperatorError } from './operator-error.js';
import type { SealingKey } from './secret-box.js';

/** The text that holds sealing keys is not of the expected form; the message never repeats it. */
export class SealingKeysInvalid extends OperatorError {
  constructor(message: string) {
    super(message);
    this.name = 'SealingKeysInvalid';
  }
}

const ID = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Reads `id:base64` entries parted by commas or line ends, the newest first. Each key has 32 bytes. */
export function parseSealingKeys(text: string): readonly [SealingKey, ...SealingKey[]] {
  const [first, ...rest] = text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(parseKey);
  if (!first) throw new SealingKeysInvalid('There is no sealing key. Write one line: id:base64 of 32 bytes.');
  const ids = new Set([first, ...rest].map((key) => key.id));
  if (ids.size !== rest.length + 1) throw new SealingKeysInvalid('Two sealing keys have the same id.');
  return [first, ...rest];
}

function parseKey(entry: string): SealingKey {
  const [id = '', encoded = ''] = entry.split(':', 2);
  const bytes = Buffer.from(encoded, 'base64');
  if (!ID.test(id) || bytes.length !== 32) {
    throw new SealingKeysInvalid('A sealing key is written as id:base64, where the base64 text holds 32 bytes.');
  }
  return { id, bytes };
}

import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Secret } from '../../src/shared/secret.js';
import { SealBroken, type SealContext, SealingKeyMissing, SecretBox } from '../../src/shared/secret-box.js';
import { figure } from '../support/figure.js';

const key = (id: string, fill: number) => ({ id, bytes: Buffer.alloc(32, fill) });
const context: SealContext = { accountId: 'account-1', record: 'integration', field: 'privateKey' };
const box = new SecretBox([key('k1', 1), key('k2', 2)]);
const TEXT = 'a secret of some length, größer als ASCII 🔑';

function opens(sealed: string, where: SealContext = context): boolean {
  try {
    box.open(sealed, where);
    return true;
  } catch (error) {
    if (error instanceof SealBroken || error instanceof SealingKeyMissing) return false;
    throw error;
  }
}

describe('T1, T2, P14: sealed values', () => {
  const sealed = box.seal(new Secret(TEXT), context);

  it('open to what was sealed, also when it is empty', () => {
    expect(box.open(sealed, context).reveal()).toBe(TEXT);
    for (const text of ['', 'x', 'x'.repeat(100_000), '\u0000']) {
      expect(box.open(box.seal(new Secret(text), context), context).reveal()).toBe(text);
    }
  });

  it('T1: show neither the value nor its data key, and are never the same', () => {
    expect(sealed).toMatch(/^v1\.k1\.[\w-]+\.[\w-]+$/);
    const again = new Set(Array.from({ length: 100 }, () => box.seal(new Secret(TEXT), context)));
    expect(again.size).toBe(100);
    for (const part of sealed.split('.'))
      expect(Buffer.from(part, 'base64url').toString()).not.toContain(TEXT.slice(0, 8));
  });

  it('T2, P14: refuse every change of a single bit of their text', () => {
    const bytes = Buffer.from(sealed, 'latin1');
    const opened: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      if (opens(changed.toString('latin1'))) opened.push(bit);
    }
    figure('P14', `${opened.length} of ${bytes.length * 8} changes of a bit opened`);
    expect(opened).toEqual([]);
  });

  it('T2, P14: refuse every change of a single bit of the bytes that the text holds', () => {
    const opened: string[] = [];
    const parts = sealed.split('.');
    for (const part of [2, 3]) {
      const bytes = Buffer.from(parts[part] ?? '', 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const text = parts.with(part, changed.toString('base64url')).join('.');
        if (opens(text)) opened.push(`${part}:${bit}`);
      }
    }
    expect(opened).toEqual([]);
  });

  it('T2, P14: refuse every truncation, at the end, at the start, and of each part', () => {
    const cut = Array.from({ length: sealed.length }, (_, length) => [
      sealed.slice(0, length),
      sealed.slice(length + 1),
    ]).flat();
    expect(cut.filter((text) => opens(text))).toEqual([]);
    const parts = sealed.split('.');
    for (const part of [2, 3]) {
      const bytes = Buffer.from(parts[part] ?? '', 'base64url');
      for (let length = 0; length < bytes.length; length += 1) {
        expect(opens(parts.with(part, bytes.subarray(0, length).toString('base64url')).join('.'))).toBe(false);
        expect(opens(parts.with(part, bytes.subarray(length + 1).toString('base64url')).join('.'))).toBe(false);
      }
    }
  });

  it('T2, P14: refuse anything added, and other spellings of the same bytes', () => {
    const standard = sealed.replaceAll('-', '+').replaceAll('_', '/');
    for (const text of [
      `${sealed}A`,
      `${sealed}=`,
      `${sealed}.`,
      `${sealed}.x`,
      ` ${sealed}`,
      `${sealed}\n`,
      `.${sealed}`,
      sealed.toUpperCase(),
      sealed.replace('v1', 'v2'),
      '',
      '....',
      'v1.k1..',
    ]) {
      expect({ text, opens: opens(text) }).toEqual({ text, opens: false });
    }
    if (standard !== sealed) expect(opens(standard)).toBe(false);
  });

  it('T2, P14: refuse every other place: account, record, field, and parts that only join to the same text', () => {
    for (const where of [
      { ...context, accountId: 'account-2' },
      { ...context, record: 'other' },
      { ...context, field: 'publicKey' },
      { ...context, accountId: '' },
      { accountId: 'account-1","integration', record: '', field: 'privateKey' },
      { accountId: 'account-1i', record: 'ntegration', field: 'privateKey' },
      { accountId: 'integration', record: 'account-1', field: 'privateKey' },
    ]) {
      expect(opens(sealed, where)).toBe(false);
    }
  });

  it('T2, P14: refuse parts of two values put together', () => {
    const [a, b] = [sealed, box.seal(new Secret(TEXT), context)].map((text) => text.split('.'));
    expect(opens([a?.[0], a?.[1], a?.[2], b?.[3]].join('.'))).toBe(false);
    expect(opens([a?.[0], a?.[1], b?.[2], a?.[3]].join('.'))).toBe(false);
    expect(opens([a?.[0], 'k2', a?.[2], a?.[3]].join('.'))).toBe(false);
    expect(opens([a?.[0], a?.[1], a?.[3], a?.[2]].join('.'))).toBe(false);
  });

  it('F23: tell a missing key from a broken seal', () => {
    const other = new SecretBox([key('k3', 3)]);
    expect(() => other.open(sealed, context)).toThrow(SealingKeyMissing);
    const wrong = new SecretBox([key('k1', 9)]);
    expect(() => wrong.open(sealed, context)).toThrow(SealBroken);
  });

  it('P15: turn to the newest key without the value being opened, once, and only in their place', () => {
    const turned = new SecretBox([key('k2', 2), key('k1', 1)]);
    const moved = turned.rewrap(sealed, context);
    expect(moved?.split('.').slice(1, 2)).toEqual(['k2']);
    expect(moved?.split('.')[3]).toBe(sealed.split('.')[3]);
    expect(new SecretBox([key('k2', 2)]).open(moved ?? '', context).reveal()).toBe(TEXT);
    expect(turned.rewrap(moved ?? '', context)).toBeUndefined();
    expect(() => turned.rewrap(sealed, { ...context, field: 'publicKey' })).toThrow(SealBroken);
  });

  it('T1: give prints that nobody without the key can make, and that tell parts apart', () => {
    expect(box.fingerprint(['a', 'b'])).toEqual(box.fingerprint(['a', 'b']));
    const prints = [['a', 'b'], ['b', 'a'], ['ab'], ['ab', ''], ['', 'ab'], ['a', 'b', ''], ['1:a1:b']].map((parts) =>
      box.fingerprint(parts).toString('hex'),
    );
    expect(new Set(prints).size).toBe(prints.length);
    expect(new SecretBox([key('k1', 9)]).fingerprint(['a'])).not.toEqual(box.fingerprint(['a']));
    expect(box.fingerprint(['a'], 'k2')).not.toEqual(box.fingerprint(['a']));
    expect(() => box.fingerprint(['a'], 'k9')).toThrow(SealingKeyMissing);
  });

  it('T3, P13: tell nothing in their errors, nor does the box', () => {
    for (const error of [new SealBroken(), new SealingKeyMissing('k9')]) expect(error.message).not.toContain(TEXT);
    expect(inspect(box, { depth: 9, showHidden: true })).not.toContain('01 01 01');
    expect(JSON.stringify(box)).toBe('{}');
  });
});

describe('T3: secrets', () => {
  const secret = new Secret('canary');
  it('T3: read [secret] however they are printed', () => {
    expect(`${secret}`).toBe('[secret]');
    expect(JSON.stringify([secret])).toBe('["[secret]"]');
    expect(inspect({ deep: { secret } })).toContain('[secret]');
    const printed = [
      inspect(secret, { showHidden: true, depth: 9, customInspect: false }),
      new Error(`x ${secret}`).stack,
      JSON.stringify({ ...secret }),
      JSON.stringify(structuredClone({ ...secret })),
      Object.entries(secret).join(),
      String([secret]),
      `${[secret]}`,
    ];
    expect(printed.join()).not.toContain('canary');
    expect(secret.reveal()).toBe('canary');
  });
});

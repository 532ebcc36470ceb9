import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSigned, readCallback, readSignature } from '../../src/features/ticket-watch/callback.js';

const KEY = 'a signing key';
const signatureOf = (body: Uint8Array, key = KEY) =>
  createHmac('sha256', createHash('sha256').update(key).digest()).update(body).digest();

describe('T7: a signature', () => {
  it('T7: holds for the very bytes under the very key, and for nothing else', () => {
    const body = fc.uint8Array({ minLength: 1, maxLength: 500 });
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 0, max: 7 }), (bytes, place, bit) => {
        const signature = signatureOf(bytes);
        expect(isSigned(bytes, signature, KEY)).toBe(true);
        expect(isSigned(bytes, signature, `${KEY} `)).toBe(false);
        const changed = Uint8Array.from(bytes);
        const at = place % bytes.length;
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(isSigned(changed, signature, KEY)).toBe(false);
        const forged = Buffer.from(signature);
        forged[place % 32] = (forged[place % 32] ?? 0) ^ (1 << bit);
        expect(isSigned(bytes, forged, KEY)).toBe(false);
      }),
    );
  });

  it('T7: is 32 bytes in base64, once', () => {
    const good = signatureOf(Buffer.from('x')).toString('base64');
    expect(readSignature(good)).toHaveLength(32);
    const bad = [
      undefined,
      '',
      good.slice(1),
      `${good}=`,
      `${good}, ${good}`,
      [good],
      good.replace('=', ''),
      ` ${good}`,
    ];
    for (const header of bad) expect(readSignature(header)).toBeUndefined();
  });
});

describe('T7, T18: the body of a callback', () => {
  const good = { MessageId: 'm', CompanyId: 'c', Type: 'ticket', ID: 7, Metadata: { key_url: 'k' } };
  const read = (value: unknown) => readCallback(Buffer.from(JSON.stringify(value)));
  it('T18: is read for what counts, and everything else is passed over', () => {
    expect(read({ ...good, Entity: '{"id":8}', Other: {} })).toEqual({
      ...{ messageId: 'm', loginCompanyId: 'c', type: 'ticket', number: 7, keyUrl: 'k' },
    });
  });

  it('T7: is none with anything else in its place', () => {
    const wrong = [0, -1, 1.5, 2_147_483_648, '7', null].map((ID) => ({ ...good, ID }));
    const more = ['', 'x'.repeat(101), 'a\u0000b', 'é', 5].map((MessageId) => ({ ...good, MessageId }));
    const keys = [{}, null, { key_url: 'x'.repeat(2_001) }].map((Metadata) => ({ ...good, Metadata }));
    for (const value of [...wrong, ...more, ...keys, [], null, 'x']) expect(read(value)).toBeUndefined();
    expect(readCallback(Buffer.from('{'))).toBeUndefined();
    expect(readCallback(new Uint8Array())).toBeUndefined();
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hashToken, isExpired, isWellFormed, newToken } from '../../src/features/access/access-token.js';

describe('T12: access tokens', () => {
  it('T12: are well formed and unlike each other', () => {
    const tokens = Array.from({ length: 200 }, () => newToken().reveal());
    expect(new Set(tokens).size).toBe(200);
    expect(tokens.every((token) => /^psab_[\w-]{49}$/.test(token) && isWellFormed(token))).toBe(true);
    expect(new Set(tokens.map((token) => token.slice(5, 9))).size).toBeGreaterThan(190);
    expect(`${newToken()}`).toBe('[secret]');
  });

  it('T12: are told from every token with one character changed, left out, added or swapped', () => {
    const token = newToken().reveal();
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_ ';
    for (let place = 0; place < token.length; place += 1) {
      for (const letter of letters) {
        if (letter !== token[place])
          expect(isWellFormed(token.slice(0, place) + letter + token.slice(place + 1))).toBe(false);
      }
      expect(isWellFormed(token.slice(0, place) + token.slice(place + 1))).toBe(false);
      const swapped = token.slice(0, place) + (token[place + 1] ?? '') + (token[place] ?? '') + token.slice(place + 2);
      if (swapped !== token) expect(isWellFormed(swapped)).toBe(false);
    }
    for (const text of [
      '',
      'psab_',
      `${token} `,
      ` ${token}`,
      `${token}A`,
      token.toLowerCase(),
      token.slice(5),
      token.repeat(100),
    ]) {
      if (text !== token) expect(isWellFormed(text)).toBe(false);
    }
  });

  it('T12: are stored as SHA-256', () => {
    expect(hashToken('psab_x')).toEqual(createHash('sha256').update('psab_x').digest());
  });

  it('A1: expire at the instant they name, or never', () => {
    const at = new Date('2026-01-31T00:00:00.000Z');
    expect(isExpired({ expiresAt: at }, new Date(at.getTime() - 1))).toBe(false);
    expect(isExpired({ expiresAt: at }, at)).toBe(true);
    expect(isExpired({ expiresAt: at }, new Date(at.getTime() + 1))).toBe(true);
    expect(isExpired({ expiresAt: null }, at)).toBe(false);
    expect(isExpired({ expiresAt: undefined }, at)).toBe(false);
  });
});

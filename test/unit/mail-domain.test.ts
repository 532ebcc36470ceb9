import { describe, expect, it } from '@jest/globals';
import { normaliseMailDomain } from '../../src/features/spam/mail-domain.js';

const label = 'a'.repeat(63);

describe('M1: a mail domain', () => {
  it.each([
    ['example.com', 'example.com'],
    [' Mail.EXAMPLE.com. ', 'mail.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BU\u0308CHER.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['日本語。jp', 'xn--wgv71a119e.jp'],
    ['ｅｘａｍｐｌｅ．ｃｏｍ', 'example.com'],
    ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
    ['3com.co-op.1a', '3com.co-op.1a'],
    [`${label}.${label}.${label}.${'b'.repeat(61)}`, `${label}.${label}.${label}.${'b'.repeat(61)}`],
  ])('M1: %j is kept as %s', (given, kept) => {
    expect(normaliseMailDomain(given)).toBe(kept);
    expect(normaliseMailDomain(kept)).toBe(kept);
  });

  it.each([
    ...['', ' ', '.', 'localhost', 'example.', '.example.com', 'a..b', 'example.com..', 'a b.com', 'a_b.com'],
    ...['-a.com', 'a-.com', 'a.-com', 'xn--zzz\u00fc.com', 'xn--\u00fc.com', '*.example.com', 'user@example.com'],
    ...['example.com/path', 'example.com:25', 'example.com?x', 'example.com#x', 'exa%6Dple.com', 'exa\\mple.com'],
    ...['192.0.2.1', '１９２.0.2.1', '0x7f.1', '1.2.3', '[::1]', '::1', 'example.123', 'a\0b.com', 'a\nb.com'],
    ...[`${label}a.com`, `${label}.${label}.${label}.${'b'.repeat(62)}`, `${'ü'.repeat(60)}.com`, 'a.'.repeat(128)],
    ...['\ud800.com', 'example.com\uff0fx'],
  ])('M1: %j is none', (given) => {
    expect(normaliseMailDomain(given)).toBeUndefined();
  });
});

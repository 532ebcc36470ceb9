import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { domainOfMail, domainOfWebsite } from '../../../src/features/matching/domain.js';

describe('the domain of a website', () => {
  it.each([
    ['https://www.acme.com/about?x=1#y', 'acme.com'],
    ['http://ACME.com:8080', 'acme.com'],
    ['www.acme.co.jp', 'acme.co.jp'],
    ['acme.com.', 'acme.com'],
    [' acme.com/tokyo ', 'acme.com'],
    ['https:acme.com', 'acme.com'],
    ['https://www.müller.de', 'xn--mller-kva.de'],
    ['http://日本語.jp/', 'xn--wgv71a119e.jp'],
    ['ｗｗｗ．ａｃｍｅ．ｊｐ', 'acme.jp'],
    ['user:pass@acme.com', 'acme.com'],
    ['https://falcon.wixsite.com/home', 'falcon.wixsite.com'],
  ])('of %j is %j', (website, domain) => {
    expect(domainOfWebsite(website)).toBe(domain);
  });

  it.each([
    '',
    ' ',
    'n/a',
    'none',
    'http://',
    'http://10.1.2.3/',
    'http://0x7f.1',
    'http://[::1]:80',
    'localhost',
    'S.A.',
    'https://www.facebook.com/falcondental',
    'https://sites.google.com/view/falcon',
    'http://gmail.com',
    'http://a b.com',
    'javascript:alert(1)',
    `${'a'.repeat(64)}.`.repeat(5),
  ])('is none for %j', (website) => {
    expect(domainOfWebsite(website)).toBeUndefined();
  });

  it('P4: is none of a name over which a URL parser would think for half a minute', () => {
    expect(domainOfWebsite(`https://${'名'.repeat(300_000)}.example.com`)).toBeUndefined();
  });

  it('is never a surprise, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.webUrl()), (text) => {
        for (const domain of [domainOfWebsite(text), domainOfMail(text)]) {
          if (domain !== undefined) expect(domain).toMatch(/^(?=.{3,253}$)[^A-Z\s/:@?#[\]]+\.[^A-Z\s/:@?#[\].]+$/);
        }
      }),
      { seed: 20_261_124, numRuns: 500 },
    );
  });
});

describe('the domain of an e-mail address', () => {
  it.each([
    ['info@ACME.com', 'acme.com'],
    ['"odd@local"@acme.com', 'acme.com'],
    ['acme.onmicrosoft.com', 'acme.onmicrosoft.com'],
    ['info@münchen.de', 'xn--mnchen-3ya.de'],
  ])('of %j is %j', (address, domain) => {
    expect(domainOfMail(address)).toBe(domain);
  });

  it.each(['someone@gmail.com', 'someone@YAHOO.co.jp', 'someone@abc.ocn.ne.jp', 'web.de', 'someone@', 'someone'])(
    'is none for %j',
    (address) => {
      expect(domainOfMail(address)).toBeUndefined();
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { companyFacts, userFacts } from '../../../src/features/matching/match-facts.js';

const user = { externalId: 'C-1', name: 'Acme', mailDomains: [], contactEmail: undefined };

describe('what is compared', () => {
  it('of a user are all domains that are its own, once each', () => {
    const { domains } = userFacts({
      ...user,
      mailDomains: ['acme.com', 'gmail.com', 'acme.jp'],
      contactEmail: 'jo@ACME.com',
    });
    expect(domains).toEqual(['acme.com', 'acme.jp']);
  });

  it('of a user whose name is a domain is that domain as well', () => {
    expect(userFacts({ ...user, name: 'www.Acme.com' }).domains).toEqual(['acme.com']);
    expect(userFacts({ ...user, name: 'Acme S.A.' }).domains).toEqual([]);
  });

  it('of identifiers is neither case nor width', () => {
    const company = companyFacts({ identifier: 'ＡＣＭＥ-1', name: 'Acme', website: undefined });
    expect(company.foldedIdentifier).toBe(userFacts({ ...user, externalId: 'acme-1' }).foldedExternalId);
    expect(company.domain).toBeUndefined();
  });
});

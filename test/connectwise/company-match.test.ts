import { describe, expect, it } from '@jest/globals';
import type { Company } from '../../src/connectwise/company.js';
import { classifyCompanies } from '../../src/connectwise/company-match.js';

const company = (id: number, changes: Partial<Company> = {}): Company => ({
  id,
  identifier: 'Acme',
  name: 'Acme Inc',
  status: null,
  isInactive: false,
  types: [],
  isDeleted: false,
  lastUpdated: null,
  website: null,
  phoneNumber: null,
  address: { lines: [], city: null, state: null, zip: null, country: null },
  ...changes,
});

describe('records of an identifier', () => {
  it.each([
    ['one live record', [company(1)], { kind: 'USABLE', company: { id: 1 } }],
    ['one inactive record', [company(1, { isInactive: true })], { kind: 'INACTIVE', company: { id: 1 } }],
    [
      'a live one beside deleted ones',
      [company(1, { isDeleted: true }), company(2)],
      { kind: 'USABLE', company: { id: 2 } },
    ],
    [
      'deleted ones, the newest',
      [company(1, { isDeleted: true }), company(5, { isDeleted: true }), company(3, { isDeleted: true })],
      { kind: 'DELETED', company: { id: 5 } },
    ],
    [
      'two live records',
      [company(4), company(9), company(1, { isDeleted: true })],
      { kind: 'AMBIGUOUS', recordIds: [4, 9] },
    ],
    [
      'an active and an inactive one',
      [company(4), company(9, { isInactive: true })],
      { kind: 'AMBIGUOUS', recordIds: [4, 9] },
    ],
    ['records of other identifiers', [company(4, { identifier: 'Acme2' })], { kind: 'NOT_FOUND', sameRecordId: null }],
    ['nothing', [], { kind: 'NOT_FOUND', sameRecordId: null }],
  ])('are judged: %s', (_what, records, match) => {
    expect(classifyCompanies(records, 'ACME')).toMatchObject(match);
  });

  it('do not include a deleted record that merely has the digits as its id', () => {
    const records = [company(250, { isDeleted: true })];
    expect(classifyCompanies(records, '250')).toEqual({ kind: 'NOT_FOUND', sameRecordId: null });
  });

  it('match as identifier before they match as record id', () => {
    const records = [company(250), company(7, { identifier: '250', isDeleted: true })];
    expect(classifyCompanies(records, '250')).toMatchObject({ kind: 'DELETED', company: { id: 7 } });
  });
});

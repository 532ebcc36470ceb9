import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { execute } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { VerifyCompanyDocument } from '../operations.generated.js';
import { errorsOf, given, verify } from '../support/calls.js';

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  await account.integration();
  await verify(account, 'HarborDental');
});
afterAll(() => test.close());

const SIGNS = [...'"\'*%[]_\\&+#=<>()/?;:,|^~`!@$-. '];
const WORDS = [
  'or',
  'and',
  'like',
  'not',
  'in',
  'null',
  'True',
  'identifier',
  'id',
  '[2026-01-01]',
  'HarborDental',
  '%22',
  '%00',
];
const UNICODE = [
  'ß',
  'ẞ',
  'ı',
  'İ',
  'é',
  'e\u0301',
  '桜',
  '😀',
  '\u200b',
  '\u2028',
  '\u202e',
  '\ufeff',
  'ﬁ',
  'Ａ',
  '２',
];
const BROKEN = ['\ud800', '\udc00', '\u0000', '\n', '\r', '\t', '\u007f', '\u0085', '\u001b'];

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...SIGNS) },
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 3, arbitrary: fc.constantFrom(...UNICODE) },
  { weight: 1, arbitrary: fc.constantFrom(...BROKEN) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 3 }) },
  { weight: 2, arbitrary: fc.stringMatching(/^[a-z0-9]{1,4}$/) },
);
const hostile = fc.array(piece, { minLength: 1, maxLength: 14 }).map((pieces) => pieces.join(''));

/** What equality without case means; written anew, so that it does not repeat a fault of the code. */
const equal = (one: string, other: string) =>
  one.normalize('NFC').toLocaleUpperCase('en-US') === other.normalize('NFC').toLocaleUpperCase('en-US');

const quoted = (text: string) =>
  `"${[...text].map((sign) => (sign === '"' || sign === '\\' ? `\\${sign}` : sign)).join('')}"`;

/** Asks for a text and checks both what was said and what was sent. */
async function holdsFor(typed: string, expected: number | undefined): Promise<void> {
  test.sandbox.journal.clear();
  const told = await execute(account, VerifyCompanyDocument, { input: { company: { identifier: typed } } });
  const asked = test.sandbox.journal.entries;
  const identifier = typed.trim();
  // What is no text at all is refused before any operation runs.
  if (/[\0\p{Cs}]/u.test(typed)) {
    expect([told.status, told.data, asked.length]).toEqual([400, undefined, 0]);
    return;
  }
  const answer = given(told.data?.verifyCompany);

  if (answer.userErrors.length > 0) {
    expect(errorsOf(answer)).toEqual(['INVALID company identifier']);
    expect(identifier === '' || identifier.length > 156 || /[\p{Cc}\p{Cs}]/u.test(identifier)).toBe(true);
    expect(asked).toEqual([]);
    return;
  }
  expect(asked.map(({ method, route, status }) => [method, route, status])).toEqual([
    ['GET', '/company/companies', 200],
  ]);
  const [{ query, conditions } = { query: {}, conditions: '' }] = asked;
  expect(Object.keys(query).sort()).toEqual(['conditions', 'fields', 'orderBy', 'page', 'pageSize']);
  const byIdentifier = `(identifier = ${quoted(identifier)})`;
  const id = /^\d{1,10}$/.test(identifier) ? Number(identifier) : 0;
  const withId = id > 0 && id < 2 ** 31 ? `(${byIdentifier} or (id = ${id}))` : byIdentifier;
  expect(conditions).toBe(withId);
  if (expected === undefined) {
    const named = answer.verification?.company?.identifier;
    expect(named === undefined || equal(named, identifier)).toBe(true);
    expect(answer.verification?.candidates.every((company) => equal(company.identifier, identifier))).toBe(true);
    expect(answer.verification?.outcome).not.toBe('UNCHECKED');
  } else {
    expect(answer.verification).toMatchObject({ outcome: 'USABLE', company: { connectWiseId: expected } });
  }
}

const PARAMETERS = { seed: 20_260_301, endOnFailure: false } as const;

it('T9: U4: no input changes the request, and each names the equal company or nothing', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, (typed) => holdsFor(typed, undefined)),
    { ...PARAMETERS, numRuns: 250 },
  );
});

it('T9: U4: a company of any such identifier is found by it, whatever else is there', async () => {
  const names = hostile
    .map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, '').trim())
    .filter((text) => text !== '' && !/^\d+$/.test(text) && text.length < 150);
  let made = 0;
  await fc.assert(
    fc.asyncProperty(names, async (text) => {
      made += 1;
      const identifier = `${text}${made}x`;
      const { id } = test.sandbox.companies.add({ identifier, name: 'Hostile' });
      await holdsFor(identifier, id);
    }),
    { ...PARAMETERS, numRuns: 120 },
  );
  expect(made).toBeGreaterThanOrEqual(120);
});

it('T9: an identifier never reaches a path, a header or another host', async () => {
  test.sandbox.journal.clear();
  for (const typed of [
    '../../system/info',
    '/company/companies/1',
    'a\u0020HTTP/1.1',
    'x?conditions=id>0',
    'x#y',
    '//evil.example',
  ]) {
    await holdsFor(typed, undefined);
  }
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBareSchema } from '../../../src/app/schema.js';
import { type Role } from '../../../src/shared/caller.js';
import { PLATFORM_ACCOUNT } from '../../../src/shared/ids.js';
import { Issuer } from '../../support/issuer.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { allowedRoles } from '../support/allowed-roles.js';
import { type Fingerprint, fingerprint } from '../support/fingerprint.js';
import { type FurnishedAccount, furnish } from '../support/furnished.js';
import { type Answer, callGenerated } from '../support/generated-calls.js';
import { type GeneratedDocument, rootDocuments, rootFieldsOf } from '../support/schema-documents.js';

const rootFields = rootFieldsOf(createBareSchema());

let test: TestApp;
let issuer: Issuer;
let mine: FurnishedAccount;
let theirs: FurnishedAccount;
let documents: ReadonlyMap<string, GeneratedDocument>;
const documentOf = (field: string): GeneratedDocument => {
  const document = documents.get(field);
  if (!document) throw new Error(`No document for ${field}.`);
  return document;
};

beforeAll(async () => {
  issuer = await Issuer.start();
  test = await startTestApp({ environment: { ...issuer.environment, TRUSTED_PROXIES: '127.0.0.1' } });
  mine = await furnish(test);
  theirs = await furnish(test);
  documents = new Map(rootDocuments(test.app.schema, mine.samples).map((document) => [document.field, document]));
});
afterAll(async () => {
  await test.close();
  await issuer.close();
});

async function expectNobody(response: Response): Promise<void> {
  expect(response.status).toBe(403);
  const answer = (await response.json()) as Answer;
  expect(answer).not.toHaveProperty('data');
  expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
}

const withRoles = (...roles: readonly Role[]) =>
  issuer.token({ roles: roles.map((role) => `${role}@${mine.account.id}`) });

describe.each<[string, () => string, () => Record<string, string>]>([
  ['without a role', () => issuer.token(), () => ({})],
  ['who names an account of others', () => withRoles('ADMIN'), () => ({ 'psa-account': theirs.ids.account })],
])('P16: a person %s', (_name, token, headers) => {
  let before: Fingerprint;
  beforeAll(async () => {
    before = await fingerprint();
  });

  it.each(rootFields)('%s answers 403 and nothing else', async (field) => {
    await expectNobody(await callGenerated(test, `Bearer ${token()}`, documentOf(field), headers()));
  });

  it('has no effect at all', async () => {
    expect(await fingerprint()).toEqual(before);
  });
});

it.each<[string, () => string, () => Record<string, string>]>([
  ['without a role who names an account', () => issuer.token(), () => ({ 'psa-account': mine.ids.account })],
  ['with an empty list of roles', () => issuer.token({ roles: [] }), () => ({})],
  ['with roles elsewhere', () => issuer.token({ roles: ['ADMIN', 'admin', `ROOT@${mine.account.id}`] }), () => ({})],
  ['with the role of a source', () => issuer.token({ roles: [`INGEST@${mine.account.id}`] }), () => ({})],
  ['who calls himself the platform', () => issuer.token({ roles: ['PLATFORM'] }), () => ({})],
  ['who gives himself the platform', () => issuer.token({ roles: [`PLATFORM@${PLATFORM_ACCOUNT}`] }), () => ({})],
  ['who is ADMIN of the platform', () => issuer.token({ roles: [`ADMIN@${PLATFORM_ACCOUNT}`] }), () => ({})],
  ['who names what is no account', () => withRoles('ADMIN'), () => ({ 'psa-account': mine.ids.user })],
])('P16: a person %s gets no further than one without', async (_name, token, headers) => {
  for (const field of ['viewer', 'users', 'accounts', 'createAccount', 'saveUsers']) {
    await expectNobody(await callGenerated(test, `Bearer ${token()}`, documentOf(field), headers()));
  }
});

describe.each<readonly Role[]>([['READER'], ['ADMIN'], ['OPERATOR', 'BILLING']])(
  'P16: a person who is %s %s',
  (...roles) => {
    const held = roles.filter((role) => role !== undefined);
    const isAllowed = (field: string) => held.some((role) => allowedRoles[field]?.includes(role));
    let before: Fingerprint;
    beforeAll(async () => {
      before = await fingerprint();
    });
    const refused = rootFields.filter((field) => !isAllowed(field));

    it.each(refused)('%s is refused: no data, no effect', async (field) => {
      const response = await callGenerated(test, `Bearer ${withRoles(...held)}`, documentOf(field));
      const text = await response.text();
      const answer = JSON.parse(text) as Answer;
      expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      expect(answer.data ?? {}).toEqual(answer.data ? { [field]: null } : {});
      for (const canary of mine.canaries) expect(text).not.toContain(canary);
    });

    it('has left no effect by what was refused', async () => {
      expect(await fingerprint()).toEqual(before);
    });

    it('is refused nothing else', async () => {
      const own = await furnish(test);
      const token = issuer.token({ roles: held.map((role) => `${role}@${own.account.id}`) });
      for (const document of rootDocuments(test.app.schema, own.samples).filter(({ field }) => isAllowed(field))) {
        const answer = (await (await callGenerated(test, `Bearer ${token}`, document)).json()) as Answer;
        expect({ field: document.field, errors: answer.errors ?? [] }).toEqual({ field: document.field, errors: [] });
        expect(JSON.stringify(answer.data)).not.toContain('FORBIDDEN');
      }
    });
  },
);

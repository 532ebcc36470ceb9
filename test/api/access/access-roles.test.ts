import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getMetadataStorage, Query, Resolver } from 'type-graphql';
import { createBareSchema } from '../../../src/app/schema.js';
import { Role } from '../../../src/shared/caller.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { allowedRoles } from '../support/allowed-roles.js';
import { type Fingerprint, fingerprint } from '../support/fingerprint.js';
import { type FurnishedAccount, furnish } from '../support/furnished.js';
import { type Answer, callGenerated } from '../support/generated-calls.js';
import { type GeneratedDocument, rootDocuments, rootFieldsOf } from '../support/schema-documents.js';

const rootFields = rootFieldsOf(createBareSchema());

/** Root fields that lack roles in what type-graphql was told, of those resolvers that `isOurs` picks. */
function unguarded(fields: readonly string[]): string[] {
  const { queries, mutations } = getMetadataStorage();
  const roles = new Map([...queries, ...mutations].map((field) => [field.schemaName, field.roles ?? []]));
  return fields.filter((field) => (roles.get(field) ?? []).length === 0);
}

@Resolver()
class ForgetfulResolver {
  @Query(() => String)
  forgotten(): string {
    return 'everybody sees this';
  }
}

describe('T11: default deny', () => {
  it('T11: every root field states the roles that may ask for it', () => {
    expect(unguarded(rootFields)).toEqual([]);
  });

  it('T11: a root field that states none is found', () => {
    expect(new ForgetfulResolver().forgotten()).toBeTruthy();
    expect(unguarded([...rootFields, 'forgotten'])).toEqual(['forgotten']);
  });

  it('T11: every root field has a row of allowed roles, and no row is left of a field that is gone', () => {
    expect(Object.keys(allowedRoles).sort()).toEqual([...rootFields].sort());
  });
});

describe('P16: roles', () => {
  let test: TestApp;
  let mine: FurnishedAccount;
  let documents: ReadonlyMap<string, GeneratedDocument>;
  const documentOf = (field: string): GeneratedDocument => {
    const document = documents.get(field);
    if (!document) throw new Error(`No document for ${field}.`);
    return document;
  };

  beforeAll(async () => {
    test = await startTestApp({ environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    mine = await furnish(test);
    documents = new Map(rootDocuments(test.app.schema, mine.samples).map((document) => [document.field, document]));
  });
  afterAll(() => test.close());

  describe.each(Object.values(Role))('P16: as %s', (role) => {
    const isAllowed = (field: string) => allowedRoles[field]?.includes(role) ?? false;
    let token: string;
    let before: Fingerprint;
    beforeAll(async () => {
      const options = role === 'INGEST' ? { source: mine.source.code } : {};
      token = role === 'PLATFORM' ? await test.platformToken() : await mine.account.tokenOf(role, options);
      before = await fingerprint();
    });

    const refused = rootFields.filter((field) => !isAllowed(field));
    it.each(refused)('%s is refused: no data, no effect', async (field) => {
      const response = await callGenerated(test, `Bearer ${token}`, documentOf(field));
      const text = await response.text();
      const answer = JSON.parse(text) as Answer;
      expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      expect(answer.data ?? {}).toEqual(answer.data ? { [field]: null } : {});
      for (const canary of mine.canaries) expect(text).not.toContain(canary);
    });

    it('has left no effect by what was refused', async () => {
      expect(await fingerprint()).toEqual(before);
    });
  });

  describe.each(Object.values(Role))('what %s may do', (role) => {
    const allowed = rootFields.filter((field) => allowedRoles[field]?.includes(role));
    it('is not refused', async () => {
      const own = await furnish(test);
      const options = role === 'INGEST' ? { source: own.source.code } : {};
      const token = role === 'PLATFORM' ? await test.platformToken() : await own.account.tokenOf(role, options);
      const ownDocuments = rootDocuments(test.app.schema, own.samples).filter(({ field }) => allowed.includes(field));
      for (const document of ownDocuments) {
        const answer = (await (await callGenerated(test, `Bearer ${token}`, document)).json()) as Answer;
        const userErrors = JSON.stringify(answer.data?.[document.field] ?? null);
        const nested = answer.errors?.filter(({ extensions }) => extensions?.code !== 'FORBIDDEN' || role !== 'INGEST');
        expect({ field: document.field, errors: nested ?? [] }).toEqual({ field: document.field, errors: [] });
        expect(userErrors).not.toContain('FORBIDDEN');
      }
    });
  });
});

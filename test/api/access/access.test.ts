import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBareSchema } from '../../../src/app/schema.js';
import { newToken } from '../../../src/features/access/access-token.js';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { SuspendAccountDocument } from '../operations.generated.js';
import { type Fingerprint, fingerprint } from '../support/fingerprint.js';
import { type FurnishedAccount, furnish } from '../support/furnished.js';
import { type Answer, callGenerated } from '../support/generated-calls.js';
import { revokedToken } from '../support/revoked-token.js';
import { type GeneratedDocument, rootDocuments, rootFieldsOf } from '../support/schema-documents.js';

const rootFields = rootFieldsOf(createBareSchema());

describe('P16: no one gets in', () => {
  const ahead = { ms: 0 };
  let test: TestApp;
  let mine: FurnishedAccount;
  let suspended: FurnishedAccount;
  let documents: ReadonlyMap<string, GeneratedDocument>;
  const credentials = new Map<string, string | undefined>();

  const documentOf = (field: string): GeneratedDocument => {
    const document = documents.get(field);
    if (!document) throw new Error(`No document for ${field}.`);
    return document;
  };

  beforeAll(async () => {
    const clock = { now: () => new Date(Date.now() + ahead.ms) };
    test = await startTestApp({ clock, environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    mine = await furnish(test);
    suspended = await furnish(test);
    documents = new Map(rootDocuments(test.app.schema, mine.samples).map((document) => [document.field, document]));
    const good = await mine.account.tokenOf('ADMIN');
    const expired = await mine.account.tokenOf('ADMIN', { expiresAt: new Date(Date.now() + 60_000) });
    const platform = await test.platformToken();
    const { url } = test;
    await ask({ url, token: platform }, SuspendAccountDocument, { input: { accountId: suspended.ids.account } });
    const revoked = await revokedToken(mine.account);
    ahead.ms = 60_000;
    for (const [name, value] of Object.entries({
      'no token': undefined,
      'an empty header': '',
      'another scheme': `Basic ${Buffer.from(`admin:${good}`).toString('base64')}`,
      'a token without its scheme': good,
      'a token with something behind it': `Bearer ${good} x`,
      'a malformed token': 'Bearer psab_not-a-token',
      'a token with one letter changed': `Bearer ${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`,
      'a token with its case changed': `Bearer ${good.toUpperCase()}`,
      'a random text of the right length': `Bearer ${randomBytes(27).toString('hex')}`,
      'an unknown token': `Bearer ${newToken().reveal()}`,
      'an expired token': `Bearer ${expired}`,
      'a revoked token': `Bearer ${revoked}`,
    })) {
      credentials.set(name, value);
    }
  });
  afterAll(() => test.close());

  describe.each([
    'no token',
    'an empty header',
    'another scheme',
    'a token without its scheme',
    'a token with something behind it',
    'a malformed token',
    'a token with one letter changed',
    'a token with its case changed',
    'a random text of the right length',
    'an unknown token',
    'an expired token',
    'a revoked token',
  ])('P16: with %s', (credential) => {
    let before: Fingerprint;
    beforeAll(async () => {
      before = await fingerprint();
    });

    it.each(rootFields)('%s answers 401 and nothing else', async (field) => {
      const response = await callGenerated(test, credentials.get(credential), documentOf(field));
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      const answer = (await response.json()) as Answer;
      expect(answer).not.toHaveProperty('data');
      expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    });

    it('has no effect at all', async () => {
      expect(await fingerprint()).toEqual(before);
    });
  });

  describe('P16: with a token of a suspended account', () => {
    it.each(rootFields)('%s answers 403 and nothing else', async (field) => {
      const before = await fingerprint(suspended.account.id);
      const response = await callGenerated(test, `Bearer ${suspended.account.token}`, documentOf(field));
      expect(response.status).toBe(403);
      expect(await response.json()).not.toHaveProperty('data');
      expect(await fingerprint(suspended.account.id)).toEqual(before);
    });
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import { Issuer } from '../../support/issuer.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { CreateSourceDocument } from '../operations.generated.js';
import { given } from '../support/calls.js';
import { lines } from '../support/data.js';

interface Line {
  readonly actor: { readonly id: string; readonly name: string; readonly subject?: string };
}

describe('A4: people in the export of the trail', () => {
  let issuer: Issuer;
  let test: TestApp;
  beforeAll(async () => {
    issuer = await Issuer.start();
    test = await startTestApp({ environment: issuer.environment });
  });
  afterAll(async () => {
    await test.close();
    await issuer.close();
  });

  it('A4: the export tells who a person is to the issuer, and finds all of his by the id that it shows', async () => {
    const [sub, account] = [`auth|${randomUUID()}`, await test.account()];
    const roles = [`ADMIN@${account.id}`];
    for (const claims of [{ sub, name: 'Ada' }, { sub, name: 'Ada King' }, { name: 'Another' }]) {
      const input = { code: `s-${randomUUID()}`, name: 'A source' };
      await ask({ url: test.url, token: issuer.token({ ...claims, roles }) }, CreateSourceDocument, { input });
    }
    const told = async (query = '') => {
      const path = `/files/audit/export?action=SOURCE_CREATED${query}`;
      return (await lines(test, path, account.token)).rows.map((row) => (row as unknown as Line).actor);
    };
    const all = await told();
    expect(all.map(({ name, subject }) => [name, subject === sub])).toEqual([
      ...[['Ada', true] as const, ['Ada King', true] as const, ['Another', false] as const],
    ]);
    expect(await told(`&actor=${given(all[0]).id}`)).toEqual(all.slice(0, 2));
  });
});

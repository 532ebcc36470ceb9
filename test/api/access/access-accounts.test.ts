import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isInputObjectType } from 'graphql';
import { createBareSchema } from '../../../src/app/schema.js';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  AccessTokensDocument,
  AuditEventsDocument,
  CompanyMappingsDocument,
  IntegrationDocument,
  NodesDocument,
  SaveUsersDocument,
  SourcesDocument,
  UserStatesDocument,
  UsersDocument,
} from '../operations.generated.js';
import { allAccounts } from '../support/all-accounts.js';
import { type Fingerprint, fingerprint } from '../support/fingerprint.js';
import { type FurnishedAccount, furnish } from '../support/furnished.js';
import { type Answer, callGenerated } from '../support/generated-calls.js';
import { rootDocuments, rootFieldsOf } from '../support/schema-documents.js';

const schema = createBareSchema();
const platformOnly = ['accounts', 'createAccount', 'suspendAccount', 'resumeAccount'];
const rootFields = rootFieldsOf(schema).filter((field) => !platformOnly.includes(field));
const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {}).filter((field) =>
  rootFields.includes(field),
);

/** The fields of a mutation's input that take ids of ours. */
function idArguments(field: string): string[] {
  const input = schema.getMutationType()?.getFields()[field]?.args[0];
  const type = input && getNamedType(input.type);
  const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  return fields.filter(({ type: inner }) => getNamedType(inner).name === 'ID').map(({ name }) => name);
}

/** The codes of a payload; those of a bulk call's results where it has any. */
function codesIn(payload: unknown): string[] {
  const { userErrors = [], results } = (payload ?? {}) as Partial<UserErrors>;
  const ofResults = (results ?? []).flatMap(codesIn);
  return ofResults.length > 0 ? ofResults : userErrors.map(({ code }) => code);
}

interface UserErrors {
  readonly results?: readonly unknown[] | null;
  readonly userErrors: readonly { readonly code: string }[];
}

describe('P16, T10: objects of another account', () => {
  let test: TestApp;
  let theirs: FurnishedAccount;
  let mine: FurnishedAccount;
  let before: Fingerprint;
  beforeAll(async () => {
    test = await startTestApp({ environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    theirs = await furnish(test);
    mine = await furnish(test);
    before = await fingerprint(theirs.account.id);
  });
  afterAll(() => test.close());

  /** A document that names the objects by these ids, and everything else by values of my own account. */
  const documentOf = (field: string, ids: FurnishedAccount) => {
    const byName = { ...mine.samples.byName };
    for (const name of [
      'userId',
      'userIds',
      'planId',
      'lineIds',
      'mappingId',
      'mappingIds',
      'tokenId',
      'jobId',
      'ApplyMappingImportInput.jobId',
      'suggestionIds',
      'driftIds',
      'notificationId',
      'notificationIds',
      'planId',
      'lineId',
      'UndoBillingPlanInput.lineIds',
      'accountId',
      'id',
      'ids',
      'externalIds',
      'items',
      'SaveBillingSettingsInput.rules',
      'userStates.source',
    ]) {
      byName[name] = ids.samples.byName[name];
    }
    const found = rootDocuments(test.app.schema, { ...mine.samples, byName }).find((one) => one.field === field);
    if (!found) throw new Error(`No document for ${field}.`);
    return found;
  };
  const call = async (field: string, ids: FurnishedAccount) => {
    const text = await (await callGenerated(test, `Bearer ${mine.account.token}`, documentOf(field, ids))).text();
    return { text, answer: JSON.parse(text) as Answer };
  };

  it.each(rootFields)('T10, P16: %s with foreign ids tells and changes nothing of theirs', async (field) => {
    const { text } = await call(field, theirs);
    for (const canary of theirs.canaries) expect(text).not.toContain(canary);
    expect(await fingerprint(theirs.account.id)).toEqual(before);
  });

  it.each(mutations)('T10, P16: %s answers the same for a foreign id, a missing one and rubbish', async (field) => {
    if (idArguments(field).length === 0) return;
    const missing = Buffer.from(
      `${Buffer.from(theirs.ids.user, 'base64url').toString().split(':')[0]}:${randomUUID()}`,
    );
    const others = [missing.toString('base64url'), 'rubbish', '', 'VXNlcjo=', `${theirs.ids.user}AAAA`];
    const foreign = await call(field, theirs);
    expect(codesIn(foreign.answer.data?.[field])).toEqual(['NOT_FOUND']);
    for (const id of others) {
      const own = 'ApplyMappingImportInput.jobId';
      const wrong = { [own]: id, ...Object.fromEntries(idArguments(field).map((name) => [name, id])) };
      const byName = { ...theirs.samples.byName, ...wrong };
      const { text } = await call(field, { ...theirs, samples: { ...theirs.samples, byName } });
      const { errors } = JSON.parse(text) as Answer;
      expect({ id, errors: errors ?? [] }).toEqual({ id, errors: [] });
      expect(text).toContain('NOT_FOUND');
    }
  });

  it('P16: an id of another type is not found, even one of my own', async () => {
    const swapped = {
      userId: mine.ids.mapping,
      mappingId: mine.ids.user,
      tokenId: mine.ids.account,
      jobId: mine.ids.user,
      'ApplyMappingImportInput.jobId': mine.ids.user,
      ...{ mappingIds: [mine.ids.user], suggestionIds: [mine.ids.user], driftIds: [mine.ids.user] },
      notificationId: mine.ids.user,
      notificationIds: [mine.ids.user],
      ...{ userIds: [mine.ids.mapping], planId: mine.ids.user, lineIds: [mine.ids.user], lineId: mine.ids.user },
    };
    const byName = { ...mine.samples.byName, ...swapped };
    for (const field of mutations.filter((name) => idArguments(name).length > 0)) {
      const { answer } = await call(field, { ...mine, samples: { ...mine.samples, byName } });
      expect({ field, codes: codesIn(answer.data?.[field]) }).toEqual({ field, codes: ['NOT_FOUND'] });
    }
  });

  it('P16: node and nodes find nothing of theirs, and mine in the order asked', async () => {
    const { user, mapping, source, account } = mine.ids;
    const ids = [
      theirs.ids.user,
      user,
      theirs.ids.mapping,
      'rubbish',
      mapping,
      theirs.ids.token,
      source,
      theirs.ids.account,
      account,
      user,
    ];
    const { nodes } = await ask(mine.account, NodesDocument, { ids });
    expect(nodes?.map((node) => node?.id ?? null)).toEqual([
      null,
      user,
      null,
      null,
      mapping,
      null,
      source,
      null,
      account,
      user,
    ]);
    for (const id of Object.values(theirs.ids)) {
      expect((await ask(mine.account, NodesDocument, { ids: [id] })).nodes).toEqual([null]);
    }
  });

  it('P16: an ADMIN finds every kind of its own objects by node, also audit events', async () => {
    const { auditEvents } = await ask(mine.account, AuditEventsDocument, { first: 1 });
    const { integration } = await ask(mine.account, IntegrationDocument);
    const ids = [...Object.values(mine.ids), auditEvents?.nodes[0]?.id ?? '', integration?.id ?? ''];
    const { nodes } = await ask(mine.account, NodesDocument, { ids });
    expect(nodes?.map((node) => node?.id ?? null)).toEqual(ids);
  });

  it('P16: tokens are nodes for ADMIN only', async () => {
    const reader = { url: test.url, token: await mine.account.tokenOf('READER') };
    const { nodes } = await ask(reader, NodesDocument, { ids: [mine.ids.token, mine.ids.user] });
    expect(nodes?.map((node) => node?.id ?? null)).toEqual([null, mine.ids.user]);
  });

  it('P16: lists and counts hold objects of the own account alone', async () => {
    const own = await test.account();
    expect((await ask(own, UsersDocument)).users).toMatchObject({ totalCount: 0, nodes: [] });
    expect((await ask(own, CompanyMappingsDocument)).companyMappings).toMatchObject({ totalCount: 0, nodes: [] });
    expect((await ask(own, SourcesDocument)).sources).toEqual([]);
    expect((await ask(own, AccessTokensDocument)).accessTokens).toMatchObject({ totalCount: 1 });
    expect((await ask(own, AuditEventsDocument)).auditEvents).toMatchObject({ totalCount: 2 });
    const filter = { subjectId: theirs.ids.user };
    expect((await ask(own, AuditEventsDocument, { filter })).auditEvents).toMatchObject({ totalCount: 0 });
    const byUser = { userIds: [theirs.ids.user] };
    expect((await ask(own, CompanyMappingsDocument, { filter: byUser })).companyMappings).toMatchObject({
      totalCount: 0,
    });
    const bySource = { sources: [theirs.source.code] };
    expect((await ask(own, UsersDocument, { filter: bySource })).users).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it('P16: the same source code and external id in two accounts are two things', async () => {
    const [one, other] = [await test.account(), await test.account()];
    const externalId = randomUUID();
    for (const account of [one, other]) {
      await account.source('shared-code');
      const items = [{ source: 'shared-code', externalId, name: `of ${account.id}` }];
      await ask(account, SaveUsersDocument, { input: { items } });
    }
    for (const account of [one, other]) {
      const { users } = await ask(account, UsersDocument);
      expect(users?.nodes.map(({ name }) => name)).toEqual([`of ${account.id}`]);
      const { userStates } = await ask(account, UserStatesDocument, {
        source: 'shared-code',
        externalIds: [externalId],
      });
      expect(userStates?.[0]?.userId).toBe(users?.nodes[0]?.id);
    }
  });

  it('P16: the platform sees how much an account holds, and nothing of what', async () => {
    const platform = { url: test.url, token: await test.platformToken() };
    const accounts = await allAccounts(platform);
    const summary = accounts.find(({ account }) => account.id === theirs.ids.account);
    expect(summary).toMatchObject({ userCount: 2, mappingCount: 1, isIntegrationEnabled: true, isHealthy: true });
    expect(summary?.connectWiseVersion).toMatch(/^v\d{4}\./);
    const told = JSON.stringify(accounts).replaceAll(`${theirs.canaries[0]} account`, '');
    for (const canary of theirs.canaries) expect(told).not.toContain(canary);
  });
});

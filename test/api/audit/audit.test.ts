import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createBareSchema } from '../../../src/app/schema.js';
import { PLATFORM_ACCOUNT } from '../../../src/shared/ids.js';
import { testDatabaseUrl, withClient } from '../../support/database.js';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  CreateAccountDocument,
  CreateSourceDocument,
  IgnoreUserDocument,
  ReopenUserDocument,
  ResumeAccountDocument,
  SaveUsersDocument,
  SuspendAccountDocument,
} from '../operations.generated.js';
import { fingerprint } from '../support/fingerprint.js';
import { furnish } from '../support/furnished.js';
import { type Answer, callGenerated, freshAddress } from '../support/generated-calls.js';
import { rootDocuments } from '../support/schema-documents.js';

interface Row {
  readonly action: string;
  readonly actor: string;
  readonly subject: string | null;
  readonly changes: readonly { field: string; before: string | null; after: string | null }[];
  readonly personal: Row['changes'] | null;
}

/** The trail of an account as the table holds it, oldest first. */
function rowsOf(accountId: string): Promise<Row[]> {
  return withClient(testDatabaseUrl(), async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT action, actor_kind || ' ' || actor_name AS actor, subject_kind AS subject, changes, personal_changes AS personal
       FROM audit_events WHERE account_id = $1 ORDER BY id`,
      [accountId],
    );
    return rows;
  });
}

/** What one good call of each mutation records, in an order in which each finds what it needs. */
const expectedActions: Readonly<Record<string, readonly string[]>> = {
  createSource: ['SOURCE_CREATED'],
  createAccessToken: ['TOKEN_CREATED'],
  revokeAccessToken: ['TOKEN_REVOKED'],
  saveUsers: ['USER_CREATED'],
  ignoreUser: ['USER_IGNORED'],
  archiveUser: ['USER_ARCHIVED'],
  reopenUser: ['USER_REOPENED'],
  disableMapping: ['MAPPING_DISABLED'],
  enableMapping: ['MAPPING_ENABLED'],
  verifyCompanyMapping: ['MAPPING_VERIFIED'],
  mapCompany: ['COMPANY_MAPPED'],
  unmapCompany: ['COMPANY_UNMAPPED'],
  mapCompanies: ['COMPANY_MAPPED'],
  enableMappings: ['MAPPING_ENABLED'],
  disableMappings: ['MAPPING_DISABLED'],
  startCompanySync: ['JOB_STARTED'],
  startMappingVerification: ['JOB_STARTED'],
  resolveDrifts: ['DRIFT_RESOLVED'],
  ignoreDrifts: ['DRIFT_IGNORED'],
  cancelJob: ['JOB_CANCELLED'],
  retryJob: ['JOB_STARTED'],
  startMatching: ['JOB_STARTED'],
  acceptMatchSuggestions: ['COMPANY_MAPPED', 'SUGGESTION_ACCEPTED'],
  dismissMatchSuggestions: ['SUGGESTION_DISMISSED'],
  reopenMatchSuggestions: ['SUGGESTION_REOPENED'],
  updateMatchingSettings: ['MATCHING_SETTINGS_SAVED'],
  applyMappingImport: ['JOB_STARTED'],
  saveIntegrationSettings: ['SETTINGS_SAVED', 'INTEGRATION_DISABLED'],
  raiseNotifications: ['NOTIFICATIONS_RAISED'],
  resolveNotifications: ['NOTIFICATIONS_RESOLVED'],
  retryNotifications: ['NOTIFICATIONS_RETRIED'],
  saveProducts: ['PRODUCT_CREATED'],
  recordUsage: ['USAGE_RECORDED'],
  recordSpamStatistics: ['SPAM_STATISTICS_RECORDED'],
  attachTicket: ['TICKET_ATTACHED'],
  undoBillingPlan: ['BILLING_PLAN_STARTED'],
  resolveBillingLine: ['BILLING_LINE_CLEARED'],
  saveTicketingSettings: ['TICKETING_SETTINGS_SAVED'],
  saveTicketOverride: ['TICKET_OVERRIDE_SAVED'],
  removeTicketOverride: ['TICKET_OVERRIDE_REMOVED'],
  saveSpamSettings: ['SPAM_SETTINGS_SAVED'],
  saveSpamOverride: ['SPAM_OVERRIDE_SAVED'],
  removeSpamOverride: ['SPAM_OVERRIDE_REMOVED'],
  saveBillingSettings: ['BILLING_SETTINGS_SAVED'],
  saveBillingOverride: ['BILLING_OVERRIDE_SAVED'],
  removeBillingOverride: ['BILLING_OVERRIDE_REMOVED'],
  startBillingRun: ['BILLING_PLAN_STARTED'],
  approveBillingLines: ['BILLING_LINES_APPROVED'],
  rejectBillingLines: ['BILLING_LINES_REJECTED'],
  discardBillingPlan: ['BILLING_PLAN_DISCARDED'],
  // These two ask and save nothing of the account's own.
  verifyCompany: [],
  startReconciliation: ['JOB_STARTED'],
  sendSpamReports: ['JOB_STARTED'],
  testConnection: [],
  saveRetentionSettings: ['RETENTION_SETTINGS_SAVED'],
  eraseUser: ['USER_ERASED'],
  createAccount: ['ACCOUNT_CREATED', 'TOKEN_CREATED'],
  suspendAccount: ['ACCOUNT_SUSPENDED'],
  resumeAccount: ['ACCOUNT_RESUMED'],
};

describe('A4, T19: the audit trail', () => {
  let test: TestApp;
  let account: SeedAccount;
  beforeAll(async () => {
    test = await startTestApp({ environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    account = await test.account();
  });
  afterAll(() => test.close());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** What `work` adds to the trail. */
  async function added(work: () => Promise<unknown>, accountId: string = account.id): Promise<Row[]> {
    const before = (await rowsOf(accountId)).length;
    await work();
    return (await rowsOf(accountId)).slice(before);
  }
  const change = (field: string, before: string | null, after: string | null) => ({ field, before, after });

  it('T19: the table of what each mutation records knows every mutation', () => {
    const mutations = Object.keys(createBareSchema().getMutationType()?.getFields() ?? {});
    expect(Object.keys(expectedActions).sort()).toEqual(mutations.sort());
  });

  it.each(Object.keys(expectedActions))('T19: %s leaves exactly its rows, by the token that called', async (field) => {
    const mine = await furnish(test);
    const isPlatform = ['createAccount', 'suspendAccount', 'resumeAccount'].includes(field);
    const token = isPlatform ? await test.platformToken() : mine.account.token;
    if (field === 'resumeAccount') {
      await ask({ url: test.url, token }, SuspendAccountDocument, { input: { accountId: mine.ids.account } });
    }
    const samples = { ...mine.samples, byName: { ...mine.samples.byName, 'MapCompanyInput.isEnabled': true } };
    const call = async (name: string) => {
      const document = rootDocuments(test.app.schema, samples).find((one) => one.field === name);
      if (!document) throw new Error(`No document for ${name}.`);
      const answer = (await (await callGenerated(test, `Bearer ${token}`, document)).json()) as Answer;
      expect(answer.errors ?? []).toEqual([]);
      expect(JSON.stringify(answer.data)).not.toContain('"userErrors":[{');
    };
    if (field === 'reopenUser') await call('archiveUser');
    if (/^enableMapping/.test(field)) await call('disableMapping');
    if (/^map/.test(field)) await call('unmapCompany');
    if (field === 'attachTicket') await call('saveTicketingSettings');
    if (field === 'discardBillingPlan') await call('resolveBillingLine');
    if (field === 'retryJob') await call('cancelJob');
    if (field === 'startMatching') await call('cancelJob');
    if (field === 'reopenMatchSuggestions') await call('dismissMatchSuggestions');
    const before = (await allRows()).length;
    await call(field);
    const rows = (await allRows()).slice(before);
    expect(rows.map(({ action }) => action)).toEqual(expectedActions[field]);
    for (const { actor } of rows) expect(actor).toBe(isPlatform ? 'TOKEN platform' : 'TOKEN first token');
  });

  async function allRows(): Promise<Pick<Row, 'action' | 'actor'>[]> {
    return withClient(testDatabaseUrl(), async (client) => {
      const text = `SELECT action, actor_kind || ' ' || actor_name AS actor FROM audit_events ORDER BY id`;
      return (await client.query<Row>(text)).rows;
    });
  }

  it('A4: tells before and after of what is made and what changes, and nothing of what stays', async () => {
    const source = await account.source(`code-${randomUUID()}`);
    const externalId = randomUUID();
    const save = (item: object) =>
      ask(account, SaveUsersDocument, {
        input: { items: [{ source: source.code, externalId, name: 'Old', ...item }] },
      });
    const [created] = await added(() => save({ mailDomains: ['a.example'] }));
    expect(created).toMatchObject({
      action: 'USER_CREATED',
      subject: 'User',
      changes: [change('source', null, source.code)],
    });
    expect(created?.personal).toEqual([
      change('externalId', null, externalId),
      change('name', null, 'Old'),
      change('mailDomains', null, '["a.example"]'),
    ]);
    const [changed] = await added(() => save({ name: 'New', mailDomains: ['a.example'], contactEmail: 'x@a.example' }));
    expect(changed).toMatchObject({ action: 'USER_CHANGED', changes: [] });
    expect(changed?.personal).toEqual([change('name', 'Old', 'New'), change('contactEmail', null, 'x@a.example')]);
    expect(await added(() => save({ name: 'New', mailDomains: ['a.example'], contactEmail: 'x@a.example' }))).toEqual(
      [],
    );
  });

  it('A4: tells what an access token may do, for which source and until when, and nothing of the token', async () => {
    const source = await account.source();
    const expiresAt = new Date('2036-01-31T00:00:00.000Z');
    const [row] = await added(() => account.tokenOf('INGEST', { source: source.code, expiresAt }));
    expect(row?.changes).toEqual([
      change('name', null, 'a INGEST'),
      change('role', null, 'INGEST'),
      change('source', null, source.code),
      change('expiresAt', null, expiresAt.toISOString()),
    ]);
    expect(row?.personal).toBeNull();
  });

  it('A4: tells the state of a user and of an account before and after', async () => {
    const user = await (await account.source()).user();
    const input = { userId: user.id };
    const rows = await added(async () => {
      await ask(account, ArchiveUserDocument, { input });
      await ask(account, ArchiveUserDocument, { input });
      await ask(account, ReopenUserDocument, { input });
      await ask(account, IgnoreUserDocument, { input });
      await ask(account, IgnoreUserDocument, { input: { ...input, isIgnored: false } });
    });
    expect(rows.map(({ action, changes }) => [action, ...changes])).toEqual([
      ['USER_ARCHIVED', change('status', 'ACTIVE', 'ARCHIVED')],
      ['USER_REOPENED', change('status', 'ARCHIVED', 'ACTIVE')],
      ['USER_IGNORED', change('isIgnored', 'false', 'true')],
      ['USER_NO_LONGER_IGNORED', change('isIgnored', 'true', 'false')],
    ]);
    const platform = { url: test.url, token: await test.platformToken() };
    const made = (await ask(platform, CreateAccountDocument, { input: { name: 'An MSP', timeZone: 'Asia/Tokyo' } }))
      .createAccount;
    const accountId = made?.account?.id ?? '';
    await ask(platform, SuspendAccountDocument, { input: { accountId } });
    await ask(platform, ResumeAccountDocument, { input: { accountId } });
    const trail = await rowsOf(Buffer.from(accountId, 'base64url').toString().split(':')[1] ?? '');
    expect(trail.filter(({ subject }) => subject === 'Account').map(({ changes }) => changes)).toEqual([
      [change('name', null, 'An MSP'), change('timeZone', null, 'Asia/Tokyo')],
      [change('status', 'ACTIVE', 'SUSPENDED')],
      [change('status', 'SUSPENDED', 'ACTIVE')],
    ]);
  });

  it('A5: what names a person stands in the erasable column alone', async () => {
    const own = await test.account();
    const source = await own.source();
    const names = {
      externalId: `ext-${randomUUID()}`,
      name: `Person ${randomUUID()}`,
      contactEmail: `${randomUUID()}@a.example`,
      mailDomains: [`d${randomUUID()}.example`],
    };
    const save = async (item: object) =>
      ask(own, SaveUsersDocument, { input: { items: [{ source: source.code, ...names, ...item }] } });
    const userId = (await save({})).saveUsers?.results?.[0]?.userId ?? '';
    await save({ name: `Renamed ${names.name}` });
    await ask(own, ArchiveUserDocument, { input: { userId } });
    const all = await withClient(testDatabaseUrl(), async (client) => {
      const text = `SELECT (to_jsonb(a) - 'personal_changes')::text AS rest, personal_changes::text AS personal FROM audit_events a WHERE account_id = $1`;
      return (await client.query<{ rest: string; personal: string | null }>(text, [own.id])).rows;
    });
    for (const text of [names.externalId, names.name, names.contactEmail, names.mailDomains[0] ?? '']) {
      expect(all.map(({ rest }) => rest).join('\n')).not.toContain(text);
      expect(all.map(({ personal }) => personal).join('\n')).toContain(text);
    }
  });

  it('T19: a change whose record cannot be written does not happen', async () => {
    const user = await (await account.source()).user();
    const before = await fingerprint();
    for (const [document, input] of [
      [ArchiveUserDocument, { userId: user.id }],
      [CreateSourceDocument, { code: 'never', name: 'never' }],
      [SaveUsersDocument, { items: [{ source: user.source.code, externalId: 'never', name: 'never' }] }],
    ] as const) {
      jest.spyOn(test.app.services.audit, 'record').mockRejectedValueOnce(new Error('the trail is full'));
      const { errors } = await execute<unknown, unknown>(account, document.toString(), { input });
      expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
      expect(await fingerprint()).toEqual(before);
    }
  });

  it('T19: a call that is refused records no change', async () => {
    const rows = await added(async () => {
      await ask(account, CreateSourceDocument, { input: { code: 'NOT A CODE', name: '' } });
      await ask(account, ArchiveUserDocument, { input: { userId: 'rubbish' } });
      await ask(account, SaveUsersDocument, { input: { items: [{ source: 'none', externalId: 'a', name: 'b' }] } });
    });
    expect(rows).toEqual([]);
  });

  it('A4: refused sign-ins and denied operations stand in the trail of whom they concern', async () => {
    const own = await test.account();
    const reader = await own.tokenOf('READER');
    const created = await rowsOf(own.id);
    await execute({ url: test.url, token: reader }, CreateSourceDocument, { input: { code: 'a', name: 'a' } });
    await execute(
      { url: test.url, token: reader },
      '{ a: auditEvents { totalCount } b: auditEvents { totalCount } accounts { totalCount } }',
    );
    const platform = { url: test.url, token: await test.platformToken() };
    const accountId = Buffer.from(`Account:${own.id}`).toString('base64url');
    await ask(platform, SuspendAccountDocument, { input: { accountId } });
    await execute({ url: test.url, token: reader }, '{ viewer { roles } }');
    const rows = (await rowsOf(own.id)).slice(created.length);
    expect(rows.map(({ action, actor, changes }) => [action, actor, changes[0]?.after])).toEqual([
      ['OPERATION_DENIED', 'TOKEN a READER', 'Mutation.createSource'],
      ['OPERATION_DENIED', 'TOKEN a READER', 'Query.auditEvents'],
      ['OPERATION_DENIED', 'TOKEN a READER', 'Query.accounts'],
      ['ACCOUNT_SUSPENDED', 'TOKEN platform', 'SUSPENDED'],
      ['SIGN_IN_REFUSED', 'TOKEN a READER', 'suspended account'],
    ]);
    const unknown = await added(
      () => fetch(test.url, { method: 'POST', headers: { authorization: 'Bearer guess', ...freshAddress() } }),
      PLATFORM_ACCOUNT,
    );
    expect(unknown).toMatchObject([{ action: 'SIGN_IN_REFUSED', changes: [change('reason', null, 'unknown token')] }]);
    expect(JSON.stringify(unknown)).not.toContain('guess');
  });
});

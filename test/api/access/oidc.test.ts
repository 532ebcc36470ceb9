import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import type { Role } from '../../../src/shared/caller.js';
import { PLATFORM_ACCOUNT } from '../../../src/shared/ids.js';
import { ask, execute, post } from '../../support/graphql-client.js';
import { Issuer } from '../../support/issuer.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  AuditEventsDocument,
  CancelJobDocument,
  CreateSourceDocument,
  JobsDocument,
  StartBillingRunDocument,
  SuspendAccountDocument,
  ViewerDocument,
} from '../operations.generated.js';
import { Billed, JANUARY } from '../support/billing.js';
import { auditOf, given } from '../support/calls.js';
import { freshAddress } from '../support/generated-calls.js';
import { sql } from '../support/rows.js';

const VIEWER = '{"query":"{ viewer { roles } }"}';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await Issuer.start();
});
afterAll(() => issuer.close());

const start = (environment: Record<string, string> = {}) =>
  startTestApp({ environment: { ...issuer.environment, TRUSTED_PROXIES: '127.0.0.1', ...environment } });
const grant = (role: Role, { id }: { readonly id: string }) => `${role}@${id}`;

describe('A1, A8: people', () => {
  let test: TestApp;
  let one: SeedAccount;
  let other: SeedAccount;
  let foreign: SeedAccount;
  beforeAll(async () => {
    test = await start();
    [one, other, foreign] = [await test.account('One'), await test.account('Other'), await test.account('Foreign')];
  });
  afterAll(() => test.close());

  const person = (claims: Record<string, unknown>, account?: string) => ({
    url: test.url,
    token: issuer.token(claims),
    headers: { ...freshAddress(), ...(account !== undefined && { 'psa-account': account }) },
  });
  const globalId = ({ id }: SeedAccount) => toGlobalId('Account', id);
  const named = (account: SeedAccount, name: string) => ({ id: globalId(account), name, status: 'ACTIVE' });

  it('A1: a person with one account need not name it, and is told who he is', async () => {
    const { viewer } = await ask(person({ roles: [grant('OPERATOR', one)], name: 'Ada Lovelace' }), ViewerDocument);
    expect(viewer).toMatchObject({
      actor: { kind: 'PERSON', name: 'Ada Lovelace' },
      account: named(one, 'One'),
      roles: ['OPERATOR'],
      accounts: [{ account: named(one, 'One'), roles: ['OPERATOR'] }],
    });
    expect(viewer?.limits).toEqual((await ask(one, ViewerDocument)).viewer?.limits);
  });

  it('A1: a token has one account and its own role', async () => {
    const { viewer } = await ask(one, ViewerDocument);
    expect(viewer?.accounts).toEqual([{ account: named(one, 'One'), roles: ['ADMIN'] }]);
  });

  it('A8: a person with several names one per request, by either form of its id, in any case', async () => {
    const roles = [grant('READER', other), grant('ADMIN', one), grant('BILLING', other)];
    for (const [account, name, held] of [
      [one, 'One', ['ADMIN']],
      [other, 'Other', ['READER', 'BILLING']],
    ] as const) {
      for (const id of [globalId(account), account.id, account.id.toUpperCase(), ` ${account.id} `]) {
        const { viewer } = await ask(person({ roles }, id), ViewerDocument);
        expect(viewer).toMatchObject({ account: named(account, name), roles: held });
        expect(viewer?.accounts).toEqual([
          { account: named(one, 'One'), roles: ['ADMIN'] },
          { account: named(other, 'Other'), roles: ['READER', 'BILLING'] },
        ]);
      }
    }
    const headers = { ...freshAddress(), 'PSA-Account': globalId(other) };
    const { viewer } = await ask({ ...person({ roles }), headers }, ViewerDocument);
    expect(viewer?.account.name).toBe('Other');
  });

  it('A3, A8: no account named, a foreign one, and one that is none are refused alike', async () => {
    const roles = [grant('READER', other), grant('ADMIN', one)];
    const answers = [];
    for (const id of [
      ...[undefined, '', 'rubbish', foreign.id, globalId(foreign), randomUUID(), toGlobalId('Account', randomUUID())],
      ...[
        toGlobalId('User', one.id),
        `${one.id}, ${other.id}`,
        PLATFORM_ACCOUNT,
        toGlobalId('Account', PLATFORM_ACCOUNT),
      ],
    ]) {
      const { status, errors, data } = await execute(person({ roles }, id), ViewerDocument);
      answers.push({ status, errors, data });
    }
    const accounts = [
      { id: globalId(one), name: 'One' },
      { id: globalId(other), name: 'Other' },
    ];
    const message = 'Name an account in which you hold a role: psa-account: <id>.';
    for (const answer of answers) {
      expect(answer).toEqual({ status: 403, errors: [{ message, extensions: { code: 'FORBIDDEN', accounts } }] });
    }
  });

  it('A3: an account in a token that does not exist is told of nowhere', async () => {
    const gone = { id: randomUUID() };
    const { viewer } = await ask(person({ roles: [grant('ADMIN', one), grant('ADMIN', gone)] }), ViewerDocument);
    expect(viewer?.accounts).toHaveLength(1);
    const { status, errors } = await execute(person({ roles: [grant('ADMIN', gone)] }), ViewerDocument);
    expect({ status, accounts: errors[0]?.extensions?.['accounts'] }).toEqual({ status: 403, accounts: [] });
  });

  it('A8: a token that is sent for another account than its own is refused', async () => {
    expect((await post(test.url, { token: one.token, headers: { 'psa-account': one.id }, body: VIEWER })).status).toBe(
      200,
    );
    const answer = await execute({ ...one, headers: { ...freshAddress(), 'psa-account': other.id } }, ViewerDocument);
    const accounts = [{ id: globalId(one), name: 'One' }];
    expect(answer).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN', accounts } }] });
    const trail = await auditOf(one);
    expect(trail.at(-1)).toMatchObject({ action: 'SIGN_IN_REFUSED', actor: { kind: 'TOKEN' } });
  });

  it('A7: a suspended account answers as it does to tokens, and the other one goes on', async () => {
    const [held, free] = [await test.account('Held'), await test.account('Free')];
    const roles = [grant('ADMIN', held), grant('ADMIN', free)];
    const platform = { url: test.url, token: await test.platformToken() };
    await ask(platform, SuspendAccountDocument, { input: { accountId: globalId(held) } });
    for (const asker of [
      { ...held, headers: freshAddress() },
      person({ roles }, held.id),
      person({ roles: roles.slice(0, 1) }),
    ]) {
      expect(await execute({ ...asker, url: test.url }, ViewerDocument)).toMatchObject({
        status: 403,
        errors: [{ message: 'This account is suspended.', extensions: { code: 'FORBIDDEN' } }],
      });
    }
    const { viewer } = await ask(person({ roles }, free.id), ViewerDocument);
    expect(viewer?.accounts.map(({ account }) => [account.name, account.status])).toEqual([
      ['Held', 'SUSPENDED'],
      ['Free', 'ACTIVE'],
    ]);
  });

  it('A1: roles are those of the token at hand', async () => {
    const sub = randomUUID();
    const input = { code: `s-${randomUUID()}`, name: 'A source' };
    const reader = await execute(person({ sub, roles: [grant('READER', one)] }), CreateSourceDocument, { input });
    expect(reader.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const { createSource } = await ask(person({ sub, roles: [grant('ADMIN', one)] }), CreateSourceDocument, { input });
    expect(createSource?.userErrors).toEqual([]);
  });

  it('A1: files take the same tokens, for the account that is named', async () => {
    const roles = [grant('READER', one), grant('ADMIN', other)];
    const send = (account?: string) => {
      const { token, headers } = person({ roles }, account);
      return fetch(`${test.origin}/files/mappings/export`, {
        headers: { ...headers, authorization: `Bearer ${token}` },
      });
    };
    expect((await send(one.id)).status).toBe(200);
    expect((await send()).status).toBe(403);
  });

  it('A4: what a person does is told with his name and with how the issuer calls him, which stays', async () => {
    const sub = `auth|${randomUUID()}`;
    const account = await test.account();
    for (const name of ['Grace Murray', 'Grace Hopper']) {
      const input = { code: `s-${randomUUID()}`, name: 'A source' };
      const roles = [grant('ADMIN', account)];
      await ask(person({ sub, name, roles }), CreateSourceDocument, { input });
      await execute(person({ sub, name, roles: [grant('READER', account)] }), CreateSourceDocument, { input });
    }
    const { auditEvents } = await ask(account, AuditEventsDocument, {
      filter: { actions: ['SOURCE_CREATED', 'OPERATION_DENIED'] },
    });
    expect(auditEvents?.nodes.map(({ actor, actorSubject }) => [actor.kind, actor.name, actorSubject])).toEqual([
      ...['Grace Hopper', 'Grace Hopper', 'Grace Murray', 'Grace Murray'].map((name) => ['PERSON', name, sub]),
    ]);
    const rows = await sql<{ actor_id: string; text: string }>(
      `SELECT actor_id, (to_jsonb(e) - 'actor_name')::text AS text FROM audit_events e
       WHERE account_id = $1 AND actor_kind = 'PERSON'`,
      [account.id],
    );
    expect(new Set(rows.map(({ actor_id }) => actor_id)).size).toBe(1);
    // The name is in a column that can be emptied, and nowhere else.
    expect(rows.map(({ text }) => text).join()).not.toContain('Grace');
    expect((await auditOf(account)).every((event) => event.actor.kind === 'PERSON' || !event.actorSubject)).toBe(true);
  });

  it('A5: the name of a person is erased as the documentation says, and nobody else is', async () => {
    const sub = randomUUID();
    const account = await test.account();
    const roles = [grant('ADMIN', account)];
    for (const claims of [{ sub, name: 'Gone' }, { name: 'Here' }]) {
      const input = { code: `s-${randomUUID()}`, name: 'A source' };
      await ask(person({ ...claims, roles }), CreateSourceDocument, { input });
    }
    const text = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const [, erase = ''] = /```sql\n(WITH person[^`]+)```/.exec(text) ?? [];
    await sql(erase.replaceAll('the subject', sub));
    const names = (await auditOf(account)).filter(({ actor }) => actor.kind === 'PERSON');
    expect(names.map(({ actor }) => actor.name)).toEqual(['erased', 'Here']);
  });

  it('A4: a person refused an account is told of to the platform, not to the account', async () => {
    const sub = randomUUID();
    await execute(person({ sub, name: 'Mallory', roles: [grant('ADMIN', one)] }, foreign.id), ViewerDocument);
    const rows = await sql<{
      account_id: string;
      actor_kind: string;
      actor_name: string;
      changes: [{ after: string }];
    }>('SELECT account_id, actor_kind, actor_name, changes FROM audit_events WHERE actor_subject = $1', [sub]);
    expect(rows).toMatchObject([
      {
        account_id: PLATFORM_ACCOUNT,
        actor_kind: 'PERSON',
        actor_name: 'Mallory',
        changes: [{ after: 'no account of its own named' }],
      },
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['the name', { name: ' Ada ', email: 'ada@example.com' }, 'Ada'],
    ['the e-mail address', { name: '', email: 'ada@example.com', preferred_username: 'ada' }, 'ada@example.com'],
    ['the user name', { name: 7, email: ['x'], preferred_username: 'ada' }, 'ada'],
    ['the subject', { name: 'a\u0000b', sub: 'ada-1' }, 'ada-1'],
    ['the beginning of a long name', { name: 'x'.repeat(300) }, `${'x'.repeat(199)}…`],
  ])('A1: shows %s', async (_name, claims, shown) => {
    const { viewer } = await ask(person({ ...claims, roles: [grant('READER', one)] }), ViewerDocument);
    expect(viewer?.actor.name).toBe(shown);
  });

  it('B7: whoever started a run cannot approve it under another name; a second person can', async () => {
    const billed = await Billed.start(test, await test.account());
    const { user, agreementId } = await billed.customer();
    billed.addition(agreementId, 9);
    await billed.use(user, { 31: '2' });
    await billed.save({ needsSecondPerson: true });
    const roles = [grant('BILLING', billed.account)];
    const sub = randomUUID();
    const { startBillingRun } = await ask(person({ sub, roles, name: 'First' }), StartBillingRunDocument, {
      input: JANUARY,
    });
    const planId = given(startBillingRun?.plan).id;
    await billed.work();
    const again = await billed.approve({ planId }, person({ sub, roles, name: 'Second' }));
    expect(again.userErrors).toMatchObject([{ code: 'FORBIDDEN', field: ['planId'] }]);
    expect((await billed.approve({ planId }, person({ roles, name: 'First' }))).lines).toBe(1);
    const trail = (await auditOf(billed.account)).filter(({ actor }) => actor.kind === 'PERSON');
    // What the job did is his deed as well.
    expect(trail.map(({ action, actorSubject }) => [action, actorSubject === sub])).toEqual(
      expect.arrayContaining([
        ['BILLING_PLAN_STARTED', true],
        ['BILLING_PLAN_MADE', true],
        ['BILLING_LINES_APPROVED', false],
      ]),
    );
    expect(trail.every(({ actorSubject }) => actorSubject)).toBe(true);
  });

  it('J1: a job of a person names him', async () => {
    const account = await test.account();
    const caller = { ...account.caller, actor: { kind: 'PERSON', name: 'Ada', subject: 'ada' } as const };
    const job = await test.app.services.jobs.start(caller, { kind: 'MATCHING', input: {} });
    expect(job.actor).toEqual(caller.actor);
    const { jobs } = await ask(account, JobsDocument, {});
    expect(jobs?.nodes.map(({ actor }) => actor)).toEqual([{ kind: 'PERSON', name: 'Ada' }]);
  });

  it('A2: two roles allow what either does, also where a job is of billing', async () => {
    const account = await test.account();
    const { id } = await test.app.services.jobs.start(account.caller, { kind: 'RECONCILIATION', input: {} });
    const cancel = async (...roles: Role[]) => {
      const asker = person({ roles: roles.map((role) => grant(role, account)) });
      const { cancelJob } = await ask(asker, CancelJobDocument, { input: { jobId: toGlobalId('Job', id) } });
      return cancelJob?.userErrors.map(({ code }) => code);
    };
    expect(await cancel('OPERATOR')).toEqual(['FORBIDDEN']);
    expect(await cancel('BILLING', 'OPERATOR')).toEqual([]);
  });
});

describe('A1: the rate of one person', () => {
  it('A1: is counted by person over all tokens and accounts, and not against others', async () => {
    const test = await start({ REQUESTS_PER_MINUTE: '3' });
    const [one, other] = [await test.account(), await test.account()];
    const statusOf = async (sub: string, { id }: SeedAccount) =>
      (await post(test.url, { token: issuer.token({ sub, roles: [`READER@${id}`] }), body: VIEWER })).status;
    const sub = randomUUID();
    const statuses = [];
    for (const account of [one, other, one, other]) statuses.push(await statusOf(sub, account));
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await statusOf(randomUUID(), one)).toBe(200);
    await test.close();
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isInputObjectType, isObjectType } from 'graphql';
import { figure } from '../../support/figure.js';
import { execute, post } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given } from '../support/calls.js';
import { startReplica } from '../support/replica.js';
import { dump, pgDump } from '../support/rows.js';

const CANARY = { publicKey: 'PubCanary7Zq2fW9x', privateKey: 'PrivCanary4Hk8sL1v' };
const WRONG = { publicKey: 'WrongPubCanary3Tn6', privateKey: 'WrongPrivCanary5Rb' };

/** Each secret as it is, and in every form it is sent or stored in on the way. */
function needles(loginCompanyId: string): string[] {
  const pairs = [CANARY, WRONG, { ...CANARY, privateKey: WRONG.privateKey }];
  const basics = pairs.map(({ publicKey, privateKey }) => `${loginCompanyId}+${publicKey}:${privateKey}`);
  const plain = [...Object.values(CANARY), ...Object.values(WRONG), ...basics];
  return plain.flatMap((text) => [
    text,
    Buffer.from(text).toString('base64'),
    Buffer.from(text).toString('base64url'),
    Buffer.from(text).toString('hex'),
  ]);
}

const found = (where: string, secrets: readonly string[]) => secrets.filter((secret) => where.includes(secret));

let test: TestApp;
const answers: string[] = [];
beforeAll(async () => {
  test = await startTestApp({ sandbox: CANARY });
});
afterAll(() => test.close());

const REPORT = '{ report { isHealthy checks { subject cause message } } userErrors { code message field } }';
const INTEGRATION =
  'integration { id isEnabled access { site loginCompanyId publicKeyHint hasPrivateKey customCa clientId } lastReport { checks { message } } }';
const SAVE = `mutation ($input: SaveIntegrationSettingsInput!) { saveIntegrationSettings(input: $input) { ${INTEGRATION} report { checks { message } } userErrors { code message field } } }`;
const TEST = `mutation ($input: TestConnectionInput!) { testConnection(input: $input) ${REPORT} }`;
const VERIFY = `mutation { verifyCompany(input: { company: { identifier: "HarborDental" } }) { verification { outcome message } userErrors { code message } } }`;

/** Every operation that touches the settings, in every way it can go. */
async function useEverything(): Promise<void> {
  const account = await test.account();
  const { sandbox } = test;
  const right = account.values;
  const run = async (query: string, input?: object) => {
    const answer = await execute<unknown, unknown>(account, query, input && { input });
    answers.push(JSON.stringify(answer.data), JSON.stringify(answer.errors), JSON.stringify([...answer.headers]));
  };
  const brokenBody = JSON.stringify({ code: 'ConnectWiseApi', message: Object.values(CANARY).join(' '), errors: [] });
  await run(TEST, { ...right });
  await run(TEST, { ...right, ...WRONG });
  await run(SAVE, { ...right, isEnabled: false });
  await run(SAVE, { ...right, privateKey: WRONG.privateKey, isEnabled: true });
  await run(SAVE, { ...right, isEnabled: true });
  await run(SAVE, { site: 'psa.example.com', isEnabled: true });
  await run(SAVE, { publicKey: `${WRONG.publicKey}:`, privateKey: `${WRONG.privateKey}\u0007` });
  await run(SAVE, { expectedVersion: 99, ...WRONG });
  await run(TEST, {});
  // The far side sends back what it was given, as a text and as rubbish.
  for (const status of [400, 401, 403, 500, 200]) {
    sandbox.faults.add({ route: '/company/companies', fault: { kind: 'answer', status, body: brokenBody } });
    await run(VERIFY);
  }
  const page = `<html>${Object.values(CANARY).join(' ')} ${Buffer.from(`x+${CANARY.publicKey}:${CANARY.privateKey}`).toString('base64')}</html>`;
  for (const status of [200, 404, 502]) {
    sandbox.faults.add({ route: '/company/companies', fault: { kind: 'answer', status, body: page } });
    await run(VERIFY);
  }
  sandbox.faults.add({ route: '/company/companies', fault: { kind: 'cut', at: 'body' } });
  await run(VERIFY);
  await run(`query { ${INTEGRATION} auditEvents(first: 100) { nodes { action changes { field before after } } } }`);
}

describe('T1, T3, P13: canaries in every secret field, through every operation and its failures', () => {
  let secrets: string[];
  beforeAll(async () => {
    secrets = needles(test.sandbox.credentials.loginCompanyId);
    await useEverything();
  });

  it('are really sent to ConnectWise and back again', () => {
    expect(answers.length).toBeGreaterThan(40);
    const marks = ['"isHealthy":true', '"cause":"WRONG_KEYS"', 'cannot be used. The answer was not JSON'];
    expect(found(answers.join(), marks)).toEqual(marks);
    expect(test.sandbox.journal.total).toBeGreaterThan(20);
  });

  it('T3, P13: are in no answer; the public key shows its last four characters', () => {
    expect(found(answers.join('\n'), secrets)).toEqual([]);
    expect(found(answers.join(), [`"publicKeyHint":"${CANARY.publicKey.slice(-4)}"`])).toHaveLength(1);
  });

  it('T3, P13: are in no log line, at the most talkative level', () => {
    expect(test.logs.length).toBeGreaterThan(40);
    expect(found(test.logs.join(''), secrets)).toEqual([]);
    expect(found(test.logs.join('').toLowerCase(), ['basic '])).toEqual([]);
  });

  it('T3, P13: are in no metric', async () => {
    const metrics = await test.app.metrics.registry.metrics();

    expect(metrics.length).toBeGreaterThan(100);
    expect(found(metrics, secrets)).toEqual([]);
  });

  it('T1, P13: are in no column of any table, audit and events among them, nor in what pg_dump writes of a server', async () => {
    const all = await dump();
    const written = await pgDump();

    const marks = ['integration_settings:', 'SETTINGS_SAVED'];
    expect(found(all, marks)).toEqual(marks);
    expect(found(written ?? 'COPY public.events', ['COPY public.events'])).toHaveLength(1);
    const leaks = found(all + (written ?? ''), secrets);
    figure(
      'P13',
      `${secrets.length} forms of the canaries: found ${leaks.length} times in the tables${written ? ' and a dump' : ''}`,
    );
    expect(leaks).toEqual([]);
  });

  describe('that come in the wrong form', () => {
    const texts: string[] = [];
    beforeAll(async () => {
      const account = await test.account();
      const send = async (query: string, input?: unknown) => {
        const body = JSON.stringify({ query, variables: input === undefined ? undefined : { input } });
        texts.push(await (await post(account.url, { token: account.token, body })).text());
      };
      await send(SAVE, { privateKey: [CANARY.privateKey], publicKey: { a: CANARY.publicKey } });
      await send(SAVE, { isEnabled: CANARY.privateKey });
      await send(SAVE, CANARY.privateKey);
      await send(SAVE, { ...CANARY, nothing: 1 });
      await send(`mutation { testConnection(input: { privateKey: ${CANARY.privateKey} }) ${REPORT} }`);
      await send(`mutation { testConnection(input: { privateKey: ["${CANARY.privateKey}"] }) ${REPORT} }`);
    });

    it('are in no log line', () => {
      expect(texts).toHaveLength(6);
      expect(found(test.logs.join(''), secrets)).toEqual([]);
    });

    it('are in no answer', () => {
      expect(texts.map((text) => found(text, secrets))).toEqual(texts.map(() => []));
    });
  });

  it('are in no log line of a failure that nobody expected', async () => {
    const account = await test.account();
    await account.integration();
    const broken = await startReplica(test, {
      clock: {
        now: () => {
          throw new Error('the clock stopped');
        },
      },
    });
    const answer = await execute<unknown, unknown>(broken.at(account), SAVE, {
      input: { ...account.values, ...WRONG, isEnabled: true },
    });
    await broken.close();

    expect(given(answer.errors[0]).message).toBe('Something went wrong.');
    expect(found(broken.logs.join(''), ['the clock stopped'])).toHaveLength(1);
    expect(found(broken.logs.join(''), secrets)).toEqual([]);
  });
});

describe('T3: the schema', () => {
  it('T3: has no output field that could hold a secret', () => {
    const named = Object.values(test.app.schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
      .filter((path) => /key|secret|password|credential|token|basic|sealed|hash/i.test(path.split('.')[1] ?? ''));

    // Each of these was looked at: none holds a key to anything. A new one has to be looked at too. Our own tokens are shown once.
    expect(named.sort()).toEqual([
      'ConnectWiseAccess.hasPrivateKey',
      'ConnectWiseAccess.keysChangedAt',
      'ConnectWiseAccess.publicKeyHint',
      'CreateAccessTokenPayload.accessToken',
      'CreateAccessTokenPayload.token',
      'CreateAccountPayload.token',
      'Mutation.createAccessToken',
      'Mutation.revokeAccessToken',
      'Notification.key',
      'Query.accessTokens',
      'RevokeAccessTokenPayload.accessToken',
      'SpamSettings.hasPassword',
    ]);
  });

  it('T3: takes the keys in the inputs of testing and saving alone', () => {
    const takers = Object.values(test.app.schema.getTypeMap())
      .filter(isInputObjectType)
      .filter((type) => 'privateKey' in type.getFields())
      .map(({ name }) => name);

    expect(takers.sort()).toEqual(['SaveIntegrationSettingsInput', 'TestConnectionInput']);
    const passwords = Object.values(test.app.schema.getTypeMap())
      .filter(isInputObjectType)
      .filter((type) => 'password' in type.getFields());
    expect(passwords.map(({ name }) => name)).toEqual(['SpamLoginInput']);
  });
});

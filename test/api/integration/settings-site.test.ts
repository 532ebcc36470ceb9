import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errorsOf, save, settingsOf } from '../support/calls.js';
import { type Replica, startReplica } from '../support/replica.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const draft = async (site: string) => {
  const account = await test.account();
  return save(account, { isEnabled: false, site });
};

describe('S3: a site is stored', () => {
  it.each([
    ['  na.myconnectwise.net ', 'https://na.myconnectwise.net'],
    ['NA.MyConnectWise.NET', 'https://na.myconnectwise.net'],
    ['https://na.myconnectwise.net/', 'https://na.myconnectwise.net'],
    ['https://na.myconnectwise.net/v4_6_release/apis/3.0', 'https://na.myconnectwise.net'],
    ['https://na.myconnectwise.net/v2025_1/apis/3.0/', 'https://na.myconnectwise.net'],
    ['https://psa.example.com:8443', 'https://psa.example.com:8443'],
    ['https://psa.example.com:443', 'https://psa.example.com'],
    ['münchen.example.com', 'https://xn--mnchen-3ya.example.com'],
    ['psa.example.com.', 'https://psa.example.com'],
  ])('given as "%s" as "%s"', async (site, stored) => {
    const { integration, userErrors } = await draft(site);

    expect(userErrors).toEqual([]);
    expect(integration?.access.site).toBe(stored);
  });

  it('S2: with its port and scheme when http is allowed', async () => {
    expect((await draft(test.sandbox.url)).integration?.access.site).toBe(test.sandbox.url);
  });
});

describe('S3: a site is refused with an error at its field', () => {
  it.each([
    'https://user:pass@psa.example.com',
    'user@psa.example.com',
    'https://psa.example.com?tenant=1',
    'https://psa.example.com/#top',
    'https://psa.example.com/some/where',
    'ftp://psa.example.com',
    'file:///etc/passwd',
    'https://',
    'psa example.com',
    'psa.exa\u0007mple.com',
    'psa.exa\r\nmple.com',
  ])('such as %j', async (site) => {
    const account = await test.account();

    const answer = await save(account, { isEnabled: false, site });

    expect(errorsOf(answer)).toEqual(['INVALID site']);
    expect(await settingsOf(account)).toBeNull();
  });

  it.each([
    ['127.0.0.1', 'CONNECTWISE_ALLOWED_HOSTS must list 127.0.0.1'],
    ['https://10.1.2.3:8443', 'CONNECTWISE_ALLOWED_HOSTS must list 10.1.2.3:8443'],
    ['https://169.254.169.254', 'CONNECTWISE_ALLOWED_HOSTS must list 169.254.169.254'],
    ['https://[::1]', 'CONNECTWISE_ALLOWED_HOSTS must list [::1]'],
    ['https://2130706433', 'CONNECTWISE_ALLOWED_HOSTS must list 127.0.0.1'],
    ['intranet', 'CONNECTWISE_ALLOWED_HOSTS must list intranet'],
    ['http://psa.example.com', 'CONNECTWISE_HTTP_HOSTS must list psa.example.com'],
  ])('%s, which names the variable and value that would allow it', async (site, told) => {
    const answer = await draft(site);

    expect(errorsOf(answer)).toEqual(['INVALID site']);
    expect(answer.userErrors[0]?.message).toContain(told);
  });

  it('S2: naming both variables when both the address and http are forbidden', async () => {
    const [error] = (await draft('http://127.0.0.1:1')).userErrors;

    expect(error?.message).toContain('CONNECTWISE_ALLOWED_HOSTS must list 127.0.0.1:1');
    expect(error?.message).toContain('CONNECTWISE_HTTP_HOSTS must list 127.0.0.1:1');
  });

  it('S2: by its host alone it never means http, even where http is allowed', async () => {
    const { host } = new URL(test.sandbox.url);
    const account = await test.account();

    const { integration, report } = await save(account, { ...account.values, isEnabled: false, site: host });

    expect(integration?.access.site).toBe(`https://${host}`);
    expect(report?.checks.find(({ subject }) => subject === 'TLS')).toMatchObject({
      outcome: 'FAILED',
      cause: 'TLS_PLAIN_HTTP',
    });
    expect(test.sandbox.journal.total).toBe(0);
  });
});

describe('S2: where the policy allows the address but not http', () => {
  let strict: Replica;
  beforeAll(async () => {
    strict = await startReplica(test, { environment: { CONNECTWISE_HTTP_HOSTS: '' } });
  });

  it('refuses the URL with scheme http and says which variable is missing', async () => {
    const account = strict.at(await test.account());

    const answer = await save(account, { ...account.values, isEnabled: false });

    expect(errorsOf(answer)).toEqual(['INVALID site']);
    expect(answer.userErrors[0]?.message).toContain(
      `CONNECTWISE_HTTP_HOSTS must list ${new URL(test.sandbox.url).host}`,
    );
    expect(answer.userErrors[0]?.message).not.toContain('CONNECTWISE_ALLOWED_HOSTS');
  });

  it('S11: still turns off what was enabled before the policy became stricter', async () => {
    const account = await test.account();
    await account.integration();

    const answer = await save(strict.at(account), { isEnabled: false });

    expect(errorsOf(answer)).toEqual([]);
    expect(answer.integration?.isEnabled).toBe(false);
  });
});

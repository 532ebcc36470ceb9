import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuditResult, auditServer } from 'graphql-http';
import { startTestApp, type TestApp } from '../../support/test-app.js';

const GET_IS_405 = 'GET is answered 405: a link or an image must never run an operation, and nobody needs it.';
const ERRORS_ARE_4XX =
  'Apollo Server answers 400 to a request that cannot run, whatever was accepted; monitors see what went wrong.';

/** Official audits that are declined on purpose, by id, and why. One that passes may not stand here. */
const declined: ReadonlyMap<string, string> = new Map([
  ['5A70', GET_IS_405],
  ['D6D5', GET_IS_405],
  ['6A70', GET_IS_405],
  ['572B', ERRORS_ARE_4XX],
  ['FDE2', ERRORS_ARE_4XX],
  ['7B9B', ERRORS_ARE_4XX],
]);

describe('GraphQL over HTTP', () => {
  let test: TestApp;
  let results: AuditResult[];
  beforeAll(async () => {
    test = await startTestApp();
    const { token, url } = await test.account();
    const fetchFn = (target: string, init: RequestInit = {}) =>
      fetch(target, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
    results = await auditServer({ url, fetchFn });
  });
  afterAll(() => test.close());

  const told = (result: AuditResult) => `${result.id} ${result.name}`;

  it('was audited as a whole', () => {
    expect(results.filter(({ name }) => name.startsWith('MUST')).length).toBeGreaterThanOrEqual(13);
    expect(results.length).toBeGreaterThanOrEqual(60);
  });

  it('passes every audit but the declined ones, and every MUST without exception', () => {
    const failed = results.filter(({ id, status }) => status !== 'ok' && !declined.has(id));
    expect(failed.map(told)).toEqual([]);
    expect(results.filter(({ name, id }) => name.startsWith('MUST') && declined.has(id)).map(told)).toEqual([]);
  });

  it('declines no audit that it passes or that does not exist', () => {
    const notPassed = results.filter(({ status }) => status !== 'ok').map(({ id }) => id);
    expect([...declined.keys()].filter((id) => !notPassed.includes(id))).toEqual([]);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { toFailure } from '../../src/connectwise/errors.js';
import type { Mode } from '../../src/connectwise/retry.js';
import { accessTo, closeClients, errorOf, fakeTiming, siteOf } from './support/client.js';
import { API, type MockAnswer, mockFar, withCompany } from './support/mock.js';

afterEach(closeClients);

const GOOD: MockAnswer = { body: { version: 'v2025.1' } };
const limited = (headers: Record<string, string> = {}): MockAnswer => ({
  status: 429,
  body: { error: 'ConnectWiseAPI', message: 'Too many requests. Please try again in 30 seconds.' },
  headers,
});
const fault = (status: number, message = 'oops'): MockAnswer => ({ status, body: { code: 'ConnectWiseApi', message } });

/** Answers in turn, then `GOOD`. */
function session(answers: readonly MockAnswer[], mode: Mode = 'job', timing = fakeTiming()) {
  const rest = [...answers];
  const far = mockFar(
    withCompany(() => rest.shift() ?? GOOD),
    API,
    'https://na.myconnectwise.net',
  );
  const open = () => far.client({ timing }).open(accessTo(siteOf('na.myconnectwise.net')), mode);
  const tries = () => far.calls.filter(({ path }) => path === '/system/info').length;
  // The site of the settings is the UI host, so that one is faked too.
  return { far, timing, open, tries };
}

describe('F4 passing faults', () => {
  it.each([
    ['502', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['503', fault(503)],
    ['504', { status: 504, body: '' }],
    ['408', fault(408)],
    ['500 with a time-out text', fault(500, 'A timeout has occured. Please try again.')],
    ['500 with a pool text', fault(500, 'Timeout expired. The timeout period elapsed prior to obtaining a connection')],
  ])('F4 tries a read again after %s, up to three times', async (_what, answer) => {
    const twice = session([answer, answer]);
    expect(await twice.open().system.info()).toMatchObject({ version: 'v2025.1' });
    expect(twice.tries()).toBe(3);
    for (const wait of twice.timing.slept) {
      expect(wait).toBeGreaterThanOrEqual(500);
      expect(wait).toBeLessThanOrEqual(10_000);
    }
    const thrice = session([answer, answer, answer]);
    const error = await errorOf(thrice.open().system.info());
    expect(toFailure(error).problems[0]).toMatchObject({
      code: 'CONNECTWISE_UNAVAILABLE',
      message: 'ConnectWise answered with a fault of its own. Try again later.',
    });
    expect(thrice.tries()).toBe(3);
  });

  it.each([
    ['another 500', fault(500, `Error converting value "250" to type 'CompanyReference'.`), 'server-fault'],
    ['501', fault(501), 'server-fault'],
    ['400', fault(400), 'rejected'],
    ['401', { status: 401, body: { code: 'ConnectWiseApi', message: 'UserNotAuthenticated' } }, 'wrong-keys'],
    ['403', { status: 403, body: { code: 'Security', message: 'no' } }, 'permission'],
    ['404', { status: 404, body: { code: 'NotFound', message: 'no' } }, 'not-found'],
  ])('F4 never tries again after %s', async (_what, answer, kind) => {
    const it = session([answer]);
    expect((await errorOf(it.open().system.info())).kind).toBe(kind);
    expect(it.tries()).toBe(1);
  });

  it('F4 asks once while somebody waits', async () => {
    const it = session([fault(503)], 'interactive');
    expect((await errorOf(it.open().system.info())).kind).toBe('server-fault');
    expect(it.tries()).toBe(1);
  });
});

describe('F3 rate limits', () => {
  const date = 'Sun, 01 Mar 2026 12:00:00 GMT';

  it.each([
    ['seconds', { 'retry-after': '7' }, 7],
    ['zero seconds, taken as one', { 'retry-after': '0' }, 1],
    ['an HTTP date', { 'retry-after': 'Sun, 01 Mar 2026 12:00:09 GMT' }, 9],
    [
      'an HTTP date by their wrong clock',
      { date: 'Sun, 01 Mar 2026 09:00:00 GMT', 'retry-after': 'Sun, 01 Mar 2026 09:00:05 GMT' },
      5,
    ],
    ['nothing', {}, 30],
    ['rubbish', { 'retry-after': 'soon' }, 30],
    ['a negative number', { 'retry-after': '-5' }, 30],
    ['a date in the past', { date, 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 30],
    ['ten years', { 'retry-after': '315360000' }, 30],
  ])('F3 waits for %s', async (_what, headers, seconds) => {
    const it = session([limited(headers)]);
    await it.open().system.info();
    expect(it.timing.slept).toEqual([seconds * 1_000]);
    expect(it.tries()).toBe(2);
  });

  it('F3 tells how long to wait when that is longer than the call may take', async () => {
    const it = session([limited({ 'retry-after': '3600' })]);
    const error = await errorOf(it.open().system.info());
    expect(toFailure(error).problems[0]).toMatchObject({ code: 'CONNECTWISE_RATE_LIMITED', retryAfterSeconds: 3_600 });
    expect([it.tries(), it.timing.slept.length]).toEqual([1, 0]);
  });

  it('F3 sends nothing to the instance before the time given, whoever asks', async () => {
    const it = session([limited({ 'retry-after': '3600' })]);
    const client = it.far.client({ timing: it.timing });
    const access = accessTo(siteOf('na.myconnectwise.net'));
    await errorOf(client.open(access, 'job').system.info());
    it.timing.advance(3_590_000);
    const early = await errorOf(client.open(access, 'interactive').system.info());
    expect(early.problem).toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 10 });
    expect(it.tries()).toBe(1);
    it.timing.advance(10_000);
    await client.open(access, 'interactive').system.info();
    expect(it.tries()).toBe(2);
  });

  it('F3 doubles its guess with every refusal that gives no time', async () => {
    const it = session([limited(), limited(), limited(), limited()], 'interactive');
    const opened = it.open();
    const waits: unknown[] = [];
    for (let round = 0; round < 4; round++) {
      const error = await errorOf(opened.system.info());
      const seconds = toFailure(error).problems[0].retryAfterSeconds ?? 0;
      waits.push(seconds);
      it.timing.advance(seconds * 1_000);
    }
    expect(waits).toEqual([30, 60, 120, 240]);
    await opened.system.info();
    expect(it.tries()).toBe(5);
  });

  it('F3 reads a refusal that is a page', async () => {
    const it = session([{ status: 429, body: '<html>slow down</html>', headers: { 'retry-after': '2' } }]);
    await it.open().system.info();
    expect(it.timing.slept).toEqual([2_000]);
  });

  it('F3 keeps instances apart', async () => {
    const it = session([limited({ 'retry-after': '3600' })]);
    const client = it.far.client({ timing: it.timing });
    await errorOf(client.open(accessTo(siteOf('na.myconnectwise.net')), 'job').system.info());
    const other = accessTo(siteOf('na.myconnectwise.net'), { loginCompanyId: 'other' });
    expect(await client.open(other, 'job').system.info()).toMatchObject({ version: 'v2025.1' });
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { toFailure } from '../../src/connectwise/errors.js';
import { MemoryPace } from '../../src/connectwise/memory-pace.js';
import { DEFAULT_PACE, type Outcome, type PaceFigures, type Verdict } from '../../src/connectwise/pace.js';
import type { Mode } from '../../src/connectwise/retry.js';
import { type PaceStore, SharedPace } from '../../src/connectwise/shared-pace.js';
import { systemTiming } from '../../src/connectwise/timing.js';
import { type AccountId, newId } from '../../src/shared/ids.js';
import { claimOf, itKeepsThePace } from '../support/pace-contract.js';
import {
  accessTo,
  clientFor,
  closeClients,
  errorOf,
  fakeTiming,
  memoryLogger,
  policyFor,
  siteOf,
} from './support/client.js';
import { type FarSide, json, knownCompany, startFarSide } from './support/far-side.js';
import { API, mockFar, withCompany } from './support/mock.js';

afterEach(closeClients);

describe('the pace of one process', () => {
  itKeepsThePace(async () => {
    const timing = fakeTiming();
    const pass = async (milliseconds: number) => timing.advance(milliseconds);
    return { pace: new MemoryPace(timing), pass, accountId: newId<AccountId>() };
  });
});

describe('the shared pace when its store cannot be asked', () => {
  const key = { accountId: newId<AccountId>(), instance: 'psa.example.com/examplemsp' };

  function shared() {
    const timing = fakeTiming();
    let isDown = false;
    let asked = 0;
    const memory = new MemoryPace(timing);
    const answer = <Value>(value: () => Promise<Value>): Promise<Value> => {
      asked += 1;
      return isDown ? Promise.reject(new Error('down')) : value();
    };
    const store: PaceStore = {
      claim: (asked, claim) => answer(() => memory.claim(asked, claim)),
      settle: (asked, lease, outcome) => answer(() => memory.settle(asked, lease, outcome)),
    };
    const pace = new SharedPace({ store, timing, logger: memoryLogger() });
    return {
      ...{ pace, timing },
      asked: () => asked,
      setDown: (down: boolean) => {
        isDown = down;
      },
    };
  }
  const leaseOf = (verdict: Verdict) => (verdict.kind === 'go' ? verdict.lease : '');

  it('lets interactive calls go by the pace of this process, and asks the store again later', async () => {
    const { pace, timing, asked, setDown } = shared();
    setDown(true);
    const first = await pace.claim(key, claimOf('interactive'));
    expect(first.kind).toBe('go');
    expect((await pace.claim(key, claimOf('interactive'))).kind).toBe('wait');
    expect(asked()).toBe(1);
    await pace.settle(key, leaseOf(first), { kind: 'answered' });
    setDown(false);
    timing.advance(5_000);
    expect((await pace.claim(key, claimOf('interactive'))).kind).toBe('go');
    expect(asked()).toBe(2);
  });

  it('stops background work, which could not note what it did either', async () => {
    const { pace, setDown } = shared();
    setDown(true);
    await expect(pace.claim(key, claimOf('background'))).rejects.toThrow('down');
  });

  it('F3 keeps to the pause that ConnectWise asked for before the store failed, or while it was failing', async () => {
    const limited: Outcome = { kind: 'limited', seconds: 60, isStated: true };
    for (const failsFirst of [false, true]) {
      const { pace, setDown } = shared();
      const first = await pace.claim(key, claimOf('interactive'));
      setDown(failsFirst);
      expect(await pace.settle(key, leaseOf(first), limited)).toBe(60);
      setDown(true);
      expect((await pace.claim(key, claimOf('interactive'))).kind).toBe('limited');
    }
  });

  it('never fails a call for a place that could not be given back', async () => {
    const { pace, setDown } = shared();
    const first = await pace.claim(key, claimOf('interactive'));
    setDown(true);
    expect(await pace.settle(key, leaseOf(first), { kind: 'answered' })).toBe(0);
  });
});

describe('calls at a pace', () => {
  let far: FarSide | undefined;
  afterEach(() => far?.close());

  const info = { version: 'v2025.1' };

  function mocked(answers: () => { status?: number; body: unknown }, mode: Mode, figures: PaceFigures = DEFAULT_PACE) {
    const timing = fakeTiming();
    const mock = mockFar(withCompany(answers), API, 'https://na.myconnectwise.net');
    const client = mock.client({ timing, paceFigures: figures });
    const open = (how: Mode = mode) => client.open(accessTo(siteOf('na.myconnectwise.net')), how);
    return { mock, timing, open };
  }

  it('spreads background calls, so that no second has more than eight', async () => {
    const { mock, timing, open } = mocked(() => ({ body: info }), 'job');
    const begun: number[] = [];
    const session = open();
    for (let call = 0; call < 30; call += 1) {
      await session.system.info();
      begun.push(timing.monotonic());
    }
    expect(mock.calls).toHaveLength(31);
    for (const [at, start] of begun.entries()) {
      const eighth = begun[at + 8];
      if (eighth !== undefined) expect(eighth - start).toBeGreaterThanOrEqual(1_000);
    }
  });

  it('sends one interactive call at a time, in the order they came', async () => {
    let inFlight = 0;
    let most = 0;
    far = await startFarSide(
      knownCompany((_request, response) => {
        most = Math.max(most, ++inFlight);
        setTimeout(() => {
          inFlight -= 1;
          json(response, info);
        }, 20);
      }),
    );
    const figures = { ...DEFAULT_PACE, interactive: { inFlight: 1, aSecond: 1_000 } };
    const client = clientFor({ policy: policyFor(far.host), paceFigures: figures });
    const access = accessTo(siteOf(`http://${far.host}`, far.host));
    const done: number[] = [];
    await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        client
          .open(access, 'interactive')
          .system.info()
          .then(() => done.push(at)),
      ),
    );
    expect(most).toBe(1);
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('tells who cannot be served in time that nothing was sent', async () => {
    far = await startFarSide(knownCompany(() => undefined));
    const figures = { ...DEFAULT_PACE, interactive: { inFlight: 1, aSecond: 1_000 } };
    const client = clientFor({ policy: policyFor(far.host), paceFigures: figures, limits: { interactiveMs: 400 } });
    const access = accessTo(siteOf(`http://${far.host}`, far.host));
    const session = client.open(access, 'interactive');
    await session.address();
    const [first, second] = await Promise.all([errorOf(session.system.info()), errorOf(session.system.info())]);
    expect(first.kind).toBe('timeout');
    expect(second.kind).toBe('busy');
    expect(toFailure(second).problems[0]).toMatchObject({
      code: 'CONNECTWISE_RATE_LIMITED',
      retryAfterSeconds: expect.any(Number),
    });
    expect(far.seen.filter(({ url }) => url.includes('/system/info'))).toHaveLength(1);
  });

  it('P9: a trial that hangs is given up in the time of a call that somebody waits for, and another follows', async () => {
    let isSilent = false;
    far = await startFarSide(
      knownCompany((_request, response) => {
        if (!isSilent) json(response, { code: 'x', message: 'no' }, 503);
      }),
    );
    const client = clientFor({
      policy: policyFor(far.host),
      paceFigures: {
        interactive: { inFlight: 1, aSecond: 1_000 },
        background: { inFlight: 2, aSecond: 1_000 },
        breaker: { failures: 2, trialMs: 100 },
      },
      // Without a limit of their own the trials would outlast this test.
      limits: { interactiveMs: 200, jobMs: 600_000 },
      timing: { ...systemTiming, random: () => 0 },
    });
    const access = accessTo(siteOf(`http://${far.host}`, far.host));
    const ask = () => errorOf(client.open(access, 'job').system.info());
    while ((await ask()).kind !== 'breaker-open');
    isSilent = true;
    await sleep(120);
    const asked = far.seen.length;

    expect((await ask()).kind).toBe('timeout');
    expect(far.seen.length).toBe(asked + 3);
  });

  it('P10: with the breaker open a call is refused at once, and says when to come back', async () => {
    const { mock, open } = mocked(() => ({ status: 503, body: 'no' }), 'interactive');
    for (let failure = 0; failure < 5; failure += 1)
      expect((await errorOf(open().system.info())).kind).toBe('server-fault');
    const sent = mock.calls.length;
    const refused = await errorOf(open().system.info());
    expect(refused.problem).toEqual({ kind: 'breaker-open', retryAfterSeconds: expect.any(Number) });
    expect(toFailure(refused).problems[0].code).toBe('CONNECTWISE_UNAVAILABLE');
    expect((await errorOf(open('job').system.info())).kind).toBe('breaker-open');
    expect(mock.calls).toHaveLength(sent);
  });

  it('P10: a test of other values goes past an open breaker, and does not open it', async () => {
    const { mock, open } = mocked(() => ({ status: 503, body: 'no' }), 'trial');
    for (let failure = 0; failure < 6; failure += 1)
      expect((await errorOf(open().system.info())).kind).toBe('server-fault');
    expect((await errorOf(open('interactive').system.info())).kind).toBe('server-fault');
    expect(mock.calls.filter(({ path }) => path === '/system/info')).toHaveLength(7);
  });

  it.each([
    ['wrong keys', { status: 401, body: { code: 'ConnectWiseApi', message: 'UserNotAuthenticated' } }],
    ['no permission', { status: 403, body: { code: 'Security', message: 'no' } }],
    [
      'a fault that is really a refusal',
      { status: 500, body: { code: 'ConnectWiseApi', message: 'Error converting' } },
    ],
  ])('does not take %s for an outage', async (_what, answer) => {
    const { mock, open } = mocked(() => answer, 'interactive');
    for (let call = 0; call < 8; call += 1) await errorOf(open().system.info());
    expect(mock.calls.filter(({ path }) => path === '/system/info')).toHaveLength(8);
  });

  it('F1: closed ports open the breaker too', async () => {
    const server = await startFarSide(() => undefined);
    await server.close();
    const client = clientFor({ policy: policyFor(server.host) });
    const session = client.open(accessTo(siteOf(`https://${server.host}`, server.host)), 'interactive');
    const kinds: string[] = [];
    for (let call = 0; call < 4; call += 1) kinds.push((await errorOf(session.address())).kind);
    // Each call tries twice, since nothing was sent: the fifth outage is the third call's first.
    expect(kinds).toEqual(['refused', 'refused', 'breaker-open', 'breaker-open']);
  });

  it('lives on the clock of the machine as well', async () => {
    const pace = new MemoryPace(systemTiming);
    const key = { accountId: undefined, instance: 'psa.example.com/examplemsp' };
    expect((await pace.claim(key, claimOf('interactive'))).kind).toBe('go');
  });
});

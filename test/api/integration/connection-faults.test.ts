import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../../src/sandbox/faults/fault.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given, save, tryOut } from '../support/calls.js';
import { expectOnlyReads } from '../support/only-reads.js';
import { type Replica, startReplica } from '../support/replica.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** A system of its own each time: what asks to wait is not asked by anybody meanwhile, so it would spoil the next. */
async function withSystem(work: (account: SeedAccount, system: Sandbox) => Promise<void>): Promise<void> {
  const system = await startSandbox({ companies: 10 });
  const server: Replica = await startReplica(test, { reaches: [system] });
  try {
    await work(server.at(await test.account()), system);
    expectOnlyReads(system);
  } finally {
    await server.close();
    await system.close();
  }
}

const PLACES = [
  ['/login/companyinfo/*', 'COMPANY_KNOWN'],
  ['/system/info', 'KEYS'],
  ['/company/companies', 'READ_COMPANIES'],
] as const;

type Report = NonNullable<Awaited<ReturnType<typeof save>>['report']>;
const failed = ({ checks }: Report) =>
  checks.filter(({ outcome }) => outcome === 'FAILED').map(({ subject, cause }) => `${subject} ${cause}`);

describe('S8: a fault of the far side', () => {
  it.each<[string, FaultRuleInput, string, string]>([
    ['F3: 429', { fault: { kind: 'rateLimit', retryAfter: 1 } }, 'RATE_LIMITED', 'CONNECTWISE_RATE_LIMITED'],
    ['F4: 500', { fault: { kind: 'serverError', text: 'conversion' } }, 'CONNECTWISE_FAULT', 'CONNECTWISE_UNAVAILABLE'],
    ['F4: 503', { fault: { kind: 'frontEnd', status: 503 } }, 'CONNECTWISE_FAULT', 'CONNECTWISE_UNAVAILABLE'],
    [
      'F5: a page',
      { fault: { kind: 'answer', status: 200, body: '<html></html>' } },
      'BAD_ANSWER',
      'CONNECTWISE_BAD_ANSWER',
    ],
    ['F5: another shape', { fault: { kind: 'body', as: 'wrapped' } }, 'BAD_ANSWER', 'CONNECTWISE_BAD_ANSWER'],
    ['F6: a cut answer', { fault: { kind: 'cut', at: 'body' } }, 'CONNECTWISE_FAULT', 'CONNECTWISE_UNAVAILABLE'],
    ['F8: a redirect', { fault: { kind: 'redirect', location: '/' } }, 'REDIRECT', 'CONNECTWISE_REDIRECT'],
  ])('is told apart wherever it comes: %s', async (_what, rule, cause, code) => {
    for (const [route, subject] of PLACES) {
      await withSystem(async (account, system) => {
        system.faults.add({ ...rule, route, times: null });

        const answer = await save(account, { ...account.values, site: system.url, isEnabled: true });

        expect(failed(given(answer.report))).toEqual([`${subject} ${cause}`]);
        expect(answer.userErrors.map((error) => error.code)).toEqual([code]);
      });
    }
  });

  it('F3: that asks to wait tells how long, and nobody asks again before, saved or not', async () => {
    await withSystem(async (account, system) => {
      system.faults.add({ fault: { kind: 'rateLimit', retryAfter: 77 } });
      const values = { ...account.values, site: system.url };

      const first = await save(account, { ...values, isEnabled: true });
      const second = await tryOut(account, values);

      expect(first.userErrors).toMatchObject([{ code: 'CONNECTWISE_RATE_LIMITED', retryAfterSeconds: 77 }]);
      expect(failed(given(second.report))).toEqual(['COMPANY_KNOWN RATE_LIMITED']);
      expect(system.journal.total).toBe(1);
    });
  });
});

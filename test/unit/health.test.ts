import { describe, expect, it } from '@jest/globals';
import type { CheckCause, CheckOutcome, ConnectionReport } from '../../src/connectwise/connection-report.js';
import {
  accountHold,
  forbids,
  type HeldWork,
  OutgoingWork,
  pauseReasonOf,
  permits,
  phaseOf,
  refusalIn,
  roleRowFor,
  toCapability,
} from '../../src/features/integration/health.js';
import type { Integration } from '../../src/features/integration/integration.js';

const report = (outcome: CheckOutcome, cause: CheckCause | null, isHealthy = true): ConnectionReport => ({
  checks: [
    { subject: 'KEYS', outcome: 'PASSED', cause: null, message: '', role: null },
    { subject: 'WRITE_TICKETS', outcome, cause, message: '', role: null },
  ],
  ...{ isHealthy, checkedAt: new Date(0), version: null, region: null, isCloud: null, apiBaseUrl: null },
  retryAfterSeconds: null,
});

const sound: Integration = {
  ...{ isEnabled: true, site: 'https://psa.example.com', loginCompanyId: 'msp', instanceId: undefined },
  ...{ publicKeyLastFour: 'cKey', hasPrivateKey: true, keysChangedAt: undefined, customCa: undefined },
  ...{ clientId: undefined, lastReport: report('PASSED', null), pause: undefined, nextCheckAt: undefined, version: 1 },
  ...{ createdAt: new Date(0), updatedAt: new Date(0) },
};
const pause = { reason: 'KEYS_REFUSED', since: new Date(0) } as const;
const held: HeldWork = { work: 'TICKETS', capability: 'WRITE_TICKETS', heldAt: new Date(0) };

describe('S12: the phase of an integration', () => {
  it.each<[string, Partial<Integration>, readonly HeldWork[], string]>([
    ['HEALTHY', {}, [], 'HEALTHY'],
    ['HEALTHY without any report yet', { lastReport: undefined }, [], 'HEALTHY'],
    ['PARTLY_HELD with one kind held', {}, [held], 'PARTLY_HELD'],
    ['FAILING after a bad test, whatever is held', { lastReport: report('PASSED', null, false) }, [held], 'FAILING'],
    ['PAUSED, whatever the test said', { pause, lastReport: report('PASSED', null, false) }, [held], 'PAUSED'],
    ['KEYS_MISSING before paused', { hasPrivateKey: false, pause }, [], 'KEYS_MISSING'],
    ['OFF before all', { isEnabled: false, hasPrivateKey: false, pause }, [held], 'OFF'],
  ])('is %s', (_what, given, holds, phase) => {
    expect(phaseOf({ ...sound, ...given }, holds)).toBe(phase);
  });
});

describe('S12: work of an account', () => {
  it('goes out exactly when the integration is on, has its keys, is not paused, and the kind is not held', () => {
    const flags = [true, false];
    const all = flags.flatMap((isEnabled) =>
      flags.flatMap((hasPrivateKey) =>
        [undefined, pause].flatMap((given) =>
          [[], [held]].flatMap((holds) =>
            [undefined, ...Object.values(OutgoingWork)].map((work) => ({
              work,
              holds,
              hold: accountHold({ ...sound, isEnabled, hasPrivateKey, pause: given }, holds, work),
            })),
          ),
        ),
      ),
    );

    const free = all.filter(({ hold }) => hold === undefined);
    expect(free).toHaveLength(7 + 6);
    expect(all.filter(({ hold }) => hold === 'WORK_NOT_PERMITTED').map(({ work }) => work)).toEqual(['TICKETS']);
    expect(accountHold(undefined)).toBe('INTEGRATION_OFF');
  });
});

describe('F10: what a report says of a right', () => {
  it.each<[CheckOutcome, CheckCause | null, boolean, boolean]>([
    ['PASSED', null, true, false],
    ['FAILED', 'PERMISSION', false, true],
    ['FAILED', 'TIMEOUT', false, false],
    ['SKIPPED', 'EARLIER_CHECK', false, false],
    ['NOT_PROVABLE', 'RIGHTS_NOT_SHOWN', true, false],
    ['NOT_PROVABLE', 'RATE_LIMITED', false, false],
    ['NOT_PROVABLE', 'TIMEOUT', false, false],
  ])('%s by %s: ends a hold %s, begins one %s', (outcome, cause, ends, begins) => {
    const found = report(outcome, cause);
    expect([permits(found, 'WRITE_TICKETS'), forbids(found, 'WRITE_TICKETS')]).toEqual([ends, begins]);
  });

  it('is nothing while there is none', () => {
    expect(forbids(undefined, 'WRITE_TICKETS')).toBe(false);
    expect(permits({ ...report('PASSED', null), checks: [] }, 'WRITE_TICKETS')).toBe(false);
  });
});

describe('F10: what pauses', () => {
  it.each([
    ['wrong-keys', 'KEYS_REFUSED'],
    ['client-id', 'CLIENT_ID_REFUSED'],
    ['permission', undefined],
    ['timeout', undefined],
    ['server-fault', undefined],
    ['rate-limited', undefined],
    ['unknown-login-company', undefined],
  ] as const)('%s: %s', (kind, reason) => {
    expect(pauseReasonOf(kind)).toBe(reason);
  });

  it('is in a report the first check that failed', () => {
    expect(refusalIn(report('FAILED', 'WRONG_KEYS'))).toBe('KEYS_REFUSED');
    expect(refusalIn(report('FAILED', 'CLIENT_ID_REFUSED'))).toBe('CLIENT_ID_REFUSED');
    expect(refusalIn(report('NOT_PROVABLE', 'WRONG_KEYS'))).toBeUndefined();
    expect(refusalIn(report('FAILED', 'PERMISSION'))).toBeUndefined();
  });
});

it('a held right is named by its role row, and a name from elsewhere by the right that everything needs', () => {
  expect(roleRowFor('CLOSE_TICKETS')).toEqual({
    module: 'Service Desk',
    function: 'Close Service Tickets',
    level: 'Edit: All',
  });
  expect([toCapability('CALLBACKS'), toCapability('SOMETHING_NEWER')]).toEqual(['CALLBACKS', 'READ_COMPANIES']);
});

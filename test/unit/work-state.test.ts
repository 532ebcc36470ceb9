import { describe, expect, it } from '@jest/globals';
import { AccountHold } from '../../src/features/integration/health.js';
import type { Mapping } from '../../src/features/mappings/mapping.js';
import { HoldReason, holdReason, type WorkFacts } from '../../src/features/mappings/work-state.js';
import type { InstanceId } from '../../src/shared/ids.js';

const HERE = 'here' as InstanceId;
const ELSEWHERE = 'elsewhere' as InstanceId;

type Facts = NonNullable<WorkFacts['mapping']>;
const sound: Facts = { isEnabled: true, instanceId: HERE, connectWiseId: 250, verification: 'VERIFIED' };
const facts = (mapping: Partial<Facts> | undefined, more: Partial<WorkFacts> = {}): WorkFacts => ({
  isUserArchived: false,
  accountHold: undefined,
  instanceId: HERE,
  mapping: mapping && { ...sound, ...mapping },
  ...more,
});

describe("U11: a user's work", () => {
  it.each<[string, WorkFacts, HoldReason | undefined]>([
    ['goes out for a sound mapping', facts({}), undefined],
    ['is held for an archived user', facts({}, { isUserArchived: true }), 'USER_ARCHIVED'],
    ['is held without a mapping', facts(undefined), 'NOT_MAPPED'],
    [
      'is held without a mapping, whatever the integration',
      facts(undefined, { accountHold: 'INTEGRATION_OFF' }),
      'NOT_MAPPED',
    ],
    ['is held for a disabled mapping', facts({ isEnabled: false }), 'MAPPING_DISABLED'],
    ['is held while the integration is off', facts({}, { accountHold: 'INTEGRATION_OFF' }), 'INTEGRATION_OFF'],
    ['is held after the stored keys were dropped', facts({}, { accountHold: 'KEYS_MISSING' }), 'KEYS_MISSING'],
    [
      'is held while ConnectWise refuses the account',
      facts({}, { accountHold: 'INTEGRATION_PAUSED' }),
      'INTEGRATION_PAUSED',
    ],
    ['is held while its kind is not permitted', facts({}, { accountHold: 'WORK_NOT_PERMITTED' }), 'WORK_NOT_PERMITTED'],
    ['is held for a mapping of another instance', facts({ instanceId: ELSEWHERE }), 'MAPPING_ON_OTHER_INSTANCE'],
    ['is held while no instance is known', facts({}, { instanceId: undefined }), 'MAPPING_ON_OTHER_INSTANCE'],
    ['is held for a broken mapping', facts({ verification: 'BROKEN' }), 'MAPPING_BROKEN'],
    [
      'is held for a broken one without a record id',
      facts({ verification: 'BROKEN', connectWiseId: undefined }),
      'MAPPING_BROKEN',
    ],
    [
      'is held for one never verified',
      facts({ verification: 'UNVERIFIED', connectWiseId: undefined }),
      'MAPPING_UNVERIFIED',
    ],
    ['is held for one that only has a record id', facts({ verification: 'UNVERIFIED' }), 'MAPPING_UNVERIFIED'],
    ['is held for one without a record id', facts({ connectWiseId: undefined }), 'MAPPING_UNVERIFIED'],
    [
      'is held for the user first',
      facts({ isEnabled: false, verification: 'BROKEN' }, { isUserArchived: true }),
      'USER_ARCHIVED',
    ],
  ])('%s', (_what, given, reason) => {
    expect(holdReason(given)).toBe(reason);
  });

  it('goes out in exactly one of all combinations', () => {
    const flags = [true, false];
    const mappings = flags.flatMap((isEnabled) =>
      [HERE, ELSEWHERE].flatMap((instanceId) =>
        [250, undefined].flatMap((connectWiseId) =>
          (['VERIFIED', 'UNVERIFIED', 'BROKEN'] satisfies Mapping['verification'][]).map((verification) => ({
            ...{ isEnabled, instanceId, connectWiseId, verification },
          })),
        ),
      ),
    );
    const all = flags.flatMap((isUserArchived) =>
      [undefined, ...Object.values(AccountHold)].flatMap((accountHold) =>
        [undefined, ...mappings].map((mapping) => facts(mapping, { isUserArchived, accountHold })),
      ),
    );

    expect(all).toHaveLength(250);
    expect(all.filter((given) => holdReason(given) === undefined)).toEqual([facts({})]);
    expect(new Set(all.map(holdReason))).toEqual(new Set([undefined, ...Object.values(HoldReason)]));
  });
});

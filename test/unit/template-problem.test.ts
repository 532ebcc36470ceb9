import { describe, expect, it } from '@jest/globals';
import { compareProblems, type PlacedFault } from '../../src/features/ticketing-settings/template-problem.js';

const [THEN, NOW] = [new Date('2026-11-01T00:00:00Z'), new Date('2026-11-02T00:00:00Z')];

const fault = (field: PlacedFault['field'], place = 'template', recordId = 1): PlacedFault => ({
  ...{ path: place.split('.'), field, boardId: 1, recordId, message: '', choices: [] },
});
const known = (...faults: readonly PlacedFault[]) => faults.map((one) => ({ ...one, foundAt: THEN }));
const told = ({ opened, passed, after }: ReturnType<typeof compareProblems>) => ({
  opened: opened.map(({ field }) => field),
  passed: passed.map(({ field }) => field),
  after: after.map(({ field, foundAt }) => [field, foundAt]),
});

describe('N2: what stands of templates', () => {
  it('N2: comes up once, and keeps the time it was first found', () => {
    expect(told(compareProblems([], [fault('typeId')], NOW))).toEqual({
      ...{ opened: ['typeId'], passed: [], after: [['typeId', NOW]] },
    });
    expect(told(compareProblems(known(fault('typeId')), [fault('typeId'), fault('teamId')], NOW))).toEqual({
      opened: ['teamId'],
      passed: [],
      after: [
        ['typeId', THEN],
        ['teamId', NOW],
      ],
    });
  });

  it('N2: passes when it is found no more', () => {
    expect(told(compareProblems(known(fault('typeId')), [], NOW))).toEqual({
      opened: [],
      passed: ['typeId'],
      after: [],
    });
  });

  it('N2: is another one in another template, and of another record', () => {
    const before = known(fault('typeId'));
    for (const other of [fault('typeId', 'rules.0.template'), fault('typeId', 'template', 2)]) {
      expect(told(compareProblems(before, [other], NOW))).toMatchObject({ opened: ['typeId'], passed: ['typeId'] });
    }
  });

  it('N2: stays while its board cannot be looked at, but not that of other templates', () => {
    const before = known(fault('statusId'), fault('typeId', 'rules.0.template'));
    expect(told(compareProblems(before, [fault('boardId')], NOW))).toEqual({
      opened: ['boardId'],
      passed: ['typeId'],
      after: [
        ['boardId', NOW],
        ['statusId', THEN],
      ],
    });
    expect(told(compareProblems(known(fault('boardId'), fault('statusId')), [], NOW)).passed).toEqual([
      ...['boardId', 'statusId'],
    ]);
  });
});

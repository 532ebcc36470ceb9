import { expect, it } from '@jest/globals';
import { NOTHING_SEEN, type SpamQuestion } from '../../src/features/spam/spam-statistics.js';
import type { SpamSelection, SpamStatisticsRepository } from '../../src/features/spam/spam-statistics.repository.js';
import { SpamStatisticsService } from '../../src/features/spam/spam-statistics.service.js';
import { systemCaller } from '../../src/shared/caller.js';
import type { Day } from '../../src/shared/day.js';
import { type AccountId, newId, type UserId } from '../../src/shared/ids.js';

const LOST = new Error('the database went away');

/** Fails for whatever begins before 2020. */
const read = async (_accountId: AccountId, { period: { from } }: SpamSelection) => {
  if (from < '2020') throw LOST;
  return new Map();
};
const statistics = { totals: read, series: read, topDomains: read } as unknown as SpamStatisticsRepository;
const service = new SpamStatisticsService({ statistics } as ConstructorParameters<typeof SpamStatisticsService>[0]);
const caller = systemCaller(newId<AccountId>(), 'request');

it('M2: a question that fails leaves the others their answers', async () => {
  const question = (from: string, of: SpamQuestion['of']): SpamQuestion => ({
    period: { from: from as Day, to: '2020-02-01' as Day },
    of,
  });
  const questions = [
    ...[question('2020-01-01', { filter: {} }), question('2019-12-01', { filter: {} })],
    ...[question('2019-12-01', { userId: newId<UserId>() }), question('2020-01-01', { userId: newId<UserId>() })],
  ];
  expect(await service.totals(caller, questions)).toEqual([NOTHING_SEEN, LOST, LOST, NOTHING_SEEN]);
  const series = await service.series(
    caller,
    questions.map((one) => ({ ...one, by: 'MONTH' })),
  );
  expect(series).toMatchObject([{ length: 2 }, LOST, LOST, { length: 2 }]);
  const top = questions.map((one) => ({ ...one, first: 1, by: 'SPAM' as const }));
  expect(await service.topDomains(caller, top)).toEqual([[], LOST, LOST, []]);
});

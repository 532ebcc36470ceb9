import type { CheckedItem } from '../../shared/bulk.js';
import { FailureCode, type Problem } from '../../shared/failure.js';
import { type CrowdedUser, type DomainOfUser, MOST_DOMAINS } from './domain-room.repository.js';

const CROWDED: Problem = {
  code: FailureCode.LIMIT_EXCEEDED,
  message: `A user has up to ${MOST_DOMAINS} mail domains, and this one would be one more.`,
  field: ['domain'],
};

/** Domains find room in the order in which they stand; those that the user has need none. */
export function refuseCrowded<Row extends DomainOfUser>(
  items: readonly CheckedItem<Row>[],
  crowded: readonly CrowdedUser[],
): CheckedItem<Row>[] {
  const users = new Map(
    crowded.map(({ userId, room, missing }) => [userId, { room, missing: new Set(missing), taken: new Set<string>() }]),
  );
  return items.map((item) => {
    if (!('row' in item)) return item;
    const { userId, domain } = item.row;
    const user = users.get(userId);
    if (!user?.missing.has(domain)) return item;
    if (user.taken.size >= user.room && !user.taken.has(domain)) return { problems: [CROWDED] };
    user.taken.add(domain);
    return item;
  });
}

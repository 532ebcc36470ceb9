import { allOf } from '../../connectwise/all-of.js';
import type { BoardStatus } from '../../connectwise/boards.js';
import { ExpiringCache } from '../../connectwise/expiring-cache.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { InstanceId } from '../../shared/ids.js';

/** Less than until what failed is tried again: whoever mends a board finds the next try to know of it. */
const REMEMBERED_MS = 4 * 60_000;
const MOST_REMEMBERED = 1_000;

/** The statuses of boards, remembered for minutes: not every ticket that is closed has to ask how its board does that. */
export class BoardStatuses {
  readonly #known = new ExpiringCache<readonly BoardStatus[]>(MOST_REMEMBERED, REMEMBERED_MS, () => performance.now());

  async of(
    { boards }: ConnectWiseSession,
    { instanceId, boardId }: { readonly instanceId: InstanceId; readonly boardId: number },
  ): Promise<readonly BoardStatus[]> {
    const name = `${instanceId} ${boardId}`;
    const known = this.#known.get(name);
    if (known) return known;
    const statuses = await allOf(boards.statuses(boardId));
    this.#known.set(name, statuses);
    return statuses;
  }
}

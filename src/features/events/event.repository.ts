import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId } from '../../shared/ids.js';
import type { NewEvent } from './event.js';

export class EventRepository {
  /**
   * Takes the next positions of the account under its row's lock, which is held until commit: whoever reads up to a
   * position has seen all before it, and none can commit late behind it.
   */
  async append(tx: WriteTransaction, accountId: AccountId, events: readonly NewEvent[]): Promise<void> {
    const { lastPosition } = await tx.account.update({
      where: { id: accountId },
      data: { lastPosition: { increment: events.length } },
      select: { lastPosition: true },
    });
    const first = lastPosition - BigInt(events.length) + 1n;
    await tx.event.createMany({
      data: events.map((event, index) => ({
        accountId,
        position: first + BigInt(index),
        kind: event.kind,
        sourceId: event.sourceId,
        subjectKind: event.subject?.kind,
        subjectId: event.subject?.id,
        facts: { ...event.facts },
      })),
    });
  }
}

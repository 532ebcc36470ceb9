import { z } from 'zod';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, UserId } from '../../shared/ids.js';
import { countOf, type SliceWanted, suggestionsOf } from './suggest-slice.repository.js';

const instanceShape = z.array(z.object({ instanceId: z.string().nullable() }));
const countShape = z.tuple([z.object({ total: z.int() })]);
const doneShape = z.tuple([z.object({ users: z.int(), last: z.string().nullable(), suggested: z.int() })]);

/** What became of a slice. */
export interface SliceDone {
  /** How many users it had. */
  readonly users: number;
  readonly last: UserId | undefined;
  /** How many suggestions are open for them now. */
  readonly suggested: number;
}

/** Finds companies that users may be, by joins on equality alone: under row-level security nothing else has an index. */
export class SuggestRepository {
  /** Until the transaction ends nobody maps many users, or accepts anything. @returns which ConnectWise it is about */
  async holdMappings(tx: WriteTransaction, accountId: AccountId): Promise<InstanceId | undefined> {
    const rows = await tx.$queryRaw`
      SELECT instance_id::text AS "instanceId" FROM integration_settings WHERE account_id = ${accountId}::uuid FOR UPDATE`;
    return (instanceShape.parse(rows)[0]?.instanceId as InstanceId | null | undefined) ?? undefined;
  }

  /**
   * Makes the open suggestions of one slice of users what they are now, in one statement. Suggestions of users who need
   * none any more go; a dismissed pair stays as it is, and is no candidate. Call it under `holdMappings`.
   */
  async suggest(tx: WriteTransaction, accountId: AccountId, wanted: SliceWanted): Promise<SliceDone> {
    // The planner takes the statement for dearer than it is, and a server would compile it for seconds, slice by slice.
    await tx.$executeRaw`SELECT set_config('jit', 'off', true)`;
    const rows = await tx.$queryRaw(suggestionsOf(accountId, wanted));
    const [{ users, last, suggested }] = doneShape.parse(rows);
    return { users, last: (last as UserId | null) ?? undefined, suggested };
  }

  /** How many users there are to be looked at. */
  async count(tx: WriteTransaction, accountId: AccountId, wanted: Pick<SliceWanted, 'isWhole'>): Promise<number> {
    const rows = await tx.$queryRaw(countOf(accountId, wanted));
    return countShape.parse(rows)[0].total;
  }
}

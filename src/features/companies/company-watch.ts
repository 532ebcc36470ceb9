import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { InstanceId } from '../../shared/ids.js';

/** Rows of the mirror that changed in a way others act on. */
export interface NoticedChange {
  readonly instanceId: InstanceId;
  /** At most some thousand record ids. */
  readonly connectWiseIds: readonly number[];
}

/** Whoever acts on changes of companies. */
export interface CompanyWatch {
  /** Told in the transaction that wrote the rows, and only when there are any; it can be told of a row twice. */
  noticed(tx: WriteTransaction, caller: Caller, change: NoticedChange): Promise<void>;
}

/** Tells one after the other. */
export function watchAll(...watches: readonly CompanyWatch[]): CompanyWatch {
  return {
    noticed: async (tx, caller, change) => {
      for (const watch of watches) await watch.noticed(tx, caller, change);
    },
  };
}

import type { Database } from '../../database/database.js';
import { assertHold } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { type NextWake, type WorkHandler, type WorkHold, WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { Erasing, ErasureRepository } from './erasure.repository.js';
import { TEXTS } from './texts.repository.js';

interface Deps {
  readonly database: Database;
  readonly rows: ErasureRepository;
  readonly audit: AuditService;
}

/** Then others of the account have their turn. */
const SLICE_MS = 5_000;
/** Calls that had looked the user up before have written by then what they were about to write. */
const SETTLE_MS = 60_000;
/** Between two looks whether other work of the account is over. */
const OTHERS_SECONDS = 5;

/** Takes the texts of erased users out of all tables, some rows in a transaction, and looks once more before it is done. */
export class EraseTexts implements WorkHandler {
  readonly kind = WorkKind.ERASURE;

  constructor(private readonly deps: Deps) {}

  async run(caller: Caller, signal: AbortSignal, hold: WorkHold): Promise<NextWake> {
    const until = performance.now() + SLICE_MS;
    const erasing = await this.deps.rows.next(caller.accountId);
    if (!erasing) return { kind: 'rest' };
    // Asked before the texts are looked through: what that work writes until it is over has to be found by the last look.
    const isEarly = await this.deps.rows.isOtherWorkBegun(caller.accountId);
    for (const { erase, most } of TEXTS) {
      const step = (tx: WriteTransaction) => erase(tx, { accountId: caller.accountId, id: erasing.id }, most);
      while ((await this.write(caller, hold, step)) === most) {
        signal.throwIfAborted();
        if (performance.now() > until) return { kind: 'soon' };
      }
    }
    // The one that waits longest comes first, so that nobody else is ready when it is not.
    const settled = new Date(erasing.erasedAt.getTime() + SETTLE_MS);
    if (settled > hold.startedAt) return { kind: 'at', at: settled };
    if (isEarly) return { kind: 'after', seconds: OTHERS_SECONDS };
    await this.end(caller, hold, erasing);
    return { kind: 'soon' };
  }

  private end(caller: Caller, hold: WorkHold, { id }: Erasing): Promise<void> {
    return this.write(caller, hold, async (tx) => {
      await this.deps.rows.end(tx, caller.accountId, id);
      const subject = { kind: 'User', id };
      await this.deps.audit.record(tx, caller, { action: AuditAction.USER_ERASURE_ENDED, subject });
    });
  }

  private write<T>(caller: Caller, hold: WorkHold, work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.deps.database.write(caller.accountId, async (tx) => {
      const answer = await work(tx);
      await assertHold(tx, hold);
      return answer;
    });
  }
}

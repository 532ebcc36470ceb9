import type { Addition } from '../../connectwise/addition.js';
import type { Agreement } from '../../connectwise/agreements.js';
import { isSameState, stateOf } from '../billing-plans/addition-state.js';
import {
  type AdditionState,
  type BillingLine,
  LineAction,
  LineHold,
  LineReason,
  LineState,
  LineWrite,
} from '../billing-plans/line.js';

/** A line that was written, as far as it takes to take it back. */
export type WrittenLine = Pick<
  BillingLine,
  'id' | 'companyId' | 'agreementName' | 'billCustomer' | 'nextInvoiceOn' | 'before'
> & {
  readonly agreementId: number;
  readonly catalogItemId: number;
  readonly additionId: number;
  readonly write: LineWrite;
  /** What ConnectWise returned when it was written. */
  readonly found: AdditionState;
};

/** What takes a line back, before it has an id. */
export type UndoDraft = Pick<
  BillingLine,
  'action' | 'write' | 'reason' | 'holds' | 'before' | 'after' | 'state' | 'found' | 'failure' | 'nextInvoiceOn'
> & { readonly line: WrittenLine };

/** Where a line was written, as it is now; undefined where it is gone. */
export interface PlaceNow {
  readonly agreement: Agreement | undefined;
  readonly additions: readonly Addition[];
}

const NOTHING_NOW = 'The addition is not in the agreement any more.';
const CHANGED = 'The addition was changed in ConnectWise since it was written; take it back there by hand.';

/** What takes a line back: quantity and dates as they were before, unless somebody has changed them since. */
export function undoOf(line: WrittenLine, { agreement, additions }: PlaceNow): UndoDraft {
  const addition = additions.find(({ id, product }) => id === line.additionId && product?.id === line.catalogItemId);
  const now = addition && stateOf(addition);
  const nextInvoiceOn = (agreement?.nextInvoiceOn ?? undefined) as WrittenLine['nextInvoiceOn'];
  if (!agreement || !now || !isSameState(now, line.found)) {
    const failure = { code: 'VERSION_CONFLICT', message: now ? CHANGED : NOTHING_NOW };
    const skipped = { action: LineAction.SKIP, write: undefined, reason: LineReason.CHANGED_SINCE, holds: [] };
    return {
      line,
      ...skipped,
      before: now,
      after: undefined,
      state: LineState.CONFLICT,
      found: now,
      failure,
      nextInvoiceOn,
    };
  }
  const isInvoiced = nextInvoiceOn !== line.nextInvoiceOn;
  return {
    ...{
      line,
      write: LineWrite.UPDATE,
      reason: undefined,
      state: LineState.PENDING,
      found: undefined,
      failure: undefined,
    },
    // What was invoiced meanwhile has to be corrected in the invoice by hand, which a person has to know of.
    ...(isInvoiced
      ? { action: LineAction.HOLD, holds: [LineHold.INVOICED_SINCE] }
      : { action: LineAction.UPDATE, holds: [] }),
    ...{ before: now, after: stateBefore(line, now), nextInvoiceOn },
  };
}

/** An addition that was made cannot be made undone: it ends on the day on which it began, so that it is never billed. */
function stateBefore({ write, before }: WrittenLine, now: AdditionState): AdditionState {
  if (write === LineWrite.UPDATE && before) return before;
  return { ...now, cancelledOn: now.effectiveOn };
}

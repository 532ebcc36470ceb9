import type { Addition, AdditionChanges, NewAddition } from '../../connectwise/addition.js';
import { type Decimal, parseDecimal } from '../../connectwise/decimal.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { isSameState, stateOf } from '../billing-plans/addition-state.js';
import { LineState, LineWrite } from '../billing-plans/line.js';
import { BillCustomer } from '../billing-settings/rule.js';
import { requireTime } from '../integration/written-once.js';
import type { LineOutcome } from './line-outcome.js';
import type { LineToWrite } from './line-to-write.js';

const BILL_CUSTOMER = {
  [BillCustomer.BILLABLE]: 'Billable',
  [BillCustomer.DO_NOT_BILL]: 'DoNotBill',
  [BillCustomer.NO_CHARGE]: 'NoCharge',
} as const satisfies Record<BillCustomer, NewAddition['billCustomer']>;

/**
 * Writes one line: absolute values of what differs, and nothing else of the addition.
 * @throws ConnectWiseError, Failure, PutOff when it is too late to send it
 */
export function writeAddition(session: ConnectWiseSession, line: LineToWrite, sendBy: number): Promise<Addition> {
  const { agreementId, additionId, after } = line;
  const quantity = decimalOf(after.quantity);
  if (line.write === LineWrite.CREATE) {
    const { catalogItemId: productId, billCustomer } = line;
    if (!after.effectiveOn) throw new Error('An addition that is made begins on a day.');
    const addition = { productId, quantity, billCustomer: BILL_CUSTOMER[billCustomer], effectiveOn: after.effectiveOn };
    requireTime(sendBy);
    return session.additions.create(agreementId, addition);
  }
  if (additionId === undefined) throw new Error('What is changed has a number.');
  const changes = changesOf(line, quantity);
  requireTime(sendBy);
  return session.additions.change(agreementId, additionId, changes);
}

function changesOf({ before, after }: LineToWrite, quantity: Decimal): AdditionChanges {
  const { effectiveOn, cancelledOn } = after;
  return {
    ...(before?.quantity === after.quantity ? {} : { quantity }),
    // ConnectWise has none without a first day, so there is nothing to take away.
    ...(before?.effectiveOn === effectiveOn || effectiveOn === undefined ? {} : { effectiveOn }),
    ...(before?.cancelledOn === cancelledOn ? {} : { cancelledOn: cancelledOn ?? null }),
  };
}

/** What the answer to a write says of the line. */
export function outcomeOf(line: LineToWrite, answer: Addition): LineOutcome {
  const found = stateOf(answer);
  const additionId = answer.id;
  const isOther = line.additionId !== undefined && line.additionId !== additionId;
  const isProduct = answer.product?.id === line.catalogItemId;
  const isBilled = line.write !== LineWrite.CREATE || answer.billCustomer === BILL_CUSTOMER[line.billCustomer];
  if (!isOther && isProduct && isBilled && isSameState(found, line.after)) {
    return { state: LineState.APPLIED, found, additionId };
  }
  const message = `ConnectWise took the write and answered with something else: addition ${additionId} has the quantity ${found.quantity} from ${found.effectiveOn ?? 'no day'} to ${found.cancelledOn ?? 'no day'}. Look at it there.`;
  const failure = { code: FailureCode.CONNECTWISE_REJECTED, message };
  // The number is noted for one that was made: somebody has to look at it.
  return { state: LineState.FAILED, found, additionId: isOther ? undefined : additionId, failure };
}

/** @throws Failure */
function decimalOf(quantity: string): Decimal {
  const decimal = parseDecimal(quantity);
  if (decimal !== undefined) return decimal;
  const message = `ConnectWise keeps 15 digits of a number, and ${quantity} has more.`;
  throw new Failure({ code: FailureCode.INVALID, message });
}

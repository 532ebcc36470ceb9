import type { Addition } from '../../connectwise/addition.js';
import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { BillingLineId } from '../../shared/ids.js';
import { AuditAction } from '../audit/audit.js';
import { isSameState, stateOf } from '../billing-plans/addition-state.js';
import { LineState, LineWrite } from '../billing-plans/line.js';
import type { SettlePlans } from '../billing-plans/settle-plans.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { LineOutcome } from './line-outcome.js';
import type { LineToWrite } from './line-to-write.js';
import type { RecordOutcome } from './record-outcome.js';
import type { PlacedLine, UnclearLineRepository } from './unclear-line.repository.js';

interface Deps {
  readonly database: Database;
  readonly integration: IntegrationService;
  readonly lines: UnclearLineRepository;
  readonly record: RecordOutcome;
  readonly settling: SettlePlans;
}

const NOT_WRITTEN: LineOutcome = {
  state: LineState.FAILED,
  failure: {
    code: FailureCode.CONNECTWISE_UNAVAILABLE,
    message: 'It was not written, as a person found. Bill it with a new run.',
  },
};

/** Lets a person tell what became of a line that nobody else can tell of. */
export class ResolveLine {
  constructor(private readonly deps: Deps) {}

  /**
   * By the number of the addition that it wrote, or by null when it wrote none.
   * @throws Failure NOT_FOUND, INVALID, and why ConnectWise cannot be asked
   */
  async resolve(caller: Caller, lineId: BillingLineId, additionId: number | null | undefined): Promise<void> {
    if (additionId === undefined) throw refused('additionId', 'Name the addition, or say null when there is none.');
    const { database, lines, record, settling } = this.deps;
    const placed = await lines.find(caller.accountId, lineId);
    if (!placed) throw refused('lineId', 'There is no BillingLine with this id.', FailureCode.NOT_FOUND);
    const { line, planId } = placed;
    if (line.state !== LineState.UNCLEAR) throw isClear();
    const outcome = additionId === null ? NOT_WRITTEN : written(await this.ask(caller, placed, additionId));
    await database.write(caller.accountId, async (tx) => {
      const end = { line, from: [LineState.UNCLEAR], outcome, action: AuditAction.BILLING_LINE_CLEARED };
      if (!(await record.end(tx, caller, end))) throw isClear();
      await settling.settle(tx, caller.accountId, planId);
    });
  }

  private async ask(caller: Caller, { line, instanceId }: PlacedLine, additionId: number): Promise<Addition> {
    const { integration } = this.deps;
    const { id } = await integration.instance(caller);
    if (id !== instanceId) throw refused('additionId', 'The line was written to another ConnectWise.');
    if (line.additionId === undefined ? line.seenIds.includes(additionId) : line.additionId !== additionId) {
      throw refused('additionId', 'This addition was there before the line was written.');
    }
    const found = await integration.ask(caller, ({ additions }) => additions.findById(line.agreementId, additionId));
    const addition = requireProduct(found, line);
    requireWritten(addition, line);
    return addition;
  }
}

/** @throws Failure */
function requireProduct(addition: Addition | undefined, { catalogItemId }: LineToWrite): Addition {
  if (!addition) throw refused('additionId', 'The agreement has no addition with this number.', FailureCode.NOT_FOUND);
  if (addition.product?.id !== catalogItemId) throw refused('additionId', 'The addition is of another product.');
  return addition;
}

/**
 * What a line has made can have been changed since; what it changes was there before, and tells only by what it has.
 * @throws Failure
 */
function requireWritten(addition: Addition, { write, after }: LineToWrite): void {
  const found = stateOf(addition);
  if (write === LineWrite.CREATE || isSameState(found, after)) return;
  const { quantity, effectiveOn = 'no day', cancelledOn = 'no day' } = found;
  const message = `The addition has the quantity ${quantity} from ${effectiveOn} to ${cancelledOn}, and not what the line says. Say null when the line was not written.`;
  throw refused('additionId', message);
}

function written(addition: Addition): LineOutcome {
  return { state: LineState.APPLIED, found: stateOf(addition), additionId: addition.id };
}

function isClear(): Failure {
  return refused('lineId', 'What became of this line is not unclear, or not any more.');
}

function refused(field: string, message: string, code: FailureCode = FailureCode.INVALID): Failure {
  return new Failure({ code, message, field: [field] });
}

import type { JsonObject } from './json.js';
import { RecordEditor, type ShownRecord } from './record-editor.js';
import { extended, runsWithin } from './resources/finance/addition-rules.js';
import { startOfDay } from './resources/finance/agreement-rules.js';
import { plus } from './store/decimal.js';
import type { Row } from './store/table.js';
import type { World } from './world.js';

const DAY = 86_400_000;

/** The first and the last day of what is invoiced, such as `2026-02-01` and `2026-02-28`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** What other people do to agreements, in the words of their screens. */
export class AgreementEditor extends RecordEditor {
  readonly #additions: RecordEditor;
  readonly #invoices: RecordEditor;

  constructor(world: World) {
    super(world, world.tables.get('agreements'));
    this.#additions = new RecordEditor(world, world.tables.get('additions'));
    this.#invoices = new RecordEditor(world, world.tables.get('invoices'));
  }

  /** The agreements of a company, whatever their status. */
  ofCompany(companyId: number): readonly ShownRecord[] {
    return this.world.tables.childrenOf('agreements', 'company', companyId).map((row) => this.shown(row));
  }

  cancel(id: number, reason = 'Cancelled by the customer'): ShownRecord {
    return this.edit(id, { cancelledFlag: true, reasonCancelled: reason });
  }

  /** Its additions, those that ended as well. */
  additions(id: number): readonly ShownRecord[] {
    return this.#additionRows(id).flatMap((row) => this.#additions.get(row.id) ?? []);
  }

  addAddition(id: number, fields: JsonObject): ShownRecord {
    return this.#additions.add({ billCustomer: 'Billable', ...fields, agreementId: this.row(id).id });
  }

  setQuantity(additionId: number, quantity: number): ShownRecord {
    return this.#additions.edit(additionId, { quantity });
  }

  /** Ends an addition on a day; without one today. */
  endAddition(additionId: number, day?: string): ShownRecord {
    const cancelledDate = day ?? dayOf(this.world.clock.now());
    return this.#additions.edit(additionId, { cancelledDate });
  }

  /** Makes the invoice of a period, dated by its first day, and moves the agreement's next invoice behind its last. */
  invoice(id: number, period: Period): ShownRecord {
    const { values } = this.row(id);
    const [first, last] = [Date.parse(period.from), Date.parse(period.to)] as const;
    const billed = this.#additionRows(id).filter(
      (row) => row.values['billCustomer'] === 'Billable' && runsWithin(row, [first, last]),
    );
    const productTotal = billed.reduce((sum, row) => plus(sum, extended(row, 'unitPrice')), 0);
    const agreementAmount = Number(values['billAmount'] ?? 0);
    const total = plus(productTotal, agreementAmount);
    const invoice = this.#invoices.add({
      invoiceNumber: String(10_001 + this.#invoices.count),
      type: 'Agreement',
      company: { id: Number(values['company']) },
      applyToType: 'Agreement',
      applyToId: id,
      agreement: { id },
      date: period.from,
      dueDate: dayOf(first + 30 * DAY),
      productTotal,
      agreementAmount,
      subtotal: total,
      total,
      balance: total,
    });
    this.edit(id, { nextInvoiceDate: dayOf(last + DAY) });
    return invoice;
  }

  #additionRows(id: number): readonly Row[] {
    return this.world.tables.childrenOf('additions', 'agreementId', this.row(id).id);
  }
}

function dayOf(at: number): string {
  if (Number.isNaN(at)) {
    throw new RangeError('A period needs two dates, such as 2026-02-01');
  }
  return new Date(startOfDay(at)).toISOString().slice(0, 10);
}

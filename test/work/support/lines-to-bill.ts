import type { Sandbox } from '../../../src/sandbox/sandbox.js';
import type { BillingPlanId } from '../../../src/shared/ids.js';
import { WorkKind } from '../../../src/shared/work.js';
import { BilledAccount, type BilledCustomer, type WantedLine } from '../../support/billing-lines.js';
import { disturbWrites } from './disturb.js';
import type { ProductSite } from './product-site.js';
import type { ProductWorker } from './product-worker.js';
import { until, wakeNow } from './toy.js';

const ADDITIONS = '/finance/agreements/{parentId}/additions';
const AGREEMENT = /\/agreements\/(\d+)\/additions/;
/** So many additions are changed in each agreement, beside one that is made. */
const CHANGED = 4;
export const LINES_EACH = CHANGED + 1;
const MADE_ITEM = 3;

interface Expected {
  readonly customer: BilledCustomer;
  readonly additionId: number | undefined;
  readonly quantity: string;
}

/** Approved lines of one account, and what has to come of them in ConnectWise. */
export class LinesToBill {
  readonly #expected = new Map<string, Expected>();
  readonly #plans: BillingPlanId[] = [];

  private constructor(
    private readonly site: ProductSite,
    private readonly billed: BilledAccount,
    private readonly parts: { readonly customers: readonly BilledCustomer[]; readonly random: () => number },
  ) {}

  /** All customers are there before anything is disturbed: mapping them asks ConnectWise as well. */
  static async open(
    site: ProductSite,
    { agreements, random }: { readonly agreements: number; readonly random: () => number },
  ): Promise<LinesToBill> {
    const caller = await site.account();
    const { services, sandbox } = site.parts;
    const sql: BilledAccount['ground']['sql'] = (text, values) => site.sql(text, values);
    const billed = await BilledAccount.open({ services, sandbox, caller, sql });
    const customers: BilledCustomer[] = [];
    while (customers.length < agreements) customers.push(await billed.customer());
    return new LinesToBill(site, billed, { customers, random });
  }

  get count(): number {
    return this.#expected.size;
  }

  /** Lines of all agreements there are. */
  get most(): number {
    return this.parts.customers.length * LINES_EACH;
  }

  /** Writes to its additions that took effect. */
  get written(): number {
    const own = new Set(this.parts.customers.map(({ agreementId }) => String(agreementId)));
    const { entries } = this.site.parts.sandbox.journal;
    return entries.filter(({ changed, path }) => changed && own.has(path.match(AGREEMENT)?.[1] ?? '')).length;
  }

  /** A plan with the lines of so many agreements more, if there are any, whose work is woken. */
  async plan(agreements: number): Promise<void> {
    const lines: WantedLine[] = [];
    const done = this.count / LINES_EACH;
    const next = this.parts.customers.slice(done, done + agreements);
    if (next.length === 0) return;
    for (const customer of next) {
      for (let change = 0; change < CHANGED; change += 1) {
        const additionId = this.billed.addition(customer, { quantity: '10', catalogItemId: 1 + (change % 2) });
        lines.push({ customer, additionId, catalogItemId: 1 + (change % 2), after: { quantity: this.#quantity() } });
      }
      lines.push({ customer, catalogItemId: MADE_ITEM, after: { quantity: this.#quantity() } });
    }
    const { id, lineIds } = await this.billed.plan(lines);
    this.#plans.push(id);
    for (const [at, { customer, additionId, after }] of lines.entries()) {
      this.#expected.set(String(lineIds[at]), { customer, additionId, quantity: after.quantity });
    }
    const { accountId } = this.billed.ground.caller;
    await wakeNow(this.site.parts.database, accountId, WorkKind.BILLING_APPLY);
  }

  /** Lets the time pass after which nothing that was sent can still arrive; what was sent just now may. */
  passTime(): Promise<void> {
    return this.billed.passTime('1 second');
  }

  /** Until a worker has come to the step at which it dies, whatever has to be waited for before that. */
  async dead(victim: ProductWorker): Promise<void> {
    const isDead = async () => {
      await this.passTime();
      return victim.hasEnded;
    };
    await until('it is dead', isDead, 90);
    await this.site.kill(victim);
  }

  /** Until nothing is left to be written, however often that has to wait for what is uncertain. */
  async settled(): Promise<void> {
    const { accountId } = this.billed.ground.caller;
    const left = `SELECT FROM billing_lines WHERE account_id = $1 AND state IN ('APPROVED', 'WRITING')`;
    const isSettled = async () => {
      await this.passTime();
      return (await this.site.sql(left, [accountId])).length === 0;
    };
    await until('every line is settled', isSettled, 240);
    const open = `SELECT FROM billing_plans WHERE account_id = $1 AND status = 'OPEN'`;
    await until('every plan is done', async () => (await this.site.sql(open, [accountId])).length === 0, 60);
  }

  /** What is not as it has to be: a line that was lost, or whose write took effect more than once. */
  async problems(): Promise<string[]> {
    const lines = (await Promise.all(this.#plans.map((id) => this.billed.lines(id)))).flat();
    const ofLines = lines.flatMap(({ id, state, additionId, quantity }) => {
      const expected = this.#expected.get(id);
      if (!expected) return [`${id} was never planned`];
      const there = this.billed.additions(expected.customer).find((addition) => addition.id === additionId);
      return [
        ...(state === 'APPLIED' && quantity === expected.quantity ? [] : [`${id} is ${state} with ${quantity}`]),
        ...(there?.quantity === expected.quantity
          ? []
          : [`${id}: there are ${there?.quantity} in place of ${expected.quantity}`]),
      ];
    });
    const doubled = this.#customers().flatMap((customer) => {
      const { length } = this.billed.additions(customer);
      return length === LINES_EACH ? [] : [`agreement ${customer.agreementId} has ${length} additions`];
    });
    const writes = this.written === this.count ? [] : [`${this.written} writes took effect for ${this.count} lines`];
    return [...ofLines, ...doubled, ...writes, ...(lines.length === this.count ? [] : ['lines are missing'])];
  }

  /** The quantities that the plans say, and those that are there, added up in hundredths. */
  sums(): { readonly planned: number; readonly there: number } {
    const all = [...this.#expected.values()];
    const hundredths = (texts: readonly string[]) =>
      texts.reduce((sum, text) => sum + Math.round(Number(text) * 100), 0);
    const there = this.#customers().flatMap((customer) =>
      this.billed.additions(customer).map(({ quantity }) => quantity),
    );
    return { planned: hundredths(all.map(({ quantity }) => quantity)), there: hundredths(there) };
  }

  /** Those that have lines. */
  #customers(): BilledCustomer[] {
    return [...new Set([...this.#expected.values()].map(({ customer }) => customer))];
  }

  /** Never what an addition has before. */
  #quantity(): string {
    return String((1_001 + Math.floor(this.parts.random() * 100_000)) / 100);
  }
}

/** Some of the next writes to additions. */
export function disturbBilling(sandbox: Sandbox, random: () => number): void {
  const places = ['PATCH', 'POST'].map((method) => ({ method, route: `${ADDITIONS}*` }));
  disturbWrites(sandbox, { places, most: 8, random });
}

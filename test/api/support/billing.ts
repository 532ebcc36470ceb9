import { randomUUID } from 'node:crypto';
import { type BillingRule, RULE_DEFAULTS, type RuleOverride } from '../../../src/features/billing-settings/rule.js';
import { parseGlobalId } from '../../../src/graphql/node.js';
import type { JsonObject } from '../../../src/sandbox/json.js';
import type { ProductId } from '../../../src/shared/ids.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import {
  ApproveBillingLinesDocument,
  type ApproveBillingLinesInput,
  BillingPlanDocument,
  type BillingPlanQuery,
  type BillingPlanQueryVariables,
  type SaveProductsItemInput,
  StartBillingRunDocument,
  type StartBillingRunInput,
} from '../operations.generated.js';
import { type Asker, given } from './calls.js';
import { runJobs } from './jobs.js';
import { sql } from './rows.js';
import { recordUsage, saveProducts } from './usage.js';

/** The month that tests bill. */
export const JANUARY = { from: '2026-01-01', to: '2026-01-31' } as const;
/** Record ids of the sandbox's catalog and types of agreements. */
export const ITEM = { standard: 1, professional: 2, archive: 3 } as const;
export const TYPE = { mailSecurity: 1, managedServices: 2 } as const;

const PRODUCTS: readonly Omit<SaveProductsItemInput, 'source'>[] = [
  { code: 'mailboxes', name: 'Mailboxes', unit: 'mailbox' },
  { code: 'storage', name: 'Storage', unit: 'GB', decimals: 2, periodRule: 'MAXIMUM' },
  { code: 'seats', name: 'Seats', unit: 'seat', decimals: 1, periodRule: 'AVERAGE' },
  { code: 'traffic', name: 'Traffic', unit: 'GB', decimals: 6, periodRule: 'SUM' },
];
export type ProductCode = 'mailboxes' | 'storage' | 'seats' | 'traffic';

export interface Settings {
  readonly rules?: readonly (Partial<BillingRule> & { readonly product: ProductCode })[];
  readonly oneTimeCycleIds?: readonly number[];
  readonly isAutoApproved?: boolean;
  readonly needsSecondPerson?: boolean;
  readonly expiryDays?: number;
}

/** A user whose company has an agreement. */
export interface Customer {
  readonly user: SeedUser;
  readonly mappingId: string;
  readonly companyId: number;
  readonly identifier: string;
  readonly agreementId: number;
}

/** An account that bills mailboxes as the standard item of mail security agreements, unless it is told otherwise. */
export class Billed {
  private constructor(
    readonly test: TestApp,
    readonly account: SeedAccount,
    readonly source: SeedSource,
    readonly products: Readonly<Record<ProductCode, ProductId>>,
  ) {}

  static async start(test: TestApp, account?: SeedAccount): Promise<Billed> {
    const billing = account ?? (await test.account());
    await billing.integration();
    const source = await billing.source();
    await saveProducts(
      billing,
      PRODUCTS.map((product) => ({ ...product, source: source.code })),
    );
    const rows = await sql<{ code: ProductCode; id: ProductId }>(
      'SELECT code, id FROM products WHERE account_id = $1',
      [billing.id],
    );
    const products = Object.fromEntries(rows.map(({ code, id }) => [code, id])) as Record<ProductCode, ProductId>;
    const billed = new Billed(test, billing, source, products);
    await billed.save();
    await billed.wasBilled();
    return billed;
  }

  rule({ product, ...rest }: Partial<BillingRule> & { readonly product: ProductCode }): BillingRule {
    const usual = { catalogItemId: ITEM.standard, agreementTypeId: TYPE.mailSecurity, maxChangePercent: null };
    return { ...RULE_DEFAULTS, productId: this.products[product], ...usual, ...rest };
  }

  async save({ rules = [{ product: 'mailboxes' }], ...settings }: Settings = {}): Promise<void> {
    const { oneTimeCycleIds = [], isAutoApproved = false, needsSecondPerson = false, expiryDays = 14 } = settings;
    await sql(
      `INSERT INTO billing_settings (account_id, is_enabled, instance_id, calendar, rules, one_time_cycle_ids,
         is_auto_approved, needs_second_person, expiry_days)
       SELECT account_id, false, instance_id, '[{"fromMonth":"2026-01","day":1,"hour":9,"timeZone":null}]', $2, $3, $4, $5, $6 FROM integration_settings WHERE account_id = $1
       ON CONFLICT (account_id) DO UPDATE SET rules = excluded.rules, one_time_cycle_ids = excluded.one_time_cycle_ids,
         is_auto_approved = excluded.is_auto_approved, needs_second_person = excluded.needs_second_person,
         expiry_days = excluded.expiry_days, instance_id = excluded.instance_id`,
      [
        ...[this.account.id, JSON.stringify(rules.map((rule) => this.rule(rule))), [...oneTimeCycleIds]],
        ...[isAutoApproved, needsSecondPerson, expiryDays],
      ],
    );
  }

  async override(user: SeedUser, rules: readonly (Omit<RuleOverride, 'productId'> & { product: ProductCode })[]) {
    const parts = rules.map(({ product, ...part }) => ({ ...part, productId: this.products[product] }));
    await sql(
      `INSERT INTO billing_overrides (account_id, user_id, instance_id, rules)
       SELECT account_id, $2, instance_id, $3 FROM integration_settings WHERE account_id = $1
       ON CONFLICT (account_id, user_id) DO UPDATE SET rules = excluded.rules`,
      [this.account.id, parseGlobalId(user.id)?.id, JSON.stringify(parts)],
    );
  }

  /** Whether all products were written to ConnectWise before. */
  async wasBilled(was = true): Promise<void> {
    await sql('UPDATE products SET first_billed_at = CASE WHEN $2 THEN now() END WHERE account_id = $1', [
      this.account.id,
      was,
    ]);
  }

  /** A company of ConnectWise and an agreement of it. */
  company(agreement: JsonObject = {}) {
    const identifier = `Billed-${randomUUID().slice(0, 8)}`;
    const { id: companyId } = this.test.sandbox.companies.add({ identifier, name: `${identifier} Ltd` });
    return { companyId, identifier, agreementId: this.agreement(companyId, agreement) };
  }

  agreement(companyId: number, fields: JsonObject = {}): number {
    const usual = { startDate: '2024-01-01', noEndingDateFlag: true, cancelledFlag: false, oneTimeFlag: false };
    return this.test.sandbox.agreements.add({
      ...{ name: `Agreement of ${companyId}`, type: { id: TYPE.mailSecurity }, company: { id: companyId } },
      ...{ ...usual, billingCycle: { id: 1 }, ...fields },
    }).id;
  }

  addition(agreementId: number, quantity: number, fields: JsonObject = {}): number {
    const usual = { product: { id: ITEM.standard }, effectiveDate: '2024-01-01' };
    return this.test.sandbox.agreements.addAddition(agreementId, { ...usual, quantity, ...fields }).id;
  }

  async customer(agreement: JsonObject = {}): Promise<Customer> {
    const company = this.company(agreement);
    const user = await this.source.user();
    const { id: mappingId } = await user.map(company.identifier);
    return { user, mappingId, ...company };
  }

  /** Another user of the same company. */
  async colleague({ identifier }: Pick<Customer, 'identifier'>): Promise<SeedUser> {
    const user = await this.source.user();
    await user.map(identifier, { allowShared: true });
    return user;
  }

  /** What a user used of a product, by days of January. */
  async use(user: SeedUser, used: Readonly<Record<number, string | null>>, product: ProductCode = 'mailboxes') {
    const items = Object.entries(used).map(([day, quantity]) => ({
      ...{ source: this.source.code, userExternalId: user.externalId, product, used: quantity, purchased: '77' },
      day: `2026-01-${day.padStart(2, '0')}`,
    }));
    const { results } = await recordUsage(this.account, items);
    if (!results?.every(({ isRecorded }) => isRecorded)) throw new Error(JSON.stringify(results));
  }

  async begin(input: StartBillingRunInput = {}, asker: Asker = this.account) {
    const variables = { input: { ...JANUARY, ...input } };
    return given((await ask(asker, StartBillingRunDocument, variables)).startBillingRun);
  }

  /** Does what waits in the background. */
  work() {
    return runJobs(this.test.app, this.account, 'BILLING_PLAN');
  }

  /** Starts a run, and answers its plan when it is made. */
  async run(input: StartBillingRunInput = {}) {
    const { plan, userErrors } = await this.begin(input);
    if (!plan) throw new Error(JSON.stringify(userErrors));
    await this.work();
    return this.plan(plan.id);
  }

  async plan(id: string, variables: Partial<BillingPlanQueryVariables> = {}, asker: Asker = this.account) {
    const { node } = await ask(asker, BillingPlanDocument, { id, first: 100, ...variables });
    if (!node || !('kind' in node)) throw new Error('There is no such plan.');
    const found = node as PlanNode;
    return { ...found, lines: found.lines.nodes };
  }

  async approve(input: ApproveBillingLinesInput, asker: Asker = this.account) {
    return given((await ask(asker, ApproveBillingLinesDocument, { input })).approveBillingLines);
  }
}

/** What a node of another type answers is empty. */
type PlanNode = Exclude<NonNullable<BillingPlanQuery['node']>, Record<PropertyKey, never>>;
type Plan = Awaited<ReturnType<Billed['plan']>>;

/** Lines in short: `UPDATE 5>7`, `HOLD 5>0 DROPS_TO_ZERO`, `SKIP NO_AGREEMENT`. */
export function shortly({ lines }: Pick<Plan, 'lines'>): string[] {
  return lines.map(({ action, before, after, reason, holds }) =>
    [action, before || after ? `${before?.quantity ?? ''}>${after?.quantity ?? ''}` : undefined, reason, ...holds]
      .filter((part) => part !== undefined && part !== null)
      .join(' '),
  );
}

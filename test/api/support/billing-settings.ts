import { parseGlobalId } from '../../../src/graphql/node.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import {
  BillingOptionsDocument,
  type BillingOptionsQueryVariables,
  BillingOverridesDocument,
  BillingSettingsDocument,
  NextBillingRunDocument,
  RemoveBillingOverrideDocument,
  type RemoveBillingOverrideInput,
  SaveBillingOverrideDocument,
  type SaveBillingOverrideInput,
  SaveBillingSettingsDocument,
  type SaveBillingSettingsInput,
} from '../operations.generated.js';
import { type Asker, given } from './calls.js';
import { sql } from './rows.js';
import { saveProducts } from './usage.js';

/** An account with a user and two products, whose ConnectWise is on. */
export interface Billed {
  readonly account: SeedAccount;
  readonly source: SeedSource;
  readonly user: SeedUser;
  readonly mailboxes: string;
  readonly storage: string;
}

export async function billed(test: TestApp): Promise<Billed> {
  const account = await test.account();
  await account.integration();
  const source = await account.source();
  const user = await source.user();
  const { results } = await saveProducts(account, [
    { source: source.code, code: 'mailboxes', name: 'Mailboxes', unit: 'mailbox' },
    { source: source.code, code: 'storage', name: 'Storage', unit: 'GB', decimals: 6, periodRule: 'MAXIMUM' },
  ]);
  const [mailboxes, storage] = (results ?? []).map(({ productId }) => productId);
  return { account, source, user, mailboxes: given(mailboxes), storage: given(storage) };
}

export async function billingOf(asker: Asker) {
  return (await ask(asker, BillingSettingsDocument)).billingSettings;
}

export async function saveBilling(asker: Asker, input: Partial<SaveBillingSettingsInput> = {}) {
  const whole = { isEnabled: true, ...input };
  return given((await ask(asker, SaveBillingSettingsDocument, { input: whole })).saveBillingSettings);
}

export async function overridesOf(asker: Asker, page: { first?: number; after?: string | null } = {}) {
  return given((await ask(asker, BillingOverridesDocument, page)).billingOverrides);
}

export async function saveBillingOverride(asker: Asker, input: SaveBillingOverrideInput) {
  return given((await ask(asker, SaveBillingOverrideDocument, { input })).saveBillingOverride);
}

export async function removeBillingOverride(asker: Asker, input: RemoveBillingOverrideInput) {
  return given((await ask(asker, RemoveBillingOverrideDocument, { input })).removeBillingOverride);
}

export async function billingOptionsOf(asker: Asker, variables: BillingOptionsQueryVariables = {}) {
  return given((await ask(asker, BillingOptionsDocument, variables)).billingOptions);
}

export async function nextRunOf(asker: Asker, userId?: string) {
  return (await ask(asker, NextBillingRunDocument, { userId })).nextBillingRun;
}

/** All records of a table of the sandbox. */
export function recordsIn({ sandbox }: TestApp, table: string) {
  const records = sandbox.records(table);
  const found: NonNullable<ReturnType<typeof records.get>>[] = [];
  for (let id = 1; found.length < records.count; id += 1) {
    const record = records.get(id);
    if (record) found.push(record);
  }
  return found;
}

export function ownId(globalId: string): string {
  return given(parseGlobalId(globalId)).id;
}

export interface PlanRow {
  readonly id: string;
  readonly status: string;
  readonly month: string;
  readonly late: boolean;
  readonly due: string;
  readonly period: string;
  readonly turns: readonly string[];
}

/** The plans of an account by month and day, with the periods of their users' turns. */
export async function plansOf({ id }: SeedAccount): Promise<PlanRow[]> {
  return sql<PlanRow>(
    `SELECT p.id::text, p.status, to_char(p.month, 'YYYY-MM') AS month, p.is_late AS late,
       to_char(p.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS due, p.period_from || '/' || p.period_to AS period,
       array(SELECT t.user_id || ' ' || t.period_from || '/' || t.period_to FROM billing_turns t
         WHERE t.account_id = p.account_id AND t.plan_id = p.id ORDER BY t.user_id) AS turns
     FROM billing_plans p WHERE p.account_id = $1 ORDER BY p.month, p.due_at, p.id`,
    [id],
  );
}

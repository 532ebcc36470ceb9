import { setTimeout as sleep } from 'node:timers/promises';
import { must, wordsOf } from './client.js';
import {
  ApproveLinesDocument,
  type BillingLineFilter,
  type DemoLinesFragment,
  type DemoPlanFragment,
  PlanDocument,
  PlanLinesDocument,
  RejectLinesDocument,
  StartRunDocument,
} from './operations.generated.js';
import type { Stage } from './procedure.js';

const DAY = 86_400_000;
const PATIENCE_MS = 120_000;

export type Line = DemoLinesFragment['lines']['nodes'][number];

export async function start({ client, ...stage }: Stage, input: { from: string; to: string; userIds?: string[] }) {
  const { startBillingRun } = await client.run(StartRunDocument, { input });
  const { id } = must(startBillingRun?.plan, wordsOf(startBillingRun?.userErrors));
  await untilPlan({ client, ...stage }, id, 'OPEN');
  return id;
}

export async function decide({ client }: Stage, input: { planId: string; includesHeld?: boolean }): Promise<void> {
  const { approveBillingLines } = await client.run(ApproveLinesDocument, { input });
  must(approveBillingLines?.lines, wordsOf(approveBillingLines?.userErrors));
}

export async function reject({ client }: Stage, planId: string): Promise<void> {
  const { rejectBillingLines } = await client.run(RejectLinesDocument, { input: { planId, includesHeld: true } });
  must(rejectBillingLines?.lines, wordsOf(rejectBillingLines?.userErrors));
}

export async function untilPlan(
  { client }: Stage,
  id: string,
  status: DemoPlanFragment['status'],
): Promise<DemoPlanFragment> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(200)) {
    const { node } = await client.run(PlanDocument, { id });
    const plan = planIn<DemoPlanFragment>(node);
    if (plan.failure) throw new Error(`The plan failed: ${plan.failure.message}`);
    if (plan.status === status) return plan;
  }
  throw new Error(`The plan was not ${status} in time.`);
}

export async function linesOf(
  { client }: Stage,
  id: string,
  filter: BillingLineFilter = {},
): Promise<DemoLinesFragment['lines']> {
  const { node } = await client.run(PlanLinesDocument, { id, filter });
  return planIn<DemoLinesFragment>(node).lines;
}

/** Of a node of another type nothing was asked. */
function planIn<Plan extends object>(node: Plan | Record<PropertyKey, never> | null): Plan {
  if (!node || Object.keys(node).length === 0) throw new Error('The demo expected a plan.');
  return node as Plan;
}

export function describe({ action, holds, before, after, contributors, agreementName }: Line): string {
  const [share] = contributors;
  const what = share ? `${share.product.name} of "${share.user.name}"` : 'nobody';
  const why = holds.length > 0 ? ` ${holds.join(', ')}` : '';
  return `${action}${why}: ${what} on "${agreementName ?? 'no agreement'}", ${before?.quantity ?? 'none'} to ${after?.quantity ?? 'none'}`;
}

export function countsOf(counts: DemoPlanFragment['counts']): string {
  const by = new Map<string, number>();
  for (const { state, lines } of counts) by.set(state, (by.get(state) ?? 0) + lines);
  return [...by].map(([state, lines]) => `${lines} ${state}`).join(', ');
}

/** As a look into ConnectWise shows it. */
export function inConnectWise({ sandbox }: Stage, additionId: number | null): string {
  const addition = sandbox.records('additions').get(additionId ?? 0);
  const ended = addition?.['cancelledDate'] ? `, ended ${String(addition['cancelledDate']).slice(0, 10)}` : '';
  return `quantity ${addition?.['quantity']}${ended}`;
}

/** The last month of the calendar. */
export function period(): { readonly from: string; readonly to: string } {
  const now = new Date();
  const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1);
  const next = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  return { from: dayOf(first), to: dayBefore(dayOf(next)) };
}

export function dayBefore(day: string): string {
  return dayOf(Date.parse(day) - DAY);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

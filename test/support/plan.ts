import { jest } from '@jest/globals';
import { prepareValue } from 'pg/lib/utils.js';
import { z } from 'zod';
import type { Database } from '../../src/database/database.js';
import { compiled, type Read, type ReadyQuery, sqlBuilder } from '../../src/database/read-door.js';
import { beginText, readScope } from '../../src/database/scope.js';
import type { AccountId } from '../../src/shared/ids.js';
import { databaseKind, testDatabaseUrl, withClient } from './database.js';

/** A statement that went through the read door, and for whom. */
export interface ReadStatement {
  readonly accountId: AccountId;
  readonly query: ReadyQuery<unknown>;
}

/** What goes through the read door while `work` runs. Everything else that uses this database meanwhile counts too. */
export async function readsOf(database: Database, work: () => Promise<unknown>): Promise<readonly ReadStatement[]> {
  const statements: ReadStatement[] = [];
  const through = database.read;
  const watched: Read = (accountId, build) => {
    const query = compiled(build(sqlBuilder));
    statements.push({ accountId, query });
    return through(accountId, () => query);
  };
  const spy = jest.spyOn(database, 'read').mockImplementation(watched);
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return statements;
}

/** One step of a plan as it was carried out. */
export interface PlanStep {
  /** PostgreSQL's name of it, for example `Seq Scan`, `Index Only Scan`, `Sort`. */
  readonly kind: string;
  readonly table: string | undefined;
  readonly index: string | undefined;
  /** Rows it handed on, and those it looked at and threw away, over all its rounds. */
  readonly rows: number;
  readonly removed: number;
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly 'Rows Removed by Index Recheck'?: number | undefined;
  readonly 'Rows Removed by Join Filter'?: number | undefined;
  readonly Plans?: readonly Node[] | undefined;
}

const node: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().optional(),
  'Rows Removed by Index Recheck': z.number().optional(),
  'Rows Removed by Join Filter': z.number().optional(),
  Plans: z.lazy(() => z.array(node)).optional(),
});
const answer = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: node })]) })]);

/**
 * Carries a statement out once more, as the read door does, and tells how PostgreSQL went about it: every step, the
 * outermost first. Run ANALYZE on a table that was just filled, or the planner knows nothing of it.
 */
export async function planOf(database: Database, { accountId, query }: ReadStatement): Promise<readonly PlanStep[]> {
  if (query.keepsPlan && databaseKind() === 'server') return keptPlanOf({ accountId, query });
  return planIn(await database.read(accountId, () => ({ ...query, sql: `${EXPLAIN} ${query.sql}` })));
}

const EXPLAIN = 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)';

/** The plan that is made without a look at the values. */
async function keptPlanOf({ accountId, query }: ReadStatement): Promise<readonly PlanStep[]> {
  return withClient(testDatabaseUrl(), async (client) => {
    await client.query(beginText(readScope(accountId)));
    await client.query('SET LOCAL plan_cache_mode = force_generic_plan');
    await client.query(`PREPARE kept AS ${query.sql}`);
    const values = query.parameters.map((value) => client.escapeLiteral(String(prepareValue(value))));
    const { rows } = await client.query(`${EXPLAIN} EXECUTE kept${values.length > 0 ? `(${values.join(', ')})` : ''}`);
    return planIn(rows);
  });
}

/** The plan in the rows that `EXPLAIN (FORMAT JSON)` gave. */
export function planIn(rows: unknown): readonly PlanStep[] {
  return stepsOf(answer.parse(rows)[0]['QUERY PLAN'][0].Plan);
}

function stepsOf(step: Node): PlanStep[] {
  const removed =
    (step['Rows Removed by Filter'] ?? 0) +
    (step['Rows Removed by Index Recheck'] ?? 0) +
    (step['Rows Removed by Join Filter'] ?? 0);
  const own: PlanStep = {
    kind: step['Node Type'],
    table: step['Relation Name'],
    index: step['Index Name'],
    rows: step['Actual Rows'] * step['Actual Loops'],
    removed: removed * step['Actual Loops'],
  };
  return [own, ...(step.Plans ?? []).flatMap(stepsOf)];
}

/** Tables read from end to end, which no list may do to a table that grows. */
export function wholeTables(plan: readonly PlanStep[]): string[] {
  return plan.flatMap(({ kind, table }) => (kind.endsWith('Seq Scan') && table ? [table] : []));
}

/** How many rows went into the sorts of a plan; 0 when an index gave the order. */
export function rowsSorted(plan: readonly PlanStep[]): number {
  return plan.reduce((sum, step, at) => sum + (step.kind === 'Sort' ? (plan[at + 1]?.rows ?? 0) : 0), 0);
}

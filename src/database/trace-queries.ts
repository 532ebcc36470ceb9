import type pg from 'pg';
import type { Tracing } from '../shared/tracing.js';
import { KeptTransaction } from './kept-transaction.js';

/** What stands around every statement of ours. */
const FRAME = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b|set_config\(/i;
const MOST_CHARACTERS = 4_000;

type Query = (...parameters: unknown[]) => unknown;

/** Has each statement on a connection told as a part of what asked for it; its parameters are not told. */
export function traceQueries(client: pg.ClientBase, tracing: Tracing): void {
  const query = client.query.bind(client) as Query;
  const traced: Query = (...parameters) => {
    if (!tracing.isRecording()) return query(...parameters);
    const text = textOf(parameters[0]);
    if (text === undefined || FRAME.test(text)) return query(...parameters);
    const operation = /\w+/.exec(text)?.[0].toUpperCase() ?? 'SQL';
    const values = { 'db.system.name': 'postgresql', 'db.operation.name': operation };
    const shown = text.slice(0, MOST_CHARACTERS);
    const span = tracing.begin({ name: operation, kind: 'CLIENT', values: { ...values, 'db.query.text': shown } });
    if (!span) return query(...parameters);
    const over = (error?: unknown) => {
      if (error) span.fail(error);
      span.end();
    };
    try {
      return follow(query, parameters, over);
    } catch (error) {
      over(error);
      throw error;
    }
  };
  client.query = traced as typeof client.query;
}

/** Asks, and tells when that is answered, whichever way the answer is to come. */
function follow(query: Query, parameters: readonly unknown[], over: (error?: unknown) => void): unknown {
  const callback = parameters.at(-1);
  if (typeof callback === 'function') {
    const told = (error: unknown, ...rest: unknown[]) => {
      over(error);
      callback(error, ...rest);
    };
    return query(...parameters.slice(0, -1), told);
  }
  const answer = query(...parameters);
  const rows = answer instanceof KeptTransaction ? answer.rows : answer;
  if (rows instanceof Promise) rows.then(() => over(), over);
  else over();
  return answer;
}

function textOf(statement: unknown): string | undefined {
  if (typeof statement === 'string') return statement;
  if (typeof statement !== 'object' || statement === null || !('text' in statement)) return undefined;
  return typeof statement.text === 'string' ? statement.text : undefined;
}

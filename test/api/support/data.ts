import type { NextWake, WorkHandler } from '../../../src/shared/work.js';
import type { SeedAccount } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import { holdWork } from './jobs.js';
import { sql } from './rows.js';

/** Slice after slice of one kind of work, until it rests or waits for a time. */
export async function runWork(account: SeedAccount, handler: WorkHandler): Promise<NextWake> {
  for (;;) {
    const next = await handler.run(account.caller, new AbortController().signal, await holdWork(account, handler.kind));
    if (next.kind !== 'soon') return next;
  }
}

/** All texts of users that are being erased, as if the minute in which others may still write, and their work, were over. */
export async function finishErasing(test: TestApp, account: SeedAccount): Promise<void> {
  await sql(`UPDATE users SET erased_at = erased_at - interval '1 hour' WHERE account_id = $1`, [account.id]);
  await sql('UPDATE work SET started_at = NULL WHERE account_id = $1', [account.id]);
  await runWork(account, test.app.services.eraseTexts);
}

/** The lines of a file of JSON, and the answer as it came. */
export async function lines(test: TestApp, path: string, token: string) {
  const response = await fetch(`${test.origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  const isGood = response.status === 200;
  const rows = isGood ? text.split('\n').slice(0, -1) : [];
  return { response, text, rows: rows.map((row) => JSON.parse(row) as Readonly<Record<string, unknown>>) };
}

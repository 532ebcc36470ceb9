import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { newId, type UserId } from '../../../src/shared/ids.js';
import { ask, execute } from '../../support/graphql-client.js';
import { readsOf } from '../../support/plan.js';
import { lineOf } from '../../support/report-line.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  SpamDeliveriesDocument,
  SpamDeliveryFilesDocument,
  type SpamDeliveryFilter,
  SpamDeliveryNodeDocument,
  SpamDeliveryTextsDocument,
} from '../operations.generated.js';
import { given } from '../support/calls.js';
import { Delivering, saveSpamSettings } from '../support/deliveries.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let mine: Delivering;
let ids: UserId[];

/** Two months of three users: one that goes by ticket, one who is not mapped, and one whose report of January is refused. */
beforeAll(async () => {
  test = await startTestApp();
  mine = await Delivering.open(test);
  await saveSpamSettings(mine.account, { language: 'JA' });
  ids = await mine.users('ticket', 'unmapped', 'refused');
  await sql(`INSERT INTO spam_overrides (account_id, user_id, route) VALUES ($1, $2, 'TICKET')`, [
    mine.account.id,
    ids[0],
  ]);
  await sql('DELETE FROM mappings WHERE user_id = $1', [ids[1]]);
  mine.answer = async ({ route, month }) => {
    if (route === 'TICKET') return { state: 'SENT', remote: { ticketId: 11, documentId: 12 } };
    if (month === '2030-12') return { state: 'SENT', remote: { noteId: 13, documentId: 14, summaryReportId: 15 } };
    return { state: 'FAILED', failure: { code: 'CONNECTWISE_REJECTED', message: 'No.' } };
  };
  for (const month of ['2030-12', '2031-01']) {
    await mine.start(month);
    await mine.run();
  }
});
afterAll(() => test.close());

async function list(filter?: SpamDeliveryFilter, page: { first?: number; after?: string | null } = {}) {
  const variables = { first: 100, ...page, filter: filter ?? null };
  return given((await ask(mine.account, SpamDeliveriesDocument, variables)).spamDeliveries);
}

/** Each in a line: whose, of which month, what became of it. */
async function shown(filter?: SpamDeliveryFilter) {
  const { nodes, totalCount } = await list(filter);
  expect(totalCount).toBe(nodes.length);
  const names = new Map(
    ['ticket', 'unmapped', 'refused'].map((name, at) => [toGlobalId('User', given(ids[at])), name]),
  );
  return nodes.map(({ user, month, state }) => `${names.get(user.id)} ${month.slice(0, 7)} ${state}`);
}

const NEWEST_FIRST = [
  ...['refused 2031-01 FAILED', 'ticket 2031-01 SENT', 'unmapped 2031-01 SKIPPED'],
  ...['refused 2030-12 SENT', 'ticket 2030-12 SENT', 'unmapped 2030-12 SKIPPED'],
];

describe('M3: the history of reports', () => {
  it('M3: tells what was sent, what it left in ConnectWise, and why there was none', async () => {
    expect(await shown()).toEqual(NEWEST_FIRST);
    const { nodes } = await list();
    const [failed, ticket, skipped, note] = nodes;
    const none = { noteId: null, ticketId: null, documentId: null, summaryReportId: null };
    const when = { asOf: '2031-01-10', language: 'JA', createdAt: expect.any(String), endedAt: expect.any(String) };
    expect(ticket).toMatchObject({
      ...none,
      ...when,
      route: 'TICKET',
      ticketId: 11,
      documentId: 12,
      reason: null,
      failure: null,
    });
    expect(failed).toMatchObject({ ...none, ...when, failure: { code: 'CONNECTWISE_REJECTED', message: 'No.' } });
    expect(skipped).toMatchObject({ ...none, ...when, reason: 'NOT_MAPPED', subject: null, fileName: null });
    expect(note).toMatchObject({
      noteId: 13,
      documentId: 14,
      summaryReportId: 15,
      subject: 'Spam',
      fileName: 'spam.csv',
    });
    const [newest, oldest] = await mine.jobs();
    expect([failed, note].map((one) => one?.job?.id)).toEqual(
      [newest, oldest].map((job) => toGlobalId('Job', given(job).id)),
    );
  });

  it('M3: is filtered by users, states, routes, months and job', async () => {
    const of = (pattern: RegExp) => NEWEST_FIRST.filter((line) => pattern.test(line));
    const user = (at: number) => toGlobalId('User', given(ids[at]));
    const [newest] = await mine.jobs();
    expect(await shown({ userIds: [user(0)] })).toEqual(of(/^ticket/));
    expect(await shown({ userIds: [user(0), user(1)] })).toEqual(of(/^ticket|^unmapped/));
    expect(await shown({ states: ['SENT'] })).toEqual(of(/SENT/));
    expect(await shown({ states: ['FAILED', 'SKIPPED'] })).toEqual(of(/FAILED|SKIPPED/));
    expect(await shown({ routes: ['TICKET'] })).toEqual(of(/^ticket/));
    expect(await shown({ routes: ['TICKET', 'COMPANY_NOTE'] })).toEqual(NEWEST_FIRST);
    expect(await shown({ months: ['2031-01-01'] })).toEqual(of(/2031-01/));
    expect(await shown({ months: ['2031-01-01', '2030-12-01'] })).toEqual(NEWEST_FIRST);
    expect(await shown({ jobId: toGlobalId('Job', given(newest).id) })).toEqual(of(/2031-01/));
    expect(await shown({ months: ['2031-01-01'], states: ['SENT'] })).toEqual(of(/ticket 2031-01/));
    for (const nothing of [
      { userIds: [] },
      { userIds: ['nonsense'] },
      { jobId: toGlobalId('Job', newId()) },
      { jobId: user(0) },
    ]) {
      expect(await shown(nothing)).toEqual([]);
    }
  });

  it('M3: is read page after page', async () => {
    const seen: string[] = [];
    for (let after: string | null | undefined = null; after !== undefined; ) {
      const { nodes, pageInfo }: Awaited<ReturnType<typeof list>> = await list(undefined, { first: 4, after });
      seen.push(...nodes.map(({ id }) => id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
    }
    expect(seen).toEqual((await list()).nodes.map(({ id }) => id));
  });

  it('M3: has the whole report of each, as it was sent', async () => {
    const { nodes } = await list({ states: ['SENT'], routes: ['TICKET'], months: ['2030-12-01'] });
    const { node } = await ask(mine.account, SpamDeliveryNodeDocument, { id: given(nodes[0]).id });
    const { text, csv, figures } = lineOf('ticket 2030-12');
    expect(node).toMatchObject({ id: nodes[0]?.id, text, csv, figures });
    const [skipped] = (await list({ states: ['SKIPPED'] })).nodes;
    expect((await ask(mine.account, SpamDeliveryNodeDocument, { id: given(skipped).id })).node).toMatchObject({
      ...{ state: 'SKIPPED', text: null, csv: null, figures: null },
    });
  });

  it('M3: reads what may be large only when it is asked for, and of all deliveries at once', async () => {
    const reads = async (question: () => Promise<unknown>) => {
      const all = await readsOf(test.database, question);
      return all.filter(({ query }) => query.sql.includes('spam_deliveries')).map(({ query }) => query.sql);
    };
    const isLarge = (statement: string) =>
      /\bcsv\b|\bfigures\b|\btext\b(?! *\[)/.test(statement.replaceAll('::text', ''));
    const plain = await reads(() => list());
    expect(plain.filter(isLarge)).toEqual([]);
    const texts = await reads(() => ask(mine.account, SpamDeliveryTextsDocument, { first: 100 }));
    expect(texts.filter(isLarge)).toHaveLength(1);
    expect(texts.join()).not.toContain('csv');
  });

  it('P9: answers so much of files as one request should have, and says of which it was too much', async () => {
    const other = await Delivering.open(test);
    await saveSpamSettings(other.account);
    await other.users('one', 'two', 'three', 'four');
    const csv = 'x'.repeat(3 * 1_048_576);
    other.report = (name) => ({ ...lineOf(name), csv });
    await other.start('2030-12');
    await other.run();
    const answer = await execute(other.account, SpamDeliveryFilesDocument, { first: 100, filter: null });
    const nodes = given(answer.data?.spamDeliveries).nodes;
    expect(nodes.map((node) => node.csv === csv)).toEqual([false, true, true, true]);
    expect(answer.errors).toMatchObject([
      { path: ['spamDeliveries', 'nodes', 0, 'csv'], extensions: { code: 'LIMIT_EXCEEDED' } },
    ]);
    const few = await execute(other.account, SpamDeliveryFilesDocument, { first: 1, filter: null });
    expect(given(few.data?.spamDeliveries).nodes[0]?.csv).toBe(csv);
  });
});

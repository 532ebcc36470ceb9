import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NewEvent } from '../../../src/features/events/event.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { signal } from '../../support/signal.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { EventsDocument } from '../operations.generated.js';

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
});
afterAll(() => test.close());

/** Appends, and commits once told. */
function writer(event: NewEvent, until: Promise<unknown>) {
  const appended = signal();
  const done = test.database.write(account.id, async (tx) => {
    await test.app.services.events.append(tx, account.id, event);
    appended.resolve();
    await until;
  });
  return { appended: appended.promise, done };
}

/** Reads on from where it was, as a client does that keeps nothing but the end cursor. */
class Reader {
  readonly seen: string[] = [];
  #after: string | null = null;

  async read(): Promise<void> {
    const { events } = await ask(account, EventsDocument, { after: this.#after, first: 3 });
    this.seen.push(...(events?.nodes ?? []).map(({ facts }) => String(facts?.[0]?.value)));
    this.#after = events?.pageInfo.endCursor ?? null;
    if (events?.pageInfo.hasNextPage) await this.read();
  }
}

it('E2: an event that commits late is not read over, and none commits before it', async () => {
  const reader = new Reader();
  await reader.read();
  const release = signal();
  const late = writer({ kind: 'WORK_HELD', facts: { name: 'late' } }, release.promise);
  await late.appended;
  let isQuickDone = false;
  const quick = writer({ kind: 'WORK_HELD', facts: { name: 'quick' } }, Promise.resolve());
  const quickDone = quick.done.then(() => {
    isQuickDone = true;
  });
  // On the embedded database, whose connections share one session, this waits for the commit.
  const early = reader.read();
  await Promise.race([early, sleep(500)]);
  expect(isQuickDone).toBe(false);
  release.resolve();
  await Promise.all([late.done, quickDone, early]);
  await reader.read();
  expect(reader.seen).toEqual(['late', 'quick']);
});

it('E2: a reader that polls all the time sees what many append at once: everything, once, in order', async () => {
  const reader = new Reader();
  await reader.read();
  const before = reader.seen.length;
  let isOver = false;
  const lane = async (first: number) => {
    for (let number = first; number < 40; number += 4) {
      await writer({ kind: 'WORK_HELD', facts: { name: number } }, sleep((number * 7) % 20)).done;
    }
  };
  const writing = Promise.all([0, 1, 2, 3].map(lane)).finally(() => {
    isOver = true;
  });
  while (!isOver) await reader.read();
  await writing;
  await reader.read();

  const again = new Reader();
  await again.read();
  expect(reader.seen).toEqual(again.seen);
  expect(
    reader.seen
      .slice(before)
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual(Array.from({ length: 40 }, (_, at) => at));
});

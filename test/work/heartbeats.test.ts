import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import type { WorkDoor } from '../../src/database/work-door.js';
import { execute, testDatabase, testDatabaseUrl } from '../support/database.js';

const SILENCE = 75_000;

let database: Database;
let door: WorkDoor;
beforeAll(async () => {
  database = await testDatabase();
  door = database.openWork();
});
afterAll(async () => {
  await door.leave('worker-a');
  await door.leave('worker-b');
  await door.close();
  await database.close();
});
beforeEach(async () => {
  for (const worker of ['worker-a', 'worker-b']) {
    await door.leave(worker);
    await door.register(worker);
  }
});

const move = (by: string, worker = '%') =>
  execute(testDatabaseUrl(), `UPDATE workers SET beat_at = beat_at + interval '${by}' WHERE id LIKE '${worker}'`);
const sweep = () => door.sweep('worker-a', [], SILENCE);

test('a worker that was silent for too long is given up by the others', async () => {
  await move('-80 seconds', 'worker-b');
  await sweep();
  expect(await door.beat('worker-a')).toBe(true);
  expect(await door.beat('worker-b')).toBe(false);
});

test("F11: when the database's clock is set three hours forward, nobody is taken for dead", async () => {
  await move('-3 hours');
  await sweep();
  expect(await door.beat('worker-b')).toBe(true);
});

test('F11: when it is set three hours back, who died just before is found out in the usual time', async () => {
  await move('3 hours');
  await sweep();
  await move('-80 seconds', 'worker-b');
  await sweep();
  expect(await door.beat('worker-b')).toBe(false);
});

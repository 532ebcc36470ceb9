import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TestApp } from '../../support/test-app.js';
import { calm, outcomeOf, storm } from '../support/callback-storm.js';
import { startCalledApp } from '../support/callbacks.js';
import { TicketScene } from '../support/tickets.js';

let test: TestApp;
beforeAll(async () => {
  test = await startCalledApp();
});
afterAll(() => test.close());

it('P11: callbacks that come again and again and in any order are all taken, and each change is applied once', async () => {
  const scene = await TicketScene.open(test);
  const { messages, sent, statuses } = await storm(scene, { tickets: 30, seconds: 3, rate: 40 });
  await calm(scene);
  expect(statuses).toEqual({ 204: sent });
  expect(await outcomeOf(scene)).toEqual({
    ...{ closed: 15, takenOver: 15, toldClosed: 15, toldTakenOver: 15, toldElse: 15 },
    messages,
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { deliver } from '../support/notifications.js';
import { refuseTickets, Ticketed } from '../support/ticketed.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => {
  jest.restoreAllMocks();
  test.sandbox.faults.clear();
});

describe('N9: a ticket that ConnectWise refuses', () => {
  it('is tried again at once when its condition had news meanwhile, and not after minutes', async () => {
    const desk = await Ticketed.open(test);
    await desk.raise({ key: 'a' });
    refuseTickets(test);
    const { backgroundWork } = test.app.services;
    const run = backgroundWork.run.bind(backgroundWork);
    let told = false;
    const telling: typeof backgroundWork.run = async (...piece) => {
      try {
        return await run(...piece);
      } catch (error) {
        if (!told) await desk.raise({ key: 'a', body: 'What was refused before.' });
        told = true;
        throw error;
      }
    };
    jest.spyOn(backgroundWork, 'run').mockImplementation(telling);
    await deliver(test.app, desk.account);
    await deliver(test.app, desk.account);

    expect(told).toBe(true);
    expect(await desk.standings()).toEqual({ a: 'SENT' });
    expect(desk.tickets()).toMatchObject([{ texts: [expect.stringContaining('What was refused before.')] }]);
  });
});

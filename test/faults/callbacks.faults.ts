import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calm, outcomeOf, storm } from '../api/support/callback-storm.js';
import { startCalledApp } from '../api/support/callbacks.js';
import { TicketScene } from '../api/support/tickets.js';
import type { TemporaryDatabase } from '../support/database.js';
import { figure } from '../support/figure.js';
import type { TestApp } from '../support/test-app.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

// A stream like this is for a server; the embedded database has the short form in the ordinary tests.
const [first] = await databaseKinds();

describe.each(first ? [first] : [])('callbacks, on the %s database', (kind) => {
  let database: TemporaryDatabase;
  let test: TestApp;
  beforeAll(async () => {
    database = await openFaultDatabase(kind);
    // What the global setup of the ordinary suites leaves for them.
    process.env['PREPARED_DATABASES'] = JSON.stringify({ kind, urls: [database.url], emptyFolder: '', adminUrl: '' });
    test = await startCalledApp();
  });
  afterAll(async () => {
    await test.close();
    await database.close();
  });

  it('P11: 100 changes a second for a minute, each told one to five times in any order: none lost, each applied once', async () => {
    const scene = await TicketScene.open(test);
    const { messages, sent, statuses, refused, times } = await storm(scene, { tickets: 300, seconds: 60, rate: 100 });
    await calm(scene);
    const late = times.filter((ms) => ms > 1_000).length;
    const at = (part: number) => Math.round(times[Math.floor(part * (times.length - 1))] ?? 0);
    figure(
      'P11',
      `${kind}: ${messages} changes in ${sent} callbacks; answers p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ` +
        `longest ${at(1)} ms, ${late} later than 1 s, ${refused} told to come back`,
    );
    expect(statuses).toEqual({ 204: sent });
    expect(await outcomeOf(scene)).toEqual({
      ...{ closed: 150, takenOver: 150, toldClosed: 150, toldTakenOver: 150, toldElse: 150 },
      messages,
    });
  });
});

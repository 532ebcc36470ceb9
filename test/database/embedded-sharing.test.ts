import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type EmbeddedDatabase, startEmbedded } from '../../src/database/embedded/embedded.js';
import { createLogger } from '../../src/shared/logger.js';
import { withClient } from '../support/database.js';
import { bind, execute, parse, RawConnection, sync } from '../support/raw-connection.js';

let dataDir: string;
let database: EmbeddedDatabase;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'psa-e-'));
  database = await startEmbedded({ dataDir, logger: createLogger('silent') });
}, 60_000);

afterAll(async () => {
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

const open = () => RawConnection.open(join(dataDir, 'socket', '.s.PGSQL.5432'));

test('T10: a statement that arrives in pieces is not answered with the one of another connection', async () => {
  const [one, other] = [await open(), await open()];
  await one.send(parse(`SELECT 'of one'`));
  await other.send(parse(`SELECT 'of the other'`), bind, execute, sync);
  await one.send(bind, execute, sync);
  expect(one.received).toContain('of one');
  expect(one.received).not.toContain('of the other');
  expect(other.received).toContain('of the other');
  one.close();
  other.close();
});

test.each([
  ['in the middle of a statement', `SELECT 1`],
  ['after an error it never acknowledged', `SELECT nonsense`],
])('a connection lost %s holds nobody up', async (_, statement) => {
  const lost = await open();
  await lost.send(parse(statement));
  const waiting = withClient(database.url, (client) => client.query('SELECT $1::int AS n', [7]));
  lost.close();
  expect((await waiting).rows).toEqual([{ n: 7 }]);
});

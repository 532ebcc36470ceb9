import { randomBytes } from 'node:crypto';
import { afterAll, expect, it } from '@jest/globals';
import { sealContext } from '../../src/features/integration/credentials.js';
import { Secret } from '../../src/shared/secret.js';
import { SecretBox } from '../../src/shared/secret-box.js';
import { withClient } from '../support/database.js';
import { figure, notRun } from '../support/figure.js';
import { findPostgresPrograms } from '../support/postgres-server.js';
import { FaultServer } from './fault-server.js';

/** Two sealed values each. */
const ACCOUNTS = 5_000;
const FIELDS = ['publicKey', 'privateKey'] as const;

interface SealedRow {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: string;
}
const ROWS = `SELECT account_id AS id, public_key_sealed AS "publicKey", private_key_sealed AS "privateKey" FROM integration_settings`;

afterAll(() => FaultServer.closeAll());

it(`P15: ${2 * ACCOUNTS} sealed values are rotated while they are read: none fails, and none needs the old key afterwards`, async () => {
  if (!(await findPostgresPrograms()))
    return notRun('P15', '10,000 values read meanwhile need a PostgreSQL server, and no programs were found');
  const server = await FaultServer.open();
  const [old, fresh] = [server.environment['SEALING_KEYS'] ?? '', { id: 'fresh', bytes: randomBytes(32) }];
  const [id = '', text = ''] = old.split(':');
  const before = { id, bytes: Buffer.from(text, 'base64') };
  await withClient(server.postgres?.url('postgres') ?? '', async (client) => {
    await client.query(
      `INSERT INTO accounts (id, name) SELECT gen_random_uuid(), 'MSP ' || n FROM generate_series(1, $1::int) AS n`,
      [ACCOUNTS],
    );
    const { rows } = await client.query<{ id: string }>(`SELECT id FROM accounts WHERE name LIKE 'MSP %'`);
    const box = new SecretBox([before]);
    const sealed = FIELDS.map((field) =>
      rows.map((row) => box.seal(new Secret(`key of ${row.id}`), sealContext(row.id, field))),
    );
    await client.query(
      `INSERT INTO integration_settings (account_id, public_key_sealed, private_key_sealed)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])`,
      [rows.map((row) => row.id), ...sealed],
    );

    const keys = `${fresh.id}:${fresh.bytes.toString('base64')},${old}`;
    const rotating = server.workshop.run(['keys', 'rotate'], { ...server.environment, SEALING_KEYS: keys });
    const both = new SecretBox([fresh, before]);
    let isOver = false;
    void rotating.then(() => {
      isOver = true;
    });
    let read = 0;
    while (!isOver) {
      const some = await client.query<SealedRow>(`${ROWS} WHERE account_id > $1 ORDER BY account_id LIMIT 50`, [
        rows[read % ACCOUNTS]?.id,
      ]);
      for (const row of some.rows) read += openAll(both, row);
    }
    const { code, stderr } = await rotating;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const alone = new SecretBox([fresh]);
    const after = await client.query<SealedRow>(ROWS);
    const opened = after.rows.reduce((sum, row) => sum + openAll(alone, row), 0);
    figure('P15', `${opened} values rotated; ${read} reads meanwhile, 0 failed; all open without the old key`);
    expect(opened).toBe(2 * ACCOUNTS);
    expect(read).toBeGreaterThan(0);
  });
  await server.close();
});

/** Throws where a value does not open; gives how many did. */
function openAll(box: SecretBox, row: SealedRow): number {
  for (const field of FIELDS)
    expect(box.open(row[field], sealContext(row.id, field)).reveal()).toBe(`key of ${row.id}`);
  return FIELDS.length;
}

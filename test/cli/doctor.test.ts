import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { brokenDatabase } from '../../src/cli/doctor/broken.js';
import { checkNode } from '../../src/cli/doctor/configuration.js';
import { Sheet } from '../../src/cli/doctor/finding.js';
import { freePort } from '../../src/cli/numbers.js';
import { Workshop } from '../support/process.js';
import { diagnose } from './support/diagnose.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

const SEALING_KEYS = `k:${Buffer.alloc(32, 7).toString('base64')}`;

describe('psa-bridge doctor', () => {
  it('P17: tells every problem of the configuration, never a value, and ends with status 1', async () => {
    const wrong = { PORT: 'canary-port', SEALING_KEYS: 'canary-key', DATABASE_URL: 'mysql://canary@db/x' };
    const { code, verdict, complaints, text } = await diagnose(workshop, wrong);
    expect(code).toBe(1);
    expect(verdict).toBe('failed');
    const told = complaints('configuration').join('\n');
    for (const name of Object.keys(wrong)) expect(told).toContain(`failed ${name} `);
    expect(text).not.toContain('canary');
  });

  it('before the first start it finds nothing wrong, and makes nothing', async () => {
    const DATA_DIR = await workshop.folder();
    const { code, stdout } = await workshop.run(['doctor'], { DATA_DIR, PORT: '0' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {6} database: There is no embedded database yet/m);
    expect(stdout).toMatch(/^\d+ ok, \d to look at, 0 failed\.$/m);
    await expect(mkdir(DATA_DIR)).resolves.toBeUndefined();
  });

  it('says that a database cannot be opened, and why, without any part of its address', async () => {
    const DATABASE_URL = `postgres://canary:canary-password@127.0.0.1:${await freePort(0)}/canary`;
    const { code, complaints, text } = await diagnose(workshop, { DATABASE_URL, SEALING_KEYS, PORT: '0' });
    expect(code).toBe(1);
    expect(complaints('database')).toEqual([
      'failed DATABASE_URL cannot be opened: nothing accepts connections there.',
    ]);
    expect(text).not.toContain('canary');
    expect(text).not.toContain(SEALING_KEYS.slice(2));
  });

  it('says who may look into the data folder, what lies there, and that its sealing key is none', async () => {
    const DATA_DIR = await workshop.folder();
    await mkdir(DATA_DIR);
    await chmod(DATA_DIR, 0o755);
    await writeFile(join(DATA_DIR, 'first-token'), 'canary');
    await writeFile(join(DATA_DIR, 'sealing.key'), 'canary', { mode: 0o644 });
    const { code, complaints, text } = await diagnose(workshop, { DATA_DIR, PORT: '0' });
    expect(code).toBe(1);
    expect(complaints('data folder')).toEqual([
      `warning Others may look into ${DATA_DIR}.`,
      `warning The first token is still in ${join(DATA_DIR, 'first-token')}.`,
    ]);
    expect(complaints('sealing key')).toEqual([expect.stringMatching(/^failed A sealing key is written as id:base64/)]);
    expect(text).not.toContain('canary');

    const notAFolder = join(DATA_DIR, 'first-token');
    const wrong = await diagnose(workshop, { DATA_DIR: notAFolder, PORT: '0', SEALING_KEYS });
    expect(wrong.complaints('data folder')).toEqual([`failed ${notAFolder} is not a folder.`]);
  });

  it('says that the embedded database is damaged, in words of its own, and checks the rest', async () => {
    const DATA_DIR = await workshop.folder();
    const folder = join(DATA_DIR, 'database');
    await mkdir(join(folder, 'postgres'), { recursive: true });
    await chmod(DATA_DIR, 0o700);
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), 'canary');
    const { code, complaints, findings, text } = await diagnose(workshop, { DATA_DIR, PORT: '0' });
    expect(code).toBe(1);
    expect(complaints('database')).toEqual([
      `failed The embedded database in ${folder} cannot be opened: its files are damaged, or not those of this user.`,
    ]);
    expect(findings.at(-1)).toMatchObject({ subject: 'callbacks' });
    expect(text).not.toMatch(/canary|PGlite|Error/);
  });

  it.each([
    ['It stopped answering.', Object.assign(new Error('canary'), { code: 'ECONNRESET' })],
    ['It stopped answering.', Object.assign(new Error('canary'), { code: '57P01' })],
    ['It refuses what doctor asks of it (SQLSTATE 42501).', Object.assign(new Error('canary'), { code: '42501' })],
    [
      'It refuses what doctor asks of it (SQLSTATE XX001).',
      new Error('canary', { cause: Object.assign(new Error('canary'), { code: 'XX001' }) }),
    ],
    ['What it answers cannot be read (TypeError).', new TypeError('canary')],
  ])('says "%s" of a database that cannot be looked through, never what the driver says', (message, error) => {
    const { findings } = brokenDatabase(error);
    expect(findings).toEqual([{ subject: 'database', verdict: 'failed', message, remedy: expect.any(String) }]);
    expect(JSON.stringify(findings)).not.toContain('canary');
  });

  it('F26: says that the embedded database is in use, and checks the rest; when it is free, all of it', async () => {
    const DATA_DIR = await workshop.dataFolder();
    const environment = { DATA_DIR, PORT: String(await freePort(0)), METRICS_PORT: '0' };
    const server = workshop.start(['serve'], { environment });
    await server.said(/answers at/);
    const beside = await diagnose(workshop, environment);
    expect(beside.code).toBe(0);
    expect(beside.complaints('database')).toEqual([
      expect.stringMatching(new RegExp(`^warning The embedded database is in use by process ${server.child.pid} on`)),
    ]);
    expect(beside.findings).toContainEqual(
      expect.objectContaining({ subject: 'server', verdict: 'ok', message: expect.stringMatching(/is ready/) }),
    );
    await server.stop();

    const alone = await diagnose(workshop, environment);
    expect(alone.code).toBe(0);
    const fine = alone.findings.filter(({ verdict }) => verdict === 'ok').map(({ subject }) => subject);
    expect(fine).toEqual(
      expect.arrayContaining(['migrations', 'row-level security', 'background work', 'sealed values', 'ConnectWise']),
    );
  });

  it('tells a PUBLIC_URL that leads elsewhere from one that cannot be reached from here', async () => {
    const elsewhere = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    const data = { DATA_DIR: await workshop.folder(), PORT: '0' };
    const led = await diagnose(workshop, { ...data, PUBLIC_URL: `http://127.0.0.1:${port}` });
    expect(led.complaints('callbacks')).toEqual([expect.stringMatching(/^failed .* answers with status 404, but not/)]);
    await new Promise((resolve) => elsewhere.close(resolve));
    const closed = await diagnose(workshop, { ...data, PUBLIC_URL: `http://127.0.0.1:${port}` });
    expect(closed.code).toBe(0);
    expect(closed.complaints('callbacks')).toEqual([expect.stringMatching(/^warning .* cannot be reached .*ECONNREF/)]);
  });

  it.each([
    ['20.18.3', 'failed'],
    ['20.19.0', 'warning'],
    ['22.1.0', 'ok'],
    ['26.0.0', 'ok'],
  ])('judges Node %s: %s', (version, verdict) => {
    const sheet = new Sheet('configuration');
    checkNode(sheet, version);
    expect(sheet.findings.map((finding) => finding.verdict)).toEqual([verdict]);
  });
});

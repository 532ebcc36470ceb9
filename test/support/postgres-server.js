import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

// JavaScript, because Jest loads its global setup without the transform that the tests get.

const run = promisify(execFile);

/** The folder that holds initdb and postgres, or undefined where PostgreSQL is not installed. */
export async function findPostgresPrograms() {
  const asked = await run('pg_config', ['--bindir']).then(
    ({ stdout }) => [stdout.trim()],
    () => [],
  );
  const versions = await readdir(DEBIAN).catch(() => []);
  const debian = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(DEBIAN, version, 'bin'));
  const path = (process.env.PATH ?? '').split(delimiter);
  return [...path, ...asked, ...debian].find((folder) => folder && isComplete(folder));
}

const DEBIAN = '/usr/lib/postgresql';

function isComplete(folder) {
  return ['initdb', 'postgres'].every((program) => existsSync(join(folder, program)));
}

/**
 * A cluster of our own on a Unix socket, fast and forgetful. PostgreSQL refuses root, so root lends it another user. It lies
 * in the system's temporary folder unless told where.
 */
export async function startPostgres(settings = {}, under = tmpdir()) {
  const programs = await findPostgresPrograms();
  if (!programs) throw new Error('PostgreSQL is not installed here: neither on the PATH nor where Debian keeps it.');
  const folder = await mkdtemp(join(under, 'psa-pg-'));
  const user = await unprivilegedUser();
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  const data = join(folder, 'data');
  await run(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '-N'], options);
  const all = { ...SETTINGS, unix_socket_directories: folder, ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const url = (database) => `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
  let server;
  let ended;
  /** After it has ended by itself, on the same data; once it runs it does nothing. */
  const launch = async () => {
    if (server?.exitCode === null && server.signalCode === null) return;
    server = spawn(join(programs, 'postgres'), ['-D', data, ...flags], { ...options, stdio: 'ignore' });
    ended = new Promise((resolve) => server.once('exit', resolve));
    await untilReady(url('postgres'));
  };
  const stop = async () => {
    // SIGINT is PostgreSQL's fast shutdown.
    server.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await launch();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ url, stop, launch },
    get pid() {
      return server.pid;
    },
  };
}

const SETTINGS = {
  listen_addresses: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  deadlock_timeout: '20ms',
};

async function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const found = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => undefined);
    if (found) return { uid: Number(found[0].stdout), gid: Number(found[1].stdout) };
  }
  throw new Error('Running as root, and neither "postgres" nor "nobody" is there to run PostgreSQL.');
}

async function untilReady(url) {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

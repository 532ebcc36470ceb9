import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../../shared/logger.js';
import { FolderLock } from './folder-lock.js';
import type { WorkerReady, WorkerTask } from './worker.js';

export interface EmbeddedOptions {
  /** Everything the database keeps is in here; made when it is missing. */
  readonly dataDir: string;
  readonly logger: Logger;
}

export interface EmbeddedDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A whole PostgreSQL in a thread of this process: it never blocks the process's own work, and cannot outlive it. It
 * does not call fsync, so it survives a killed process and not a power cut.
 */
export async function startEmbedded({ dataDir, logger }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await FolderLock.acquire(join(dataDir, 'lock'));
  let socketFolder: string | undefined;
  try {
    if (process.platform !== 'win32') socketFolder = await makeSocketFolder(dataDir, lock);
    const socketPath = socketFolder && join(socketFolder, SOCKET);
    const thread = await startThread({ folder: join(dataDir, 'postgres'), socketPath }, logger);
    const close = async () => {
      await thread.stop();
      await cleanUp(lock, socketFolder);
    };
    return { url: urlOf(socketFolder, thread.address), close };
  } catch (error) {
    await cleanUp(lock, socketFolder);
    throw error;
  }
}

const SOCKET = '.s.PGSQL.5432';

/** What the strictest system takes (macOS; Linux takes 107). */
const LONGEST_SOCKET_PATH = 103;

async function makeSocketFolder(dataDir: string, lock: FolderLock): Promise<string> {
  if (lock.leftSocketFolder) await rm(lock.leftSocketFolder, { recursive: true, force: true });
  const usual = join(dataDir, 'socket');
  if (Buffer.byteLength(join(usual, SOCKET)) > LONGEST_SOCKET_PATH) {
    const elsewhere = await mkdtemp(join(tmpdir(), 'psa-bridge-'));
    await lock.noteSocketFolder(elsewhere);
    return elsewhere;
  }
  await rm(usual, { recursive: true, force: true });
  await mkdir(usual, { mode: 0o700 });
  await chmod(usual, 0o700);
  return usual;
}

async function cleanUp(lock: FolderLock, socketFolder: string | undefined): Promise<void> {
  if (socketFolder) await rm(socketFolder, { recursive: true, force: true });
  await lock.release();
}

function urlOf(socketFolder: string | undefined, address: string): string {
  return socketFolder
    ? `postgres://postgres@localhost/postgres?host=${encodeURIComponent(socketFolder)}`
    : `postgres://postgres@${address}/postgres`;
}

interface Thread {
  readonly address: string;
  stop(): Promise<void>;
}

async function startThread(task: WorkerTask, logger: Logger): Promise<Thread> {
  const worker = new Worker(workerFile(), { workerData: task });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const ready = await new Promise<WorkerReady>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The embedded database ended while it was starting.')));
  });
  worker.on('error', (error) => logger.fatal({ err: error }, 'the embedded database failed; restart the server'));
  const stop = async () => {
    worker.postMessage('stop');
    await ended;
  };
  return { address: ready.address, stop };
}

/** A thread runs compiled code only, also when this file itself runs from the sources, as in tests. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./worker.js', import.meta.url));
  if (existsSync(beside)) return beside;
  const compiled = fileURLToPath(new URL('../../../dist/database/embedded/worker.js', import.meta.url));
  if (existsSync(compiled)) return compiled;
  throw new Error('The embedded database is not compiled yet: run "npm run build:server" first.');
}

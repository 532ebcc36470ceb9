import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../../shared/operator-error.js';

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Tells this hold of the lock from every other. */
  readonly token: string;
  /** A folder outside the data folder that goes when the owner goes. */
  readonly socketFolder?: string;
}

const BEAT = 1000;
/** An owner that has not touched its file for so long is gone. */
const PATIENCE = 5000;

/** The locks this process holds: its own process id says nothing about them, as every container has a process 1. */
const held = new Set<string>();

/**
 * Keeps a folder to one process. A process id alone would not do: it is reused, and means nothing in another
 * container. So the owner touches the file every second, and only a file that nobody touches may be taken over.
 */
export class FolderLock {
  readonly #path: string;
  #owner: Owner;
  readonly #timer: NodeJS.Timeout;
  /** The socket folder that an owner who died left behind. */
  readonly leftSocketFolder: string | undefined;

  private constructor(path: string, owner: Owner, left: Owner | undefined) {
    this.#path = path;
    this.#owner = owner;
    this.leftSocketFolder = left?.socketFolder;
    held.add(owner.token);
    this.#timer = setInterval(() => void this.#beat(), BEAT);
    this.#timer.unref();
  }

  static async acquire(path: string): Promise<FolderLock> {
    const owner: Owner = { pid: process.pid, host: hostname(), token: randomUUID() };
    for (;;) {
      if (await create(path, owner)) return new FolderLock(path, owner, undefined);
      const holder = await read(path);
      if (await isAlive(path, holder)) throw inUse(path, holder);
      await replace(path, owner);
      // Whoever else found the same dead owner has replaced the file by now; the last one wins.
      await sleep(100);
      if ((await read(path))?.token === owner.token) return new FolderLock(path, owner, holder);
    }
  }

  async noteSocketFolder(socketFolder: string): Promise<void> {
    this.#owner = { ...this.#owner, socketFolder };
    await replace(this.#path, this.#owner);
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    held.delete(this.#owner.token);
    if ((await read(this.#path))?.token === this.#owner.token) await rm(this.#path, { force: true });
  }

  async #beat(): Promise<void> {
    const now = new Date();
    await utimes(this.#path, now, now).catch(() => {});
  }
}

/** Another process has the folder. */
export class FolderInUse extends OperatorError {
  constructor(
    message: string,
    /** Such as `process 7 on host`. */
    readonly holder: string,
  ) {
    super(message);
    this.name = 'FolderInUse';
  }
}

function inUse(path: string, holder: Owner | undefined): FolderInUse {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new FolderInUse(
    `The embedded database's folder is in use by ${who} (lock file ${path}). Two processes would ruin it: stop the ` +
      'other one, choose another data folder, or give both a PostgreSQL server by DATABASE_URL.',
    who,
  );
}

async function isAlive(path: string, holder: Owner | undefined): Promise<boolean> {
  if (holder?.host === hostname()) {
    if (held.has(holder.token)) return true;
    if (!isRunning(holder.pid)) return false;
  }
  const first = await touchedAt(path);
  for (let waited = 0; waited < PATIENCE; waited += 200) {
    await sleep(200);
    const now = await touchedAt(path);
    if (now === undefined) return false;
    if (now !== first) return true;
  }
  return false;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else's is there, too.
    return codeOf(error) === 'EPERM';
  }
}

async function create(path: string, owner: Owner): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function replace(path: string, owner: Owner): Promise<void> {
  const next = `${path}.${owner.token}`;
  await writeFile(next, JSON.stringify(owner), { mode: 0o600 });
  await rename(next, path);
}

/** Undefined when the file is gone, or not written yet. */
async function read(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function touchedAt(path: string): Promise<number | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.mtimeMs;
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

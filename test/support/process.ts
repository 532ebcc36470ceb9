import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const NODE: Program = [process.execPath, resolve('dist', 'main.js')];

type Program = readonly [command: string, ...args: string[]];

export interface ProcessOptions {
  readonly cwd?: string;
  readonly environment?: Record<string, string>;
  /** What is started instead of the built server here. */
  readonly program?: Program;
  /** An open file for its standard output, where the log goes; a pipe to us otherwise. */
  readonly log?: number;
  /** Nobody reads the pipe. */
  readonly isLogUnread?: boolean;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A psa-bridge process of its own, as an operator starts it, with nothing of our environment but the path. */
export class Process {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly #ended: Promise<unknown>;

  constructor(args: readonly string[], options: ProcessOptions & { cwd: string }) {
    const { cwd, environment, program = NODE, log = 'pipe', isLogUnread = false } = options;
    const [command, ...words] = [...program, ...args];
    this.child = spawn(command, words, {
      cwd,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', log, 'pipe'],
    });
    if (!isLogUnread) {
      this.child.stdout?.on('data', (chunk) => {
        this.stdout += String(chunk);
      });
    }
    this.child.stderr?.on('data', (chunk) => {
      this.stderr += String(chunk);
    });
    this.#ended = once(this.child, 'close');
  }

  /** Waits until the process has said something; fails when it ends, or hangs however busy the machine is, before. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = Date.now() + 240_000;
    for (;;) {
      const found = pattern.exec(this.stderr) ?? pattern.exec(this.stdout);
      if (found) return found;
      if (this.child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`${pattern} was never said.\n${this.stdout}\n${this.stderr}`);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  async ended(): Promise<Ended> {
    await this.#ended;
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.ended();
  }
}

/** Folders and processes of a test file; all are gone afterwards. */
export class Workshop {
  readonly #folders: string[] = [];
  readonly #processes: Process[] = [];
  #template: Promise<string> | undefined;

  /** Nothing is there yet. */
  async folder(name = 'data'): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), 'psa-cli-'));
    this.#folders.push(made);
    return join(made, name);
  }

  /** The data folder of a server that has one account and was stopped; made once, then copied, which is faster. */
  async dataFolder(name?: string): Promise<string> {
    this.#template ??= this.#makeTemplate();
    const copy = await this.folder(name);
    await cp(await this.#template, copy, { recursive: true });
    return copy;
  }

  async #makeTemplate(): Promise<string> {
    const data = await this.folder();
    const { code, stderr } = await this.run(['account', 'create', '--name', 'Acme MSP'], { DATA_DIR: data });
    if (code !== 0) throw new Error(stderr);
    return data;
  }

  start(args: readonly string[], options: ProcessOptions = {}): Process {
    const started = new Process(args, { cwd: tmpdir(), ...options });
    this.#processes.push(started);
    return started;
  }

  run(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
    return this.start(args, { environment }).ended();
  }

  async clean(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop('SIGKILL')));
    await Promise.all(this.#folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

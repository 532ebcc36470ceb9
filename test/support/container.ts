import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { type Image } from './dockerfile.js';
import type { Ended, Process, Workshop } from './process.js';

/** Process 1 of a namespace of its own, all files read-only but its folder. Run by a shell that is root there. */
const ISOLATE = `
  set -e
  folder=$1 uid=$2 gid=$3; shift 3
  mount --bind "$folder" "$folder"
  mount -o remount,bind,ro /
  cd "$folder"
  exec setpriv --reuid="$uid" --regid="$gid" --clear-groups --no-new-privs --bounding-set=-all "$@"`;

export type Isolation = 'namespaces' | 'user' | 'none';

/** How much of a container this machine lets us have without an engine. */
export function isolationHere(): Isolation {
  if (process.getuid?.() !== 0) return 'none';
  const succeeds = (...[command, ...args]: [string, ...string[]]) => spawnSync(command, args).status === 0;
  if (succeeds('unshare', '--mount', '--pid', '--fork', 'mount', '-o', 'remount,bind,ro', '/')) return 'namespaces';
  return succeeds('setpriv', '--reuid=1', '--clear-groups', 'true') ? 'user' : 'none';
}

export interface ContainerOptions {
  readonly workshop: Workshop;
  readonly image: Image;
  /** The folder that stands for the image's /app. */
  readonly app: string;
  /** The folder that stands for its /data. */
  readonly data: string;
  readonly environment: Record<string, string>;
}

/** What an engine would start, started without one: the same words, user, environment and signal. */
export class Container {
  readonly #options: ContainerOptions;
  readonly #isolation = isolationHere();

  constructor(options: ContainerOptions) {
    this.#options = options;
  }

  /** The folder for data, as the image has it: its user's alone. */
  async prepare(): Promise<void> {
    const { data, image } = this.#options;
    await mkdir(data, { recursive: true });
    await chmod(data, 0o700);
    if (this.#isolation !== 'none') await chown(data, Number(image.user.uid), Number(image.user.gid));
  }

  start(command = this.#options.image.command, environment: Record<string, string> = {}): Process {
    return this.#spawn([...this.#options.image.entrypoint, ...command], environment);
  }

  run(command: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
    return this.start(command, environment).ended();
  }

  checkHealth(environment: Record<string, string> = {}): Promise<Ended> {
    return this.#spawn(this.#options.image.healthcheck, environment).ended();
  }

  /** As an engine does it: to the first process of the container. */
  async stop(started: Process, signal = this.#options.image.stopSignal as NodeJS.Signals): Promise<Ended> {
    process.kill(this.pidOf(started), signal);
    return started.ended();
  }

  pidOf({ child: { pid = 0 } }: Process): number {
    if (this.#isolation !== 'namespaces') return pid;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
  }

  #spawn(words: readonly string[], environment: Record<string, string>): Process {
    const { workshop, image, app, data } = this.#options;
    const place = (text: string) => text.replace(/^\/app(?=\/|$)/, app).replace(/^\/data(?=\/|$)/, data);
    const [node, ...args] = words.map(place);
    if (node !== 'node') throw new Error(`The image starts ${node} instead of Node.`);
    const all = { ...image.environment, ...this.#options.environment, ...environment };
    const placed = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, place(value)]));
    const [command, ...before] = this.#prefix();
    const program = [command ?? process.execPath, ...before, ...(command ? [process.execPath] : [])] as const;
    return workshop.start(args, { program: program as readonly [string, ...string[]], cwd: data, environment: placed });
  }

  #prefix(): readonly string[] {
    const { image, data } = this.#options;
    const { uid, gid } = image.user;
    if (this.#isolation === 'none') return [];
    if (this.#isolation === 'user')
      return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs'];
    const isolate = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', ISOLATE, 'isolate'];
    return ['unshare', ...isolate, data, uid, gid];
  }
}

/** The files get their write bits back, so that whoever is not root can remove them. */
export function makeRemovable(folder: string): void {
  execFileSync('chmod', ['-R', 'u+w', folder]);
}

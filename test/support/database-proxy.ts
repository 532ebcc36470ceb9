import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Stands between the doors and a database, and fails on demand as networks do. */
export class DatabaseProxy {
  readonly url: string;
  readonly #target: URL;
  readonly #server: Server;
  readonly #folder: string;
  readonly #sockets = new Set<Socket>();
  readonly #late = new Map<Socket, number>();
  #isFrozen = false;
  #delay = 0;

  private constructor(target: string, folder: string) {
    this.#target = new URL(target);
    this.#folder = folder;
    const url = new URL(target);
    url.searchParams.set('host', folder);
    url.port = '';
    this.url = url.href;
    this.#server = createServer((socket) => this.#forward(socket));
  }

  static async start(target: string): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(target, await mkdtemp(join(tmpdir(), 'psa-proxy-')));
    await proxy.listen();
    return proxy;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(join(this.#folder, '.s.PGSQL.5432'), resolve));
  }

  /** Takes connections and bytes, and gives nothing back. */
  freeze(): void {
    this.#isFrozen = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Every packet of the database is so much later; as ever with 0. */
  slowDown(milliseconds: number): void {
    this.#delay = milliseconds;
  }

  /** As after a long outage: what was under way is lost. */
  thaw(): void {
    this.#isFrozen = false;
    this.cut();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Refuses new connections and breaks the others. */
  async goDown(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.goDown();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #forward(near: Socket): void {
    const host = this.#target.searchParams.get('host');
    const port = Number(this.#target.port || 5432);
    const far = host ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, this.#target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (bytes) => (from === far ? this.#passLate(to, bytes) : to.write(bytes)));
      from.on('error', () => {});
      from.on('close', () => {
        this.#sockets.delete(from);
        this.#late.delete(from);
        to.destroy();
      });
      if (this.#isFrozen) from.pause();
    }
  }

  /** Timers of one length end in the order in which they began, so that the bytes stay in theirs. */
  #passLate(to: Socket, bytes: Buffer): void {
    const late = this.#late.get(to) ?? 0;
    if (this.#delay === 0 && late === 0) {
      to.write(bytes);
      return;
    }
    this.#late.set(to, late + 1);
    setTimeout(() => {
      this.#late.set(to, (this.#late.get(to) ?? 1) - 1);
      if (to.writable) to.write(bytes);
    }, this.#delay);
  }
}

import { PGlite } from '@electric-sql/pglite';

const PARSE = 'P'.charCodeAt(0);
const BIND = 'B'.charCodeAt(0);
const CLOSE = 'C'.charCodeAt(0);
const DESCRIBE = 'D'.charCodeAt(0);
const EXECUTE = 'E'.charCodeAt(0);
const FLUSH = 'H'.charCodeAt(0);
const SYNC = 'S'.charCodeAt(0);
const INSIDE = new Set([PARSE, BIND, CLOSE, DESCRIBE, EXECUTE, FLUSH]);
const SYNC_MESSAGE = new Uint8Array([SYNC, 0, 0, 0, 4]);

type StreamOptions = Parameters<PGlite['execProtocolRawStream']>[1];

/**
 * The socket server gives the one backend to a connection for a single message, and for as long as it stands in a
 * transaction. A parametrised query outside of one is several messages over an unnamed statement all connections
 * share: somebody else's statement could take its place half-way. So a message sequence counts as a transaction, too,
 * until its Sync.
 */
export class SharedPGlite extends PGlite {
  #isInSequence = false;

  /** What to do when the backend itself has failed: the socket server would leave all its callers waiting. */
  onCrash: (error: unknown) => void = () => {};

  override isInTransaction(): boolean {
    return this.#isInSequence || super.isInTransaction();
  }

  override async execProtocolRawStream(message: Uint8Array, options: StreamOptions): Promise<void> {
    const [kind] = message;
    try {
      await super.execProtocolRawStream(message, options);
    } catch (error) {
      this.onCrash(error);
      throw error;
    }
    if (kind !== undefined && INSIDE.has(kind)) this.#isInSequence = true;
    else if (kind === SYNC) this.#isInSequence = false;
  }

  /** The socket server calls this to roll back what a lost connection left behind. */
  override async exec(...parameters: Parameters<PGlite['exec']>): ReturnType<PGlite['exec']> {
    if (this.#isInSequence) {
      // After an error the backend skips everything up to the Sync that this connection never sent.
      await this.execProtocolRaw(SYNC_MESSAGE);
      this.#isInSequence = false;
    }
    return super.exec(...parameters);
  }
}

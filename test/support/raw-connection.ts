import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Speaks PostgreSQL's protocol message by message, to show what drivers hide. */
export class RawConnection {
  readonly #socket: Socket;
  #received = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#received += bytes.toString('latin1');
    });
  }

  static async open(socketPath: string): Promise<RawConnection> {
    const connection = new RawConnection(connect(socketPath));
    const parameters = Buffer.from('user\0postgres\0database\0postgres\0\0');
    const head = Buffer.alloc(8);
    head.writeInt32BE(parameters.length + 8, 0);
    head.writeInt32BE(196_608, 4);
    await connection.send(head, parameters);
    connection.#received = '';
    return connection;
  }

  /** Gives the other side time to take the messages one by one. */
  async send(...messages: readonly Buffer[]): Promise<void> {
    this.#socket.write(Buffer.concat(messages));
    await sleep(100);
  }

  get received(): string {
    return this.#received;
  }

  close(): void {
    this.#socket.destroy();
  }
}

export const parse = (statement: string) => message('P', `\0${statement}\0\0\0`);
export const bind = message('B', '\0\0\0\0\0\0\0\0');
export const execute = message('E', '\0\0\0\0\0');
export const sync = message('S', '');

function message(kind: string, body: string): Buffer {
  const head = Buffer.alloc(5, kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

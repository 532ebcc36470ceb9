import {
  createServer as createPlainServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** Private key and certificate, both PEM. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
}

export type Receive = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Where to listen; the loopback address alone unless others are to reach it. */
export interface Place {
  readonly port: number;
  readonly isOpen: boolean;
}

const LOOPBACK = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

/** Larger than the longest URL that is refused, so that the refusal is ours and not that of Node's parser. */
const LARGEST_HEAD = 256 * 1024;

export async function listen(receive: Receive, { port, isOpen }: Place, tls?: Tls): Promise<Listening> {
  const take: RequestListener = (message, response) => {
    receive(message, response).catch((error: unknown) => confess(error, response));
  };
  const options = { maxHeaderSize: LARGEST_HEAD };
  const server = tls ? createTlsServer({ ...options, ...tls }, take) : createPlainServer(options, take);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that hangs up in the middle is nothing to stop the sandbox for.
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, isOpen ? EVERYWHERE : LOOPBACK, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server, sockets) };
}

/** A fault of the sandbox itself must not look like one that ConnectWise could have. */
function confess(error: unknown, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`The sandbox failed. ${text}`);
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  if (!server.listening) {
    return;
  }
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of sockets) {
    socket.destroy();
  }
  await closed;
}

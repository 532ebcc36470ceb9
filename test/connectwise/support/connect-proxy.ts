import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Certificate } from './far-side.js';

export interface Tunnel {
  /** As it was asked for. */
  readonly authority: string;
  readonly headers: IncomingMessage['headers'];
}

export interface ConnectProxy {
  readonly port: number;
  readonly url: string;
  readonly tunnels: Tunnel[];
  close(): Promise<void>;
}

export interface ConnectProxyOptions {
  /** Where a tunnel really leads; the address asked for unless told. Undefined refuses with 502. */
  readonly route?: (authority: string) => number | undefined;
  /** Answered to every CONNECT in place of a tunnel; an empty text answers nothing. */
  readonly refuses?: string;
  readonly certificate?: Certificate;
}

/** A small HTTP proxy on loopback that opens tunnels, to wherever the test says. */
export async function startConnectProxy({
  route,
  refuses,
  certificate,
}: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const tunnels: Tunnel[] = [];
  const sockets = new Set<Socket>();
  const server = certificate ? createTlsServer(certificate) : createServer();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    client.on('error', () => undefined);
    const authority = request.url ?? '';
    tunnels.push({ authority, headers: request.headers });
    if (refuses !== undefined) return void (refuses === '' || client.end(refuses));
    const port = route ? route(authority) : Number(authority.split(':').at(-1));
    if (port === undefined) return void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const far = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(client).pipe(far);
    });
    sockets.add(far.on('error', () => client.destroy()));
    client.on('close', () => far.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    tunnels,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

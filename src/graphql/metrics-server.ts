import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

/** Nobody signs in there, so it is the loopback address unless the operator keeps others out by a firewall. */
export interface MetricsPlace {
  readonly host: string;
  readonly port: number;
}

/** Prometheus metrics on a port of their own: they are for the operator, not for callers. */
export async function startMetricsServer(registry: Registry, { host, port }: MetricsPlace): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

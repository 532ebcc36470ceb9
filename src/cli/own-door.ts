import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Config } from '../config/config.js';

type Place = Pick<Config, 'host' | 'port' | 'tls'>;

/** The status that a server of this configuration on this machine answers at /readyz; rejects when nobody answers. */
export function askReadiness({ host, port, tls }: Place, timeoutMs: number): Promise<number> {
  // It goes to ourselves, without anything to keep secret, under a name that no certificate is for.
  const secure = { request: requestTls, rejectUnauthorized: false };
  const { request, ...options } = tls ? secure : { request: requestPlain };
  const where = { host: reachable(host), port, path: '/readyz', agent: false };
  return new Promise((resolve, reject) => {
    const asked = request({ ...where, ...options, signal: AbortSignal.timeout(timeoutMs) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** Whoever listens on every address is reached by the loopback one. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

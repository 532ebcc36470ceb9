import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

/** A server on loopback that plays ConnectWise, or somebody worse. */
export interface FarSide {
  readonly port: number;
  /** `127.0.0.1:port`, as the policy lists it. */
  readonly host: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export const COMPANY_INFO = {
  CompanyName: 'Example MSP',
  Codebase: 'v2025_1/',
  VersionCode: 'v2025.1',
  VersionNumber: 'v4.6.77997',
  CompanyID: 'examplemsp',
  IsCloud: false,
  SiteUrl: 'elsewhere.example',
};

export async function startFarSide(listener: RequestListener, certificate?: Certificate): Promise<FarSide> {
  const seen: Seen[] = [];
  const record: RequestListener = (request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    response.on('error', () => undefined);
    listener(request, response);
  };
  const server: Server = certificate ? createTlsServer(certificate, record) : createServer(record);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    host: `127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers companyinfo well and leaves all else to `listener`. */
export function knownCompany(listener: RequestListener, info: unknown = COMPANY_INFO): RequestListener {
  return (request, response) => {
    if (request.url?.startsWith('/login/companyinfo/')) json(response, info);
    else listener(request, response);
  };
}

export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-cw-request-id': 'req-1' });
  response.end(JSON.stringify(value));
}

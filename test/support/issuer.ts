import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export const AUDIENCE = 'psa-bridge-api';
const PATH = '/realms/test';
const KEYS = `${PATH}/keys`;

/** A pair of keys that an issuer signs with. */
export interface SigningKey {
  readonly kid: string;
  readonly kind: 'rsa' | 'ec';
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export type Claims = Readonly<Record<string, unknown>>;

/** How the issuer answers when it is not well. */
export type Illness = 'status' | 'redirect' | 'huge' | 'compressed' | 'rubbish' | 'silent' | 'dripping' | 'none';

export function newKey(kind: SigningKey['kind'] = 'rsa', kid: string = randomUUID()): SigningKey {
  const pair =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { kid, kind, ...pair };
}

export function publicJwk({ kid, kind, publicKey }: SigningKey): object {
  return { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: kind === 'rsa' ? 'RS256' : 'ES256' };
}

export const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Puts a token together by hand: no library decides what can be said in it. */
export function compose(header: object, claims: unknown, signature: (input: Buffer) => Buffer): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signature(Buffer.from(input)).toString('base64url')}`;
}

export function signWith({ kind, privateKey }: SigningKey, hash = 'sha256'): (input: Buffer) => Buffer {
  return (input) => sign(hash, input, kind === 'rsa' ? privateKey : { key: privateKey, dsaEncoding: 'ieee-p1363' });
}

/** Never silent, and never done. */
function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 200);
  response.on('close', () => clearInterval(timer));
}

/** An identity provider on loopback, with real HTTP, whose discovery document and keys can be had. */
export class Issuer {
  keys: SigningKey[] = [newKey(), newKey('ec')];
  illness: Illness = 'none';
  /** Entries of its key set beside its own keys. */
  extraKeys: readonly object[] = [];
  /** What discovery says beside what it should. */
  discovery: Claims = {};
  /** Paths that were asked for, in order. */
  readonly requests: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Issuer> {
    const server = createServer((request, response) => issuer.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = new Issuer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`);
    return issuer;
  }

  get key(): SigningKey {
    const [first] = this.keys;
    if (!first) throw new Error('The issuer has no key.');
    return first;
  }

  get jwksUrl(): string {
    return new URL(KEYS, this.url).href;
  }

  /** What a server needs to know to trust it. */
  get environment(): Record<string, string> {
    return { OIDC_ISSUER: this.url, OIDC_AUDIENCE: AUDIENCE };
  }

  /** What any good token says, for ten minutes from now on. */
  claims(more: Claims = {}): Claims {
    const now = Math.floor(Date.now() / 1_000);
    return { iss: this.url, aud: AUDIENCE, sub: randomUUID(), iat: now, exp: now + 600, ...more };
  }

  token(more: Claims = {}, key = this.key, header: object = {}): string {
    const alg = key.kind === 'rsa' ? 'RS256' : 'ES256';
    return compose({ alg, kid: key.kid, typ: 'JWT', ...header }, this.claims(more), signWith(key));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
    this.requests.push(url);
    const document = this.documentAt(url);
    if (!document) response.writeHead(404).end();
    else if (this.illness === 'status') response.writeHead(500).end('{}');
    else if (this.illness === 'redirect') response.writeHead(302, { location: `${this.url}/elsewhere` }).end();
    else if (this.illness === 'huge') response.end(`${document.slice(0, -1)},"filler":"${'x'.repeat(300_000)}"}`);
    else if (this.illness === 'rubbish') response.end('<html>');
    else if (this.illness === 'compressed')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(document));
    else if (this.illness === 'dripping') drip(response);
    else if (this.illness === 'none') response.writeHead(200, { 'content-type': 'application/json' }).end(document);
  }

  private documentAt(url: string): string | undefined {
    if (url === KEYS || url === `${PATH}/elsewhere`)
      return JSON.stringify({ keys: [...this.extraKeys, ...this.keys.map(publicJwk)] });
    if (url !== `${PATH}/.well-known/openid-configuration`) return undefined;
    return JSON.stringify({ issuer: this.url, jwks_uri: this.jwksUrl, ...this.discovery });
  }
}

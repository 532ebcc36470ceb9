import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { oidcProblems, oidcVariables, toOidc } from './config-oidc.js';
import { createAddressPolicy } from './connectwise/address-policy.js';
import type { OutboundProxy } from './connectwise/proxy.js';
import { parseProxyUrl } from './connectwise/proxy-url.js';
import type { OidcSettings } from './features/oidc/oidc.js';
import { OperatorError } from './shared/operator-error.js';
import { isLoopback, isSafeUrl } from './shared/safe-url.js';
import { parseSealingKeys } from './shared/sealing-keys.js';

/** Everything an operator can set, read once at the start. Nothing else in the program reads the environment. */
export interface Config {
  readonly databaseUrl: string | undefined;
  readonly databasePoolMax: number;
  /** Where the embedded database, the sealing key and the first token live. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly metricsHost: string;
  readonly metricsPort: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly tlsEndedByProxy: boolean;
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly logLevel: string;
  readonly sealingKeys: string | undefined;
  readonly sealingKeyFile: string | undefined;
  readonly clientId: string | undefined;
  readonly connectWiseAllowedHosts: readonly string[];
  readonly connectWiseHttpHosts: readonly string[];
  readonly connectWiseCaFile: string | undefined;
  readonly connectWiseProxy: OutboundProxy | undefined;
  readonly explorer: boolean;
  readonly requestsPerMinute: number;
  /** Where ConnectWise reaches this server, without a slash at its end; undefined when it cannot. */
  readonly publicUrl: string | undefined;
  /** The collector that traces are told to; its client reads the other OTEL_… variables itself. */
  readonly tracesTo: string | undefined;
  /** Who vouches for people; undefined where access tokens are all there is. */
  readonly oidc: OidcSettings | undefined;
}

/** The configuration cannot be used; the message names every variable at fault and never a value. */
export class ConfigurationError extends OperatorError {
  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((text) => text === 'true');
const file = z.string().refine(isReadableFile, { error: 'names a file that does not exist or cannot be read' });
const certificate = file.refine(isCertificate, { error: 'must name a file with a certificate in PEM form' });
const privateKey = file.refine(isPrivateKey, { error: 'must name a file with an unencrypted private key in PEM form' });
const whole = (min: number, max: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    })
    .transform(Number);
const port = whole(0, 65_535);
const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  error: 'must list origins such as https://admin.example.com',
});

const hosts = list.refine(areHosts, { error: 'must list hosts such as psa.example.lan or 10.0.0.5:8443' });
const NOT_PROXIES = 'must list addresses or ranges such as 10.0.0.5 or 10.0.0.0/8';
const NOT_A_PROXY_URL =
  'must be a URL such as http://proxy.example.lan:3128, with user and password in front of @ if needed';
const NOT_SEALING_KEYS = 'must hold sealing keys, one to a line, each as id:base64 of 32 bytes';

const NOT_A_PUBLIC_URL =
  'must be the https address of this server as ConnectWise reaches it, such as https://psa.example.com, without user, query or fragment';

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres:// or postgresql://' })
    .refine((text) => URL.canParse(text), { error: 'is not a valid URL' })
    .optional(),
  DATABASE_POOL_MAX: whole(2, 100).default(10),
  DATA_DIR: z.string().default('data'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: port.default(9464),
  TLS_CERT_FILE: certificate.optional(),
  TLS_KEY_FILE: privateKey.optional(),
  TLS_ENDED_BY_PROXY: flag.default(false),
  TRUSTED_PROXIES: list.refine((all) => all.every(isProxy), { error: NOT_PROXIES }).default([]),
  CORS_ORIGINS: list.pipe(z.array(origin)).default([]),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'must be fatal, error, warn, info, debug or silent',
    })
    .default('info'),
  SEALING_KEYS: z.string().refine(isSealingKeys, { error: NOT_SEALING_KEYS }).optional(),
  SEALING_KEY_FILE: file.refine((path) => isSealingKeys(readText(path)), { error: NOT_SEALING_KEYS }).optional(),
  CONNECTWISE_CLIENT_ID: z.guid({ error: 'must be the GUID that ConnectWise shows for your integration' }).optional(),
  CONNECTWISE_ALLOWED_HOSTS: hosts.default([]),
  CONNECTWISE_HTTP_HOSTS: hosts.default([]),
  CONNECTWISE_CA_FILE: certificate.optional(),
  CONNECTWISE_PROXY: z
    .string()
    .refine((text) => parseProxyUrl(text) !== undefined, { error: NOT_A_PROXY_URL })
    .transform(parseProxyUrl)
    .optional(),
  EXPLORER: flag.optional(),
  REQUESTS_PER_MINUTE: whole(1, 1_000_000).default(1200),
  PUBLIC_URL: z
    .string()
    .refine(isPublicUrl, { error: NOT_A_PUBLIC_URL })
    .transform((text) => new URL(text).href.replace(/\/+$/, ''))
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be the http or https URL of a collector' })
    .optional(),
  ...oidcVariables,
});

/** The names of all variables, for the test that compares them with `.env.example`. */
export const configurationVariables: readonly string[] = Object.keys(schema.shape);

/** Reads `.env` of the working folder, if there is one, under the real environment, which wins. */
export function environmentOf(folder = process.cwd()): Environment {
  const path = resolve(folder, '.env');
  return existsSync(path) ? { ...parseEnv(readFileSync(path, 'utf8')), ...process.env } : process.env;
}

/** @throws ConfigurationError with every problem at once */
export function loadConfig(environment: Environment = environmentOf()): Config {
  const given = Object.fromEntries(
    configurationVariables.map((name) => [name, environment[name]?.trim() || undefined]),
  );
  const parsed = schema.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`);
  const problems = [...wrong, ...crossChecks(given)];
  if (!parsed.success || problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  return toConfig(parsed.data);
}

/** What is wrong between variables, as they were given: a value that is wrong by itself hides none of it. */
function crossChecks(env: Environment): string[] {
  const problems: string[] = [];
  const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key } = env;
  if ((cert === undefined) !== (key === undefined)) {
    problems.push('TLS_CERT_FILE and TLS_KEY_FILE belong together: set both or neither.');
  } else if (cert && key && isCertificate(cert) && isPrivateKey(key) && !arePair(cert, key)) {
    problems.push('TLS_KEY_FILE is not the key of TLS_CERT_FILE.');
  }
  if (!isLoopback(env['HOST'] ?? '127.0.0.1') && !env['TLS_CERT_FILE'] && env['TLS_ENDED_BY_PROXY'] !== 'true') {
    problems.push(
      'HOST reaches beyond this machine without TLS: set TLS_CERT_FILE and TLS_KEY_FILE, or TLS_ENDED_BY_PROXY=true when a proxy in front ends TLS.',
    );
  }
  if (env['PORT'] !== undefined && env['PORT'] !== '0' && env['PORT'] === env['METRICS_PORT']) {
    problems.push('PORT and METRICS_PORT are the same: give each its own.');
  }
  if (env['SEALING_KEYS'] && env['SEALING_KEY_FILE'])
    problems.push('SEALING_KEYS and SEALING_KEY_FILE exclude each other: set one.');
  if (env['DATABASE_URL'] && !env['SEALING_KEYS'] && !env['SEALING_KEY_FILE']) {
    problems.push(
      'SEALING_KEY_FILE (or SEALING_KEYS) is needed with DATABASE_URL: the key must not live beside the data it seals.',
    );
  }
  return [...problems, ...oidcProblems(env)];
}

function toConfig(env: z.infer<typeof schema>): Config {
  return Object.freeze({
    databaseUrl: env.DATABASE_URL,
    databasePoolMax: env.DATABASE_POOL_MAX,
    dataDir: resolve(env.DATA_DIR),
    host: env.HOST,
    port: env.PORT,
    metricsHost: env.METRICS_HOST,
    metricsPort: env.METRICS_PORT,
    tls: env.TLS_CERT_FILE && env.TLS_KEY_FILE ? { certFile: env.TLS_CERT_FILE, keyFile: env.TLS_KEY_FILE } : undefined,
    tlsEndedByProxy: env.TLS_ENDED_BY_PROXY,
    trustedProxies: env.TRUSTED_PROXIES,
    corsOrigins: env.CORS_ORIGINS,
    logLevel: env.LOG_LEVEL,
    sealingKeys: env.SEALING_KEYS,
    sealingKeyFile: env.SEALING_KEY_FILE,
    clientId: env.CONNECTWISE_CLIENT_ID,
    connectWiseAllowedHosts: env.CONNECTWISE_ALLOWED_HOSTS,
    connectWiseHttpHosts: env.CONNECTWISE_HTTP_HOSTS,
    connectWiseCaFile: env.CONNECTWISE_CA_FILE,
    connectWiseProxy: env.CONNECTWISE_PROXY,
    explorer: env.EXPLORER ?? isLoopback(env.HOST),
    requestsPerMinute: env.REQUESTS_PER_MINUTE,
    publicUrl: env.PUBLIC_URL,
    tracesTo: env.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, ''),
    oidc: toOidc(env),
  });
}

/** What ConnectWise sends there is the customers' own, so it goes in the clear to this machine only. */
function isPublicUrl(text: string): boolean {
  return isSafeUrl(text) && !/[?#]/.test(text);
}

function areHosts(entries: readonly string[]): boolean {
  try {
    createAddressPolicy({ allowedHosts: entries, httpHosts: [] });
    return true;
  } catch {
    return false;
  }
}

function isSealingKeys(text: string): boolean {
  try {
    return parseSealingKeys(text).length > 0;
  } catch {
    return false;
  }
}

function readText(path: string): string {
  return isReadableFile(path) ? readFileSync(path, 'utf8') : '';
}

function isReadableFile(path: string): boolean {
  return succeeds(() => statSync(path).isFile() && readFileSync(path) !== undefined);
}

function isCertificate(path: string): boolean {
  return succeeds(() => new X509Certificate(readText(path)).subject !== undefined);
}

function isPrivateKey(path: string): boolean {
  return succeeds(() => createPrivateKey(readText(path)).type === 'private');
}

function arePair(certFile: string, keyFile: string): boolean {
  return new X509Certificate(readText(certFile)).checkPrivateKey(createPrivateKey(readText(keyFile)));
}

function isProxy(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  return (
    isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
}

function succeeds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

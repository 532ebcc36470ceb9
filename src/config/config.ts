import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { z } from 'zod';
import type { OutboundProxy } from '../connectwise/proxy.js';
import type { OidcSettings } from '../features/oidc/oidc.js';
import { OperatorError } from '../shared/operator-error.js';
import { isLoopback } from '../shared/safe-url.js';
import { crossChecks } from './cross-checks.js';
import { toOidc } from './oidc.js';
import { variables } from './variables.js';

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

/** The names of all variables, for the test that compares them with `.env.example`. */
export const configurationVariables: readonly string[] = Object.keys(variables.shape);

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
  const parsed = variables.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`);
  const problems = [...wrong, ...crossChecks(given)];
  if (!parsed.success || problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  return toConfig(parsed.data);
}

function toConfig(env: z.infer<typeof variables>): Config {
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

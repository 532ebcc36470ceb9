import { isIP } from 'node:net';
import { z } from 'zod';
import { createAddressPolicy } from '../connectwise/address-policy.js';
import { parseProxyUrl } from '../connectwise/proxy-url.js';
import { isSafeUrl } from '../shared/safe-url.js';
import { parseSealingKeys } from '../shared/sealing-keys.js';
import { isCertificate, isPrivateKey, isReadableFile, readText } from './files.js';
import { oidcVariables } from './oidc.js';

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

/** What each variable may hold, by itself. */
export const variables = z.object({
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

function isProxy(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  return (
    isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
}

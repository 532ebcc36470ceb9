import { z } from 'zod';
import { apiHostOf, isCloudHost } from './cloud-hosts.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { Site } from './site.js';
import { chooseVersion, formatVersion, OLDEST_SUPPORTED } from './versions.js';

const flag = z.union([z.boolean(), z.stringbool()]);
const text = z.string().nullish();

/** What a ConnectWise server tells anybody about a login company; null when it does not know it. */
export const companyInfoShape = z
  .object({
    Codebase: z.string().regex(/^v[A-Za-z0-9_.]{1,40}\/?$/),
    VersionCode: text,
    VersionNumber: text,
    IsCloud: flag.nullish(),
    SiteUrl: text,
  })
  .nullable();

type CompanyInfo = NonNullable<z.infer<typeof companyInfoShape>>;

/** Where the API of an instance is, and which version to ask it for. */
export interface ApiAddress {
  readonly origin: string;
  /** What stands in front of every path, like `/v2025_1/apis/3.0`. */
  readonly basePath: string;
  /** The version to ask for, like `2025.1`. */
  readonly apiVersion: string;
  /** The server's own version as it writes it, if it tells. */
  readonly serverVersion: string | null;
  readonly isCloud: boolean;
}

/** Throws a ConnectWiseError of kind `version` when the server is too old. */
export function apiAddressOf(info: CompanyInfo, site: Site): ApiAddress {
  const choice = chooseVersion([info.VersionCode, info.Codebase, info.VersionNumber]);
  if (choice.kind === 'too-old') {
    const found = formatVersion(choice.found);
    throw new ConnectWiseError({ kind: 'version', found, oldest: formatVersion(OLDEST_SUPPORTED) });
  }
  const isCloud = info.IsCloud === true;
  return {
    origin: isCloud ? cloudOrigin(info.SiteUrl ?? '', site) : site.origin,
    basePath: `/${info.Codebase.replace(/\/$/, '')}/apis/3.0`,
    apiVersion: formatVersion(choice.version),
    serverVersion: info.VersionCode ?? info.VersionNumber ?? null,
    isCloud,
  };
}

/** Credentials follow this host, so an answer can only move them to a host of ConnectWise itself, and to TLS. */
function cloudOrigin(siteUrl: string, site: Site): string {
  const learned = siteUrl
    .trim()
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/$/, '');
  if (isCloudHost(learned)) return `https://${apiHostOf(learned)}`;
  return site.port === 443 && isCloudHost(site.hostname) ? `https://${site.instanceHost}` : site.origin;
}

const REGIONS = ['na', 'eu', 'au', 'aus', 'za'];

/** The host a person sees in the browser, and the host that answers the API. */
const API_HOSTS: ReadonlyMap<string, string> = new Map([
  ...REGIONS.map((region) => [`${region}.myconnectwise.net`, `api-${region}.myconnectwise.net`] as const),
  ['staging.connectwisedev.com', 'api-staging.connectwisedev.com'] as const,
]);

/** The API host of a known UI host; any other host is its own API host. */
export function apiHostOf(hostname: string): string {
  return API_HOSTS.get(hostname) ?? hostname;
}

/** Hosts that ConnectWise itself runs. */
export function isCloudHost(hostname: string): boolean {
  return /^([a-z0-9-]+\.)+(myconnectwise\.net|connectwisedev\.com)$/.test(hostname);
}

/** An origin without a port of its own is all that ConnectWise's API hosts have. */
export function isCloudOrigin(origin: string): boolean {
  return isCloudHost(/^https:\/\/(.+)$/.exec(origin)?.[1] ?? '');
}

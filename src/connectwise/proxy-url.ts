import { Secret } from '../shared/secret.js';
import type { OutboundProxy } from './proxy.js';

/** Reads `http://user:password@proxy.example:3128`; undefined when the text is no such URL. */
export function parseProxyUrl(text: string): OutboundProxy | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isTls = url.protocol === 'https:';
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '';
  if ((!isTls && url.protocol !== 'http:') || !isBare) return undefined;
  const credentials = decodedCredentials(url);
  if (credentials === undefined) return undefined;
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  const basic = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const authorization = url.username === '' ? {} : { authorization: new Secret(basic) };
  return { hostname: url.hostname, port, isTls, ...authorization };
}

function decodedCredentials({ username, password }: URL): string | undefined {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return undefined;
  }
}

import { FREE_MAIL_HOSTS, SHARED_SITE_HOSTS } from './public-hosts.js';

const MAX_HOST = 253;
/** Reading a name beyond ASCII takes time by the square of its length, and a website may come from anybody's ConnectWise. */
const MAX_GIVEN = 2_000;

/**
 * The host of a website, in lower-case ASCII and without "www."; undefined when it is none of the company's own: an IP
 * address, or a place where many companies have a page.
 */
export function domainOfWebsite(website: string): string | undefined {
  const host = hostOf(website.trim().replace(/^[a-z][a-z0-9+.-]*:\/*/iu, ''));
  return host && !SHARED_SITE_HOSTS.has(host) ? own(host) : undefined;
}

/** The domain of an e-mail address, or of one that is given alone; undefined when everybody can have a mailbox there. */
export function domainOfMail(address: string): string | undefined {
  const host = hostOf(address.trim().replace(/^.*@/su, ''));
  return host && own(host);
}

function own(host: string): string | undefined {
  const labels = host.split('.');
  const isFree = labels.some((_, index) => FREE_MAIL_HOSTS.has(labels.slice(index).join('.')));
  return isFree ? undefined : host;
}

function hostOf(text: string): string | undefined {
  const url = `http://${text}`;
  if (text === '' || text.length > MAX_GIVEN || !URL.canParse(url)) return undefined;
  const host = new URL(url).hostname.replace(/\.$/u, '').replace(/^www\d?\./u, '');
  return isName(host) ? host : undefined;
}

/** Not an address, whose last part is a number or which holds a colon, and not an abbreviation. */
function isName(host: string): boolean {
  return host.length <= MAX_HOST && /^[^.:[\]]+(?:\.[^.:[\]]+)*\.(?!\d+$)[^.:[\]]{2,}$/u.test(host);
}

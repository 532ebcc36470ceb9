import { domainToASCII } from 'node:url';

/** What DNS takes. */
const MOST = { domain: 253, label: 63 } as const;
/** Writing a domain in ASCII takes time by the square of its length; letters made of two characters still fit. */
const LONGEST_GIVEN = 2 * MOST.domain;

/** Beyond ASCII, any character: `domainToASCII` judges those. Of ASCII, it would read some as parts of an address. */
const PLAIN = /^[A-Za-z0-9.\-\u{80}-\u{10ffff}]+$/u;
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** A mail domain as it is kept: in lower case, in ASCII, without a dot at its end. Undefined when the text is none. */
export function normaliseMailDomain(text: string): string | undefined {
  const given = text.trim();
  if (given.length > LONGEST_GIVEN || !PLAIN.test(given)) return undefined;
  const domain = domainToASCII(given).replace(/\.$/, '');
  const labels = domain.split('.');
  // A name that ends in a number is an IP address to whoever connects to it.
  const isAddress = /^\d+$/.test(labels.at(-1) ?? '');
  const isDomain = labels.length > 1 && domain.length <= MOST.domain && !isAddress;
  return isDomain && labels.every((label) => label.length <= MOST.label && LABEL.test(label)) ? domain : undefined;
}

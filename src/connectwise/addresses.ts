import ipaddr from 'ipaddr.js';

const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Azure's own platform address: inside every Azure network it answers as a metadata service, yet its range is public. */
const PLATFORM_ADDRESSES = new Set(['168.63.129.16']);

/**
 * Whether an address in literal form is on the public internet. IPv4 inside IPv6 (mapped, compatible, NAT64, 6to4,
 * Teredo) never is, except the mapped form of a public address. What is no address at all is not public.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  // The library calls `::7f00:1` unicast, so the block that is really given out is checked as well.
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_IPV6);
  return !PLATFORM_ADDRESSES.has(address.toString());
}

/** The same address in one spelling, so that two spellings of it compare as equal. */
export function canonicalAddress(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.process(text).toString() : text;
}

/** Host names of URLs carry IPv6 in brackets; sockets and DNS do not. */
export function withoutBrackets(hostname: string): string {
  return hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
}

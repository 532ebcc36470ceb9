import { lookup } from 'node:dns/promises';

/** All addresses of a name, in literal form. Rejects or answers an empty list when there are none. */
export type Resolver = (hostname: string) => Promise<readonly string[]>;

export const systemResolver: Resolver = async (hostname) => {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

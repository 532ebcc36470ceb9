import DataLoader from 'dataloader';
import type { Caller } from '../shared/caller.js';
import type { Context } from './context.js';

/**
 * Look-ups of one request, gathered: however many fields ask, `find` is called once with all keys. `owner` tells
 * loaders of a request apart; it is the resolver that uses it.
 */
export function loadOne<Key extends string, Value>(
  context: Context,
  owner: object,
  { key, find }: { key: Key; find: (caller: Caller, keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>> },
): Promise<Value | undefined> {
  const loader = context.once(
    owner,
    () =>
      new DataLoader<Key, Value | undefined>(async (keys) => {
        const found = await find(context.caller, keys);
        return keys.map((wanted) => found.get(wanted));
      }),
  );
  return loader.load(key);
}

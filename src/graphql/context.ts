import type { Caller } from '../shared/caller.js';

/** What every resolver gets: who calls, and a place for what this one request has loaded. */
export interface Context {
  readonly caller: Caller;
  /** The request's own object for a key, made at first use: loaders live here and nowhere longer. */
  readonly once: <T extends object>(key: object, make: () => T) => T;
}

export function createContext(caller: Caller): Context {
  const made = new Map<object, object>();
  return {
    caller,
    once: <T extends object>(key: object, make: () => T): T => {
      const known = made.get(key) ?? make();
      made.set(key, known);
      return known as T;
    },
  };
}

/** Closes a union: adding a case without handling it is a type error where this is called. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}

import { ConnectWiseError } from './connectwise-error.js';

/** Undefined when ConnectWise says that there is no such record. */
export async function ifFound<Value>(call: Promise<Value>): Promise<Value | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ConnectWiseError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

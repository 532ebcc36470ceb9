import { setTimeout as sleep } from 'node:timers/promises';
import { ask, execute } from './graphql-client.js';

/** As a good client does: whoever is told to come back comes back. On a busy machine a server with its real limits says so at times. */
export const askPatiently: typeof ask = async (target, document, variables) => {
  for (let tries = 0; tries < 20; tries += 1) {
    const { status, errors, data } = await execute(target, document, variables);
    if (data && errors.length === 0) return data;
    if (!errors.every(({ extensions }) => extensions?.['code'] === 'UNAVAILABLE') && status !== 503) break;
    await sleep(1_000);
  }
  return ask(target, document, variables);
};

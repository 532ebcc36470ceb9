// What every contender is told, and how it tells that it is ready.
export const url = process.env.DATABASE_URL;
export const accountId = process.env.ACCOUNT_ID ?? '';
export const connections = Number(process.env.DATABASE_POOL_MAX ?? 10);

/** @param {number} port */
export function ready(port) {
  process.stderr.write(`It answers at http://127.0.0.1:${port}/graphql\n`);
}

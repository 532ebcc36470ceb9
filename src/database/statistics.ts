import type { WriteTransaction } from './write-door.js';

/**
 * Has the database learn how large its tables have become, where it would still plan for less than half of that: the
 * embedded database never looks by itself, and a server not soon enough while an account's companies come in. Tables that
 * somebody else is at are left to them, so that it may be called inside of a request.
 */
export async function refreshStatistics(tx: WriteTransaction): Promise<void> {
  await tx.$executeRaw`SELECT analyse_grown_tables()`;
}

import type { WriteTransaction } from './write-door.js';

/**
 * Has the database learn how large its tables have become, where it would still plan for less than half of that: the
 * embedded database never looks by itself, and a server not soon enough while an account's companies come in.
 */
export async function refreshStatistics(tx: WriteTransaction): Promise<void> {
  await tx.$executeRaw`SELECT analyse_grown_tables()`;
}

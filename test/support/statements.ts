import { jest } from '@jest/globals';
import pg from 'pg';

/** How many messages go to the database while `work` runs, through whichever door of this process. */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}

import type { Row } from '../store/table.js';

/** When, and by whom, a record of the seed was entered and last changed. */
export function stamps(at: number, by: string): Omit<Row, 'id' | 'values'> {
  return { enteredAt: at, enteredBy: by, updatedAt: at, updatedBy: by };
}

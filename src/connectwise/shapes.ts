import { type ZodObject, type ZodType, z } from 'zod';
import { type Decimal, decimalOf } from './decimal.js';

// What records of ConnectWise are made of. Texts of enumerations stay texts: servers know more values than we do.

export const recordId = z.int().nonnegative();

/** Empty texts mean the same as none. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value || null);

/** True only when ConnectWise says so. */
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value === true);

export const decimal = z
  .number()
  .nullish()
  .transform((value): Decimal | null => (value === null || value === undefined ? null : decimalOf(value)));

export const instant = z
  .string()
  .nullish()
  .transform((value) => toDate(value));

/** A date without time of day, like `2026-01-31`; ConnectWise adds a midnight that means nothing. */
export const day = z
  .string()
  .nullish()
  .transform((value) => (/^\d{4}-\d\d-\d\d(T|$)/.test(value ?? '') ? (value ?? '').slice(0, 10) : null));

/** What a record says of another one. */
export interface NamedReference {
  readonly id: number;
  readonly identifier: string | null;
  readonly name: string | null;
}

export const reference = z
  .object({ id: z.int().nullish(), identifier: text, name: text })
  .nullish()
  .transform((value): NamedReference | null => {
    // Some servers send an empty object, or id 0, for a reference to nothing.
    if (!value?.id) return null;
    return { id: value.id, identifier: value.identifier, name: value.name };
  });

/** When and by whom a record was changed; it comes only when it is asked for by name. */
export const recordInfo = z
  .object({ lastUpdated: instant, updatedBy: text })
  .nullish()
  .transform((value) => ({ lastUpdated: value?.lastUpdated ?? null, updatedBy: value?.updatedBy ?? null }));

/** What ConnectWise gives at most on one page, and what it is never asked to exceed. */
export const LARGEST_PAGE = 1_000;

/** A page of a list. Its length is checked first: each item that is not as expected is noted, and costs memory. */
export function listOf<Item>(item: ZodType<Item>): ZodType<Item[]> {
  return z.array(z.unknown()).max(LARGEST_PAGE).pipe(z.array(item));
}

/** The `fields` parameter that brings what a shape reads, and nothing else. */
export function fieldsOf(shape: ZodObject): string {
  return Object.keys(shape.shape).join(',');
}

function toDate(value: string | null | undefined): Date | null {
  const date = new Date(value ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}

import { type ZodType, z } from 'zod';
import { ConnectWiseError } from './connectwise-error.js';
import { type Changes, type ChangeValue, changesOf, type Reference, wireValue } from './patch.js';
import { sameText } from './same-text.js';

/**
 * Reads the record that a PATCH returned, as `shape` does, and compares it with what was asked: ConnectWise can answer
 * 200 and change nothing. The value throws a ConnectWiseError of kind `change-ignored` then; it is no fault of the
 * answer's form, and not unclear either.
 */
export function confirmed<Value>(changes: Changes, shape: ZodType<Value>): ZodType<() => Value> {
  return z.unknown().transform((raw, context) => {
    const parsed = shape.safeParse(raw);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message });
      return z.NEVER;
    }
    const record = z.record(z.string(), z.unknown()).catch({}).parse(raw);
    const fields = changesOf(changes).flatMap(([field, value]) => (isSet(value, record[field]) ? [] : [field]));
    return () => {
      if (fields.length > 0) throw new ConnectWiseError({ kind: 'change-ignored', fields });
      return parsed.data;
    };
  });
}

function isSet(asked: ChangeValue, found: unknown): boolean {
  if (asked === null) return found === null || found === undefined || found === '';
  if (asked instanceof Date) return isSameInstant(String(wireValue(asked)), found);
  switch (typeof asked) {
    case 'string':
      return typeof found === 'string' && (plain(asked) === plain(found) || isSameInstant(asked, found));
    case 'number':
      return typeof found === 'number' && found.toPrecision(15) === asked.toPrecision(15);
    case 'boolean':
      return found === asked;
    default:
      return isSameRecord(asked, found);
  }
}

/** ConnectWise trims texts and writes its own line ends. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

const ISO_DATE = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/;

function isSameInstant(asked: string, found: unknown): boolean {
  if (typeof found !== 'string' || !ISO_DATE.test(asked) || !ISO_DATE.test(found)) return false;
  return Date.parse(asked) === Date.parse(found);
}

const reference = z.object({ id: z.number().nullish(), identifier: z.string().nullish(), name: z.string().nullish() });

function isSameRecord(asked: Reference, found: unknown): boolean {
  const { success, data } = reference.safeParse(found);
  if (!success) return false;
  if ('id' in asked) return data.id === asked.id;
  if ('identifier' in asked) return sameText(data.identifier ?? '', asked.identifier);
  return sameText(data.name ?? '', asked.name);
}

import type { ProblemList } from '../../shared/failure.js';

declare const brand: unique symbol;
/** An exact quantity in its shortest form, like `12.5`. It stays a text on all its ways and is never a JavaScript number. */
export type Quantity = string & { readonly [brand]: 'Quantity' };

/** As the columns hold them: 12 digits before the point and 6 behind it. */
const WHOLE_DIGITS = 12;
export const MOST_DECIMALS = 6;

/** Longer ones are no quantities of anything. */
const MOST_CHARACTERS = 100;
const PLAIN = /^0*(\d+?)(?:\.(\d*?)0*)?$/;

/** The quantity that a text tells; what is wrong with it is added to `problems`. */
export function checkQuantity(
  text: string,
  { field, decimals, problems }: { readonly field: string; readonly decimals: number; readonly problems: ProblemList },
): Quantity | undefined {
  const [match, whole = '', fraction = ''] = (isPlain(text) && PLAIN.exec(text)) || [];
  if (match === undefined) {
    const isNegative = text.startsWith('-') && isPlain(text.slice(1));
    problems.add(field, isNegative ? 'A quantity is not negative.' : 'Give digits such as 12.5, without an exponent.');
  } else if (whole.length > WHOLE_DIGITS) {
    problems.add(field, 'A quantity is below 1,000,000,000,000.');
  } else if (fraction.length > decimals) {
    problems.add(field, decimals === 0 ? 'This takes no decimals.' : `This takes up to ${decimals} decimals.`);
  } else {
    return (fraction ? `${whole}.${fraction}` : whole) as Quantity;
  }
  return undefined;
}

function isPlain(text: string): boolean {
  return text.length <= MOST_CHARACTERS && /^\d+(\.\d+)?$/.test(text);
}

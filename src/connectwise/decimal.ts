declare const brand: unique symbol;
/** An exact decimal in its shortest form, like `-12.5`: no exponent, no superfluous zeros, at most 15 digits that count. */
export type Decimal = string & { readonly [brand]: 'Decimal' };

/**
 * JSON numbers go through a double, which keeps every decimal of up to 15 digits: it comes back digit by digit. Longer
 * ones can only be noise of floating arithmetic at the far side, and are rounded to these digits.
 */
const DIGITS = 15;

export function decimalOf(number: number): Decimal {
  return plain(Number(number.toPrecision(DIGITS))) as Decimal;
}

/** Undefined when the text is no decimal, or has more digits than can be sent without loss. */
export function parseDecimal(text: string): Decimal | undefined {
  if (!/^-?\d{1,30}(\.\d{1,30})?$/.test(text)) return undefined;
  const counting = text
    .replace(/^-?0*|\.0*$/g, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '');
  return counting.length > DIGITS ? undefined : decimalOf(Number(text));
}

/** The JSON number that reads back as this decimal. */
export function wireNumber(decimal: Decimal): number {
  return Number(decimal);
}

/** Numbers far from 1 print with an exponent, which is written out here. */
function plain(number: number): string {
  const [mantissa = '', exponent] = String(number === 0 ? 0 : number).split('e');
  if (exponent === undefined) return mantissa;
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const shift = Number(exponent);
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - whole.length)}${whole}${fraction}`;
  return sign + (whole + fraction).padEnd(whole.length + shift, '0');
}

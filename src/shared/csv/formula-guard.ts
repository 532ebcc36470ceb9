/** What a spreadsheet takes for the beginning of a formula, in its narrow and its full width. */
const RISKY = /^'*[=+\-@\t\r\n＝＋－＠]/;
const GUARDED = /^'+[=+\-@\t\r\n＝＋－＠]/;

/**
 * Puts an apostrophe before what a spreadsheet would run. Texts that already begin like a guarded one get another, so
 * that taking one away always gives the text back.
 */
export function guardFormula(text: string): string {
  return RISKY.test(text) ? `'${text}` : text;
}

export function unguardFormula(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text;
}

/** Equality as people see it: case does not count, nor how an accent is put together. Nothing is a wildcard. */
export function sameText(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

/** Upper case first, so that ß and SS, and the two small sigmas, meet. */
function fold(text: string): string {
  return text.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** The form in which texts are compared, ordered and indexed: letter case does not count, everything else does. */
export function fold(text: string): string {
  return text.toLowerCase();
}

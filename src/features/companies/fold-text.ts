/** Case, width and the amount of white space do not count. */
export function foldText(text: string): string {
  const levelled = text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  return levelled.replace(/\s+/gu, ' ').trim();
}

/** An ILIKE pattern for texts that contain this one; nothing in it is a wildcard. */
export function containsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

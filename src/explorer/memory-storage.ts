/**
 * Where GraphiQL keeps tabs, variables and history. Variables hold private keys, so nothing of it reaches the
 * browser's own storage: it ends with the page.
 */
export function createMemoryStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string): string | null => items.get(key) ?? null,
    setItem: (key: string, value: string): void => void items.set(key, value),
    removeItem: (key: string): void => void items.delete(key),
    clear: (): void => items.clear(),
    get length(): number {
      return items.size;
    },
  };
}

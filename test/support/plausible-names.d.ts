export function plausibleNames(count: number, seed?: number): string[];

/** A version of the API as ConnectWise counts it: year and release of that year. */
export interface ApiVersion {
  readonly year: number;
  readonly release: number;
}

export const NEWEST_TESTED: ApiVersion = { year: 2025, release: 16 };
export const OLDEST_SUPPORTED: ApiVersion = { year: 2021, release: 1 };

export function formatVersion(version: ApiVersion): string {
  return `${version.year}.${version.release}`;
}

/** Reads `v2025.1`, `v2025.1.10333` and `v2025_1/`. Undefined for texts that name no year, like `v4.6.77997`. */
export function parseVersion(text: string): ApiVersion | undefined {
  const match = /^v?(20\d{2})[._](\d{1,3})(?!\d)/i.exec(text.trim());
  return match ? { year: Number(match[1]), release: Number(match[2]) } : undefined;
}

/** Releases are numbers, not decimals: 2025.16 is newer than 2025.2. */
export function isOlder(version: ApiVersion, than: ApiVersion): boolean {
  return version.year === than.year ? version.release < than.release : version.year < than.year;
}

export type VersionChoice =
  | { readonly kind: 'use'; readonly version: ApiVersion }
  | { readonly kind: 'too-old'; readonly found: ApiVersion };

/**
 * The version to ask for: the newest tested one that the server has. A server that does not tell its version is asked
 * for the newest; it says so itself when it lacks that one.
 */
export function chooseVersion(serverTexts: readonly (string | null | undefined)[]): VersionChoice {
  for (const text of serverTexts) {
    const found = parseVersion(text ?? '');
    if (!found) continue;
    if (isOlder(found, OLDEST_SUPPORTED)) return { kind: 'too-old', found };
    return { kind: 'use', version: isOlder(found, NEWEST_TESTED) ? found : NEWEST_TESTED };
  }
  return { kind: 'use', version: NEWEST_TESTED };
}

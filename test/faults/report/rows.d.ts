export interface Row {
  readonly id: string;
  readonly title: string;
  readonly promise: string;
}
export const ROWS: readonly Row[];
export function rowsOf(name: string): readonly string[];
export function rowsIn(source: string): readonly string[];

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** Members that are undefined are left out when printed. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** ConnectWise indents its JSON and ends the lines with CRLF. Line breaks inside texts are escaped, so none is hit. */
export function printJson(value: Json): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', '\r\n');
}

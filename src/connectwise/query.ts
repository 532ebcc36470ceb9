import { Failure, FailureCode } from '../shared/failure.js';

/** Parameters of a request in the order they are sent; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** `?a=b&c=d`, or an empty text. Encodes what ConnectWise asks for beyond the usual: quote and star. */
export function encodeQuery(query: Query): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeValue(String(value))}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** Commas and slashes mean nothing inside a query and stay as they are: long id lists then need a third fewer URLs. */
function encodeValue(value: string): string {
  return encodeURIComponent(value)
    .replace(/['*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%2C/g, ',')
    .replace(/%2F/g, '/');
}

/** A record id as one part of a path. Throws a Failure on `field` for anything else, so that no text reaches a path. */
export function idPart(id: number, field = 'id'): string {
  if (Number.isSafeInteger(id) && id >= 0) return String(id);
  throw new Failure({ code: FailureCode.INVALID, message: 'A record id is a whole number.', field: [field] });
}

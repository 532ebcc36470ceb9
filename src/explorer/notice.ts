export const UNREACHABLE = 'The server cannot be reached. Check that it is running, then try again.';
export const REFUSED = 'The server does not accept this token: it may be mistyped, revoked or expired.';

const FORBIDDEN =
  'This account is suspended, or none was named in which this token holds a role. The answer says which, and what may be named.';

/** What to tell the person about an answer that is not a GraphQL result; undefined when it is one. */
export function noticeFor({ status, headers }: Response): string | undefined {
  if (status === 401) return REFUSED;
  if (status === 403) return FORBIDDEN;
  if (status === 429) return `That were many requests in a short time. Wait ${waitOf(headers)}, then go on.`;
  if (status >= 500) return 'The server cannot answer right now. Wait a moment, then try again.';
  return undefined;
}

function waitOf(headers: Headers): string {
  const seconds = Number(headers.get('retry-after'));
  return seconds > 1 ? `${seconds} seconds` : 'a moment';
}

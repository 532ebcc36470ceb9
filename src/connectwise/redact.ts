export type Redact = (text: string) => string;

/** Removes the given secrets, anything that looks like a Basic header and mail addresses from a text for the log. */
export function createRedact(secrets: readonly string[]): Redact {
  // Long ones first, so that a secret which contains another one goes as a whole.
  const known = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  const patterns = known.map(anySpelling);
  return (text) =>
    patterns
      .reduce((left, pattern) => left.replace(pattern, '[secret]'), text)
      .replace(/\bBasic\s+[A-Za-z0-9+/=]{8,}/gi, 'Basic [secret]')
      .replace(/[^\s"'<>@]{1,64}@[^\s"'<>@]{1,255}/g, '[mail]');
}

/** Who sends a secret back in markup or JSON may spell some of its characters otherwise. */
const SPELLINGS = new Map([
  ['&', String.raw`(?:&(?:amp;|#38;|#x26;)?|\\u0026)`],
  ['<', String.raw`(?:<|&lt;|&#60;|&#x3c;|\\u003c)`],
  ['>', String.raw`(?:>|&gt;|&#62;|&#x3e;|\\u003e)`],
  ['"', String.raw`(?:\\?"|&quot;|&#34;|&#x22;|\\u0022)`],
  ["'", String.raw`(?:'|&apos;|&#39;|&#x27;|\\u0027)`],
  ['\\', String.raw`\\\\?`],
  ['/', String.raw`\\?/`],
]);

function anySpelling(secret: string): RegExp {
  const parts = [...secret].map((sign) => SPELLINGS.get(sign) ?? sign.replace(/[$()*+.?[\]^{|}]/, '\\$&'));
  return new RegExp(parts.join(''), 'gi');
}

export type Redact = (text: string) => string;

/** Removes the given secrets, anything that looks like a Basic header and mail addresses from a text for the log. */
export function createRedact(secrets: readonly string[]): Redact {
  // Long ones first, so that a secret which contains another one goes as a whole.
  const known = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  return (text) =>
    known
      .reduce((left, secret) => left.replaceAll(secret, '[secret]'), text)
      .replace(/\bBasic\s+[A-Za-z0-9+/=]{8,}/gi, 'Basic [secret]')
      .replace(/[^\s"'<>@]{1,64}@[^\s"'<>@]{1,255}/g, '[mail]');
}

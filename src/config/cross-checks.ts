import { isLoopback } from '../shared/safe-url.js';
import { arePair, isCertificate, isPrivateKey } from './files.js';
import { oidcProblems } from './oidc.js';

/** What is wrong between variables, as they were given: a value that is wrong by itself hides none of it. */
export function crossChecks(env: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = [];
  const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key } = env;
  if ((cert === undefined) !== (key === undefined)) {
    problems.push('TLS_CERT_FILE and TLS_KEY_FILE belong together: set both or neither.');
  } else if (cert && key && isCertificate(cert) && isPrivateKey(key) && !arePair(cert, key)) {
    problems.push('TLS_KEY_FILE is not the key of TLS_CERT_FILE.');
  }
  if (!isLoopback(env['HOST'] ?? '127.0.0.1') && !env['TLS_CERT_FILE'] && env['TLS_ENDED_BY_PROXY'] !== 'true') {
    problems.push(
      'HOST reaches beyond this machine without TLS: set TLS_CERT_FILE and TLS_KEY_FILE, or TLS_ENDED_BY_PROXY=true when a proxy in front ends TLS.',
    );
  }
  if (env['PORT'] !== undefined && env['PORT'] !== '0' && env['PORT'] === env['METRICS_PORT']) {
    problems.push('PORT and METRICS_PORT are the same: give each its own.');
  }
  if (env['SEALING_KEYS'] && env['SEALING_KEY_FILE'])
    problems.push('SEALING_KEYS and SEALING_KEY_FILE exclude each other: set one.');
  if (env['DATABASE_URL'] && !env['SEALING_KEYS'] && !env['SEALING_KEY_FILE']) {
    problems.push(
      'SEALING_KEY_FILE (or SEALING_KEYS) is needed with DATABASE_URL: the key must not live beside the data it seals.',
    );
  }
  return [...problems, ...oidcProblems(env)];
}

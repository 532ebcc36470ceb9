import { randomBytes } from 'node:crypto';
import type { Config } from '../../config/config.js';
import { Sheet } from './finding.js';

const PATIENCE_MS = 10_000;

/** Whether what is sent to PUBLIC_URL comes to a psa-bridge, body and all: a callback for an address that nobody has. */
export async function checkCallbacks({ publicUrl }: Config): Promise<Sheet> {
  const sheet = new Sheet('callbacks');
  if (publicUrl === undefined) {
    return sheet.ok('PUBLIC_URL is not set, so that changes of tickets are read every 15 minutes.');
  }
  const requestId = `doctor-${randomBytes(8).toString('hex')}`;
  try {
    const answer = await knock(
      `${publicUrl}/callbacks/connectwise/${randomBytes(32).toString('base64url')}`,
      requestId,
    );
    // Only a psa-bridge gives the id back.
    if (answer.headers.get('x-request-id') === requestId && [401, 404].includes(answer.status)) {
      return sheet.ok(`${publicUrl} leads here.`);
    }
    return sheet.fail(
      `${publicUrl} answers with status ${answer.status}, but not as a psa-bridge answers to callbacks.`,
      'Have the proxy pass POST /callbacks/connectwise/… on as it comes, and look that an API is running behind it.',
    );
  } catch (error) {
    return judge(sheet, publicUrl, error);
  }
}

function knock(url: string, requestId: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json', 'x-request-id': requestId },
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

function judge(sheet: Sheet, publicUrl: string, error: unknown): Sheet {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/CERT|SSL|TLS|SIGNATURE|ISSUER/.test(code)) {
    return sheet.fail(
      `${publicUrl} has a certificate that is not trusted (${code}); ConnectWise would not trust it either.`,
      'Have a public authority issue one for exactly this name.',
    );
  }
  return sheet.warn(
    `${publicUrl} cannot be reached from this machine (${code || 'no answer in time'}).`,
    'See from outside whether it can be; some networks do not let a machine reach itself by its public name.',
  );
}

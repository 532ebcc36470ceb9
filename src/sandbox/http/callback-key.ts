import { outsideTheApi } from '../api-error.js';
import type { World } from '../world.js';
import { authenticate, checkClientId } from './credentials.js';
import type { Incoming } from './incoming.js';
import type { Reply } from './reply.js';

/** The key that a callback was signed with; JSON, but served as text, and only to an API member. */
export function callbackKey(incoming: Incoming, codebase: string, world: World): Reply {
  authenticate(incoming, codebase, world);
  checkClientId(incoming, world.settings);
  const key = world.signingKeys.get(incoming.query.get('id') ?? '');
  if (key === undefined || incoming.query.get('companyName') !== world.settings.loginCompanyId) {
    throw outsideTheApi();
  }
  return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: JSON.stringify({ signing_key: key }) };
}

import { ApiError, outsideTheApi } from '../api-error.js';
import { newestVersion, OLDEST_VERSION, type Settings, VERSIONLESS } from '../settings.js';
import type { World } from '../world.js';
import { type Incoming, originOf } from './incoming.js';

/** The API member behind the Basic credentials `loginCompanyId+publicKey:privateKey`; a 401 when there is none. */
export function authenticate(incoming: Incoming, codebase: string, world: World): string {
  const { settings } = world;
  const basic = /^Basic\s+(\S+)$/i.exec(incoming.header('authorization') ?? '')?.[1] ?? '';
  const [user = '', ...password] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  const [loginCompanyId, ...publicKey] = user.split('+');
  const member = world.keys.member(publicKey.join('+'), password.join(':'));
  // The login company id is compared with its letter case, unlike everything else that is text in ConnectWise.
  if (member !== undefined && loginCompanyId === settings.loginCompanyId) {
    return member;
  }
  if (settings.versionlessHidesKeys && codebase === VERSIONLESS) {
    throw outsideTheApi();
  }
  throw unauthorized(settings);
}

function unauthorized(settings: Settings): ApiError {
  return settings.unauthorizedCode === 'ConnectWiseApi'
    ? new ApiError(401, { code: 'ConnectWiseApi', message: 'UserNotAuthenticated' })
    : new ApiError(401, { code: 'Unauthorized', message: 'The credentials are not valid.' });
}

export function checkClientId(incoming: Incoming, settings: Settings): void {
  const clientId = incoming.header('clientid');
  if (clientId && settings.clientIds.some((known) => known.toLowerCase() === clientId.toLowerCase())) {
    return;
  }
  const message = clientId ? 'The clientId in the header is not valid.' : 'The clientId header is required.';
  throw new ApiError(settings.clientIdStatus, { code: 'ConnectWiseApi', message });
}

/** The version asked for in `Accept`; without one the newest answers. */
export function checkVersion(incoming: Incoming, world: World): string {
  const newest = newestVersion(world.settings);
  const version = /;\s*version\s*=\s*"?([^\s;,"]+)/i.exec(incoming.header('accept') ?? '')?.[1] ?? newest;
  if (/^\d{4}\.\d{1,2}$/.test(version) && rank(version) >= rank(OLDEST_VERSION) && rank(version) <= rank(newest)) {
    return version;
  }
  const message = `The HTTP resource that matches the request URI '${originOf(incoming, world)}${incoming.path}' does not support the API version '${version}'.`;
  throw new ApiError(400, { code: 'ConnectWiseApi', message });
}

function rank(version: string): number {
  const [year = 0, release = 0] = version.split('.').map(Number);
  return year * 100 + release;
}

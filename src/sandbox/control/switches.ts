import type { Json, JsonObject } from '../json.js';
import type { World } from '../world.js';
import type { Controller } from './controller.js';
import { clockRequest, keysRequest, permissionsRequest, settingsRequest } from './requests.js';

/** `GET` shows the role, `PUT` changes what its body names, `DELETE` makes it the full integrator role again. */
export function permissionsControl({ permissions }: World): Controller {
  const shown = (): Json => ({
    mySecurity: permissions.mySecurity,
    customizeItems: permissions.customizeItems,
    rows: permissions.rows().map((row) => ({ ...row })),
  });
  return ({ method, body }) => {
    if (method === 'PUT') {
      const wanted = permissionsRequest.parse(body());
      permissions.setAll(wanted.all ?? {});
      for (const [name, levels] of Object.entries(wanted.functions ?? {})) {
        permissions.set(name, levels);
      }
      permissions.setCustomizeItems(wanted.customizeItems ?? permissions.customizeItems);
      permissions.mySecurity = wanted.mySecurity ?? permissions.mySecurity;
    } else if (method === 'DELETE') {
      permissions.reset();
    } else if (method !== 'GET') {
      return undefined;
    }
    return shown();
  };
}

/** `GET` shows the settings, `PATCH` changes those its body names. */
export function settingsControl({ settings }: World): Controller {
  return ({ method, body }) => {
    if (method === 'PATCH') {
      Object.assign(settings, settingsRequest.parse(body()));
    } else if (method !== 'GET') {
      return undefined;
    }
    return { ...settings } satisfies JsonObject;
  };
}

/** `GET` tells the sandbox's time, `POST` sets, moves or frees it. */
export function clockControl({ clock }: World): Controller {
  return ({ method, body }) => {
    if (method === 'POST') {
      const wanted = clockRequest.parse(body());
      if ('set' in wanted) {
        clock.set(new Date(wanted.set));
      } else if ('advanceSeconds' in wanted) {
        clock.advance(wanted.advanceSeconds);
      } else {
        clock.reset();
      }
    } else if (method !== 'GET') {
      return undefined;
    }
    return { now: new Date(clock.now()).toISOString() };
  };
}

/** `POST` makes a key pair good, `DELETE …/{publicKey}` revokes one. */
export function keysControl({ keys }: World): Controller {
  return ({ method, rest, body }) => {
    switch (method) {
      case 'POST': {
        const pair = keysRequest.parse(body());
        keys.add(pair);
        return { publicKey: pair.publicKey };
      }
      case 'DELETE':
        return { revoked: keys.revoke(rest[0] ?? '') };
      default:
        return undefined;
    }
  };
}

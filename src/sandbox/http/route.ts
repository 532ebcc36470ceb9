import { cannotRoute, outsideTheApi } from '../api-error.js';
import { VERSIONLESS } from '../settings.js';

/** Where a path leads before anything of the request but the path was looked at. */
export type Route =
  | { readonly kind: 'companyInfo'; readonly loginCompanyId: string }
  | { readonly kind: 'api'; readonly codebase: string; readonly path: string }
  /** Beside the API: the keys of callbacks, and the SOAP service for managed devices. */
  | { readonly kind: 'callbackKey' | 'managedDevices'; readonly codebase: string }
  | { readonly kind: 'nowhere'; readonly error: Error };

/** The first slash is doubled, as in the addresses that callbacks name. */
const CALLBACK_KEY = '//system/callbackkey/index.rails';
const MANAGED_DEVICES = '/apis/2.0/manageddeviceapi.asmx';

/** The names of the routes that are no endpoint of the API, for the journal and for faults. */
export const ROUTE_NAMES: Readonly<Partial<Record<Route['kind'], string>>> = {
  companyInfo: '/login/companyinfo/{id}',
  callbackKey: '/system/callbackkey/index.rails',
  managedDevices: '/apis/2.0/ManagedDeviceApi.asmx',
};

export function routeOf(path: string, codebase: string): Route {
  const info = /^\/login\/companyinfo\/([^/]+)\/?$/i.exec(path);
  if (info) {
    return { kind: 'companyInfo', loginCompanyId: decoded(info[1] ?? '') };
  }
  const [, first = '', ...rest] = path.split('/');
  if (first !== codebase && first !== VERSIONLESS) {
    return { kind: 'nowhere', error: cannotRoute() };
  }
  const below = `/${rest.join('/')}`;
  if (below.toLowerCase() === CALLBACK_KEY) {
    return { kind: 'callbackKey', codebase: first };
  }
  if (below.toLowerCase() === MANAGED_DEVICES) {
    return { kind: 'managedDevices', codebase: first };
  }
  const api = /^\/apis\/3\.0(\/.*)?$/i.exec(below);
  if (!api) {
    return { kind: 'nowhere', error: outsideTheApi() };
  }
  // A base path that was appended twice does not reach any endpoint; the router in front refuses it.
  return /\/apis\/3\.0(\/|$)/i.test(api[1] ?? '')
    ? { kind: 'nowhere', error: cannotRoute() }
    : { kind: 'api', codebase: first, path: api[1] ?? '/' };
}

/** A part of a path with its escapes resolved; as it is when they are broken. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

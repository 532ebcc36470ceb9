import {
  endpointMissing,
  mediaTypeRefused,
  methodRefused,
  sslRequired,
  unreadableBody,
  urlTooLong,
} from '../api-error.js';
import { newestVersion } from '../settings.js';
import { managedDevices } from '../soap/managed-devices.js';
import type { World } from '../world.js';
import { callbackKey } from './callback-key.js';
import { companyInfo } from './company-info.js';
import { authenticate, checkClientId, checkVersion } from './credentials.js';
import { EMPTY_FORM, type Form } from './form.js';
import { type Incoming, originOf } from './incoming.js';
import type { Call, Method, Operation } from './operation.js';
import { answerReply, type Handled, jsonReply, type Reply, refusalReply } from './reply.js';
import type { Route } from './route.js';
import type { RouteMatch } from './router.js';

/** A request together with where it leads. */
export interface Arrival {
  readonly incoming: Incoming;
  readonly route: Route;
  readonly match: RouteMatch | undefined;
}

/** Answers a request; refusals are answers too. Errors that are no refusal fly on: they are faults of the sandbox. */
export function handle(arrival: Arrival, world: World): Handled {
  try {
    const { reply, changed } = respond(arrival, world);
    return { reply: stamped(reply, world), changed };
  } catch (error) {
    const reply = refusalReply(error);
    if (!reply) {
      throw error;
    }
    return { reply: stamped(reply, world), changed: false };
  }
}

/** Pages of the front end know nothing of the API's version. */
function stamped(reply: Reply, { settings }: World): Reply {
  return 'x-cw-request-id' in reply.headers
    ? { ...reply, headers: { 'api-current-version': newestVersion(settings), ...reply.headers } }
    : reply;
}

function respond({ incoming, route, match }: Arrival, world: World): Handled {
  if (incoming.target.length > world.settings.urlLimit) {
    throw urlTooLong();
  }
  if (world.settings.sslRequired && !incoming.isTls) {
    throw sslRequired();
  }
  switch (route.kind) {
    case 'nowhere':
      throw route.error;
    case 'companyInfo':
      if (incoming.method !== 'GET') {
        throw methodRefused(incoming.method);
      }
      return {
        reply: jsonReply(200, companyInfo(route.loginCompanyId, originOf(incoming, world), world)),
        changed: false,
      };
    case 'callbackKey':
      if (incoming.method !== 'GET') {
        throw methodRefused(incoming.method);
      }
      return { reply: callbackKey(incoming, route.codebase, world), changed: false };
    case 'managedDevices':
      return managedDevices(incoming, world);
    case 'api':
      return callApi({ incoming, codebase: route.codebase, match }, world);
  }
}

interface ApiRequest {
  readonly incoming: Incoming;
  readonly codebase: string;
  readonly match: RouteMatch | undefined;
}

/** The checks in the order in which the live service makes them; the first that fails is the answer. */
function callApi({ incoming, codebase, match }: ApiRequest, world: World): Handled {
  const caller = authenticate(incoming, codebase, world);
  checkClientId(incoming, world.settings);
  const version = checkVersion(incoming, world);
  if (!match) {
    throw endpointMissing();
  }
  const operation = match.endpoint.operations[incoming.method as Method];
  if (!operation) {
    throw methodRefused(incoming.method);
  }
  const visible = operation.authorize?.(caller);
  const origin = originOf(incoming, world);
  const call: Call = {
    tables: world.tables,
    base: `${origin}/${codebase}/apis/3.0`,
    params: match.params,
    query: incoming.query,
    forwardOnly: incoming.header('pagination-type')?.toLowerCase() === 'forward-only',
    address: `${origin}${incoming.path}`,
    caller,
    visible,
    text: incoming.body.toString('utf8'),
    body: undefined,
    form: EMPTY_FORM,
  };
  operation.find?.(call);
  const answer = operation.run({ ...call, ...readContent(incoming, operation) });
  return { reply: answerReply(answer, version), changed: answer.changed ?? false };
}

function readContent(incoming: Incoming, operation: Operation): Partial<Pick<Call, 'body' | 'form'>> {
  if (operation.bodyName === undefined) {
    return {};
  }
  const mediaType = (incoming.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (operation.takesForm) {
    return { form: readForm(incoming, mediaType, operation.bodyName) };
  }
  if (mediaType !== 'application/json' && mediaType !== 'application/vnd.connectwise.com+json') {
    throw mediaTypeRefused(mediaType);
  }
  try {
    return { body: JSON.parse(incoming.body.toString('utf8')) };
  } catch {
    throw unreadableBody(operation.bodyName);
  }
}

function readForm(incoming: Incoming, mediaType: string, bodyName: string): Form {
  if (mediaType !== 'multipart/form-data') {
    throw mediaTypeRefused(mediaType);
  }
  if (!incoming.form) {
    throw unreadableBody(bodyName);
  }
  return incoming.form;
}

import {
  endpointMissing,
  mediaTypeRefused,
  methodRefused,
  sslRequired,
  unreadableBody,
  urlTooLong,
} from '../api-error.js';
import type { World } from '../world.js';
import { companyInfo } from './company-info.js';
import { authenticate, checkClientId, checkVersion } from './credentials.js';
import type { Incoming } from './incoming.js';
import type { Call, Method, Operation } from './operation.js';
import { answerReply, jsonReply, type Reply, refusalReply } from './reply.js';
import type { Route } from './route.js';
import type { RouteMatch } from './router.js';

/** A request together with where it leads. */
export interface Arrival {
  readonly incoming: Incoming;
  readonly route: Route;
  readonly match: RouteMatch | undefined;
}

export interface Handled {
  readonly reply: Reply;
  readonly changed: boolean;
}

/** Answers a request; refusals are answers too. Errors that are no refusal fly on: they are faults of the sandbox. */
export function handle(arrival: Arrival, world: World): Handled {
  try {
    return respond(arrival, world);
  } catch (error) {
    const reply = refusalReply(error);
    if (!reply) {
      throw error;
    }
    return { reply, changed: false };
  }
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
      return { reply: jsonReply(200, companyInfo(route.loginCompanyId, world)), changed: false };
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
  const base = `${world.origin}/${codebase}/apis/3.0`;
  const call: Call = {
    tables: world.tables,
    base,
    params: match.params,
    query: incoming.query,
    forwardOnly: incoming.header('pagination-type')?.toLowerCase() === 'forward-only',
    address: `${world.origin}${incoming.path}`,
    caller,
    visible,
    text: incoming.body.toString('utf8'),
    body: undefined,
  };
  operation.find?.(call);
  const answer = operation.run({ ...call, body: readBody(incoming, operation) });
  return { reply: answerReply(answer, version), changed: answer.changed ?? false };
}

function readBody(incoming: Incoming, operation: Operation): unknown {
  if (operation.bodyName === undefined) {
    return undefined;
  }
  const mediaType = (incoming.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType !== 'application/json' && mediaType !== 'application/vnd.connectwise.com+json') {
    throw mediaTypeRefused(mediaType);
  }
  try {
    return JSON.parse(incoming.body.toString('utf8'));
  } catch {
    throw unreadableBody(operation.bodyName);
  }
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { validate as isUuid } from 'uuid';
import type { Caller } from '../shared/caller.js';
import type { AccountId } from '../shared/ids.js';
import type { Authenticate, NamedAccount, RefusedSignIn } from '../shared/sign-in.js';
import { errorBody } from './http-server.js';
import { parseGlobalId, toGlobalId } from './node.js';

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

export type SignInHook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** Names the account that a call is for, where the token may act for several. */
const ACCOUNT_HEADER = 'psa-account';
const BEARER = /^Bearer +([^\s]+)$/i;

/**
 * Signs a request in before anything of it is parsed. Floods are held in memory, for each process by itself: wrong
 * tokens by address, right ones by token or person.
 */
export function createSignIn(authenticate: Authenticate, requestsPerMinute: number): SignInHook {
  const wrongTokens = new RateLimiterMemory({ points: 20, duration: 60 });
  const requests = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });

  return async (request, reply) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return refuse(reply);
    const signIn = await authenticate({ token, account: namedAccount(request) }, request.id);
    if (signIn.kind !== 'caller') {
      // Only the wrong ones are held back: one bad token of many must not lock out whoever shares its address.
      const waitMs = await spend(wrongTokens, networkOf(request.ip));
      if (waitMs !== undefined) return slowDown(reply, waitMs);
      await signIn.record();
      return answer(reply, signIn);
    }
    const waitMs = await spend(requests, signIn.caller.actor.id ?? signIn.caller.accountId);
    if (waitMs !== undefined) return slowDown(reply, waitMs);
    request.caller = signIn.caller;
    return undefined;
  };
}

/** A single line has 2⁶⁴ addresses of IPv6, so they count as one; an address of IPv4 is the same in either spelling. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const known = ipaddr.process(address);
  return known instanceof ipaddr.IPv6 ? known.parts.slice(0, 4).join(':') : known.toString();
}

/** As the API tells ids, or as the commands do. */
function namedAccount({ headers }: FastifyRequest): AccountId | null | undefined {
  const given = headers[ACCOUNT_HEADER];
  if (given === undefined) return undefined;
  const text = String(given).trim();
  if (isUuid(text)) return text.toLowerCase() as AccountId;
  const parsed = parseGlobalId(text);
  return parsed?.type === 'Account' ? (parsed.id as AccountId) : null;
}

function answer(reply: FastifyReply, signIn: RefusedSignIn): FastifyReply {
  if (signIn.kind === 'suspended') return suspended(reply);
  return signIn.kind === 'no-account' ? demandAccount(reply, signIn.accounts) : refuse(reply);
}

/** Takes one point; answers how long to wait when none is left. */
async function spend(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused.msBeforeNext;
    throw refused;
  }
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply
    .code(401)
    .header('www-authenticate', 'Bearer')
    .send(errorBody('Send a valid access token: Authorization: Bearer <token>.', 'UNAUTHENTICATED'));
}

function demandAccount(reply: FastifyReply, accounts: readonly NamedAccount[]): FastifyReply {
  const message = `Name an account in which you hold a role: ${ACCOUNT_HEADER}: <id>.`;
  const mine = accounts.map(({ id, name }) => ({ id: toGlobalId('Account', id), name }));
  return reply.code(403).send(errorBody(message, 'FORBIDDEN', { accounts: mine }));
}

function suspended(reply: FastifyReply): FastifyReply {
  return reply.code(403).send(errorBody('This account is suspended.', 'FORBIDDEN'));
}

function slowDown(reply: FastifyReply, waitMs: number): FastifyReply {
  return reply
    .code(429)
    .header('retry-after', String(Math.max(1, Math.ceil(waitMs / 1_000))))
    .send(errorBody('Too many requests. Try again later.', 'RATE_LIMITED'));
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure, FailureCode } from '../../shared/failure.js';
import { describeProblem } from '../mask-errors.js';

const statuses: Readonly<Partial<Record<FailureCode, number>>> = {
  INVALID: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

/** Expected failures outside GraphQL; anything else is for the handler of the whole server. */
export async function answerFailure(
  error: unknown,
  _request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!(error instanceof Failure)) throw error;
  const [{ code, retryAfterSeconds }] = error.problems;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  return reply.code(statuses[code] ?? 422).send({ errors: error.problems.map(describeProblem) });
}

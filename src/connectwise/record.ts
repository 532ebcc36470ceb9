import { type Answer, type Call, headerOf, type Step } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { ConnectWiseErrorKind } from './problems.js';
import { createRedact, type Redact } from './redact.js';
import type { Timing } from './timing.js';

/** The part of a pino logger that is needed here. */
export interface CallLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** One exchange with ConnectWise, for metrics. `status` is absent when no answer came, `kind` when all went well. */
export interface CallFacts {
  readonly method: string;
  readonly route: string;
  readonly status: number | undefined;
  readonly kind: ConnectWiseErrorKind | 'other' | undefined;
  readonly milliseconds: number;
}

export interface RecordOptions {
  readonly logger: CallLogger;
  readonly onCall: (facts: CallFacts) => void;
  readonly timing: Timing;
  readonly redact: Redact;
}

const EXCERPT_CHARACTERS = 200;

/** One log line and one metric per exchange. Values of the request are in neither: only the route template is. */
export function record(options: RecordOptions): Step {
  const { timing, onCall } = options;
  return (next) => async (call) => {
    const start = timing.monotonic();
    const facts = (status: number | undefined, kind?: CallFacts['kind']): CallFacts => ({
      method: call.method,
      route: call.route,
      status,
      kind,
      milliseconds: Math.round(timing.monotonic() - start),
    });
    try {
      const answer = await next(call);
      const done = facts(answer.status);
      options.logger.info({ ...done, requestId: requestIdOf(answer) }, 'ConnectWise call');
      onCall(done);
      return answer;
    } catch (error) {
      const failed = facts(statusOf(error), error instanceof ConnectWiseError ? error.kind : 'other');
      options.logger.warn({ ...failed, ...details(error, call, options.redact) }, 'ConnectWise call failed');
      onCall(failed);
      throw error;
    }
  };
}

function details(error: unknown, call: Call, redact: Redact): object {
  if (!(error instanceof ConnectWiseError)) return { origin: call.origin };
  const { requestId, problem } = error;
  const redactCall = createRedact((call.secrets ?? []).map((secret) => secret.reveal()));
  // What a good answer to another call held stays out of the log; only unusable answers are quoted.
  const quoted = problem.kind === 'bad-answer' || problem.kind === 'server-fault' ? error.excerpt() : undefined;
  const excerpt =
    quoted === undefined ? undefined : redact(redactCall(quoted.slice(0, 10_000))).slice(0, EXCERPT_CHARACTERS);
  return { origin: call.origin, requestId, excerpt, reason: 'reason' in problem ? problem.reason : undefined };
}

function requestIdOf(answer: Answer): string | undefined {
  return headerOf(answer.headers, 'x-cw-request-id')?.slice(0, 100);
}

function statusOf(error: unknown): number | undefined {
  return error instanceof ConnectWiseError ? error.status : undefined;
}

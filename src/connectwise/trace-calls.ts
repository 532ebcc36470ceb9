import { type Tracing, within } from '../shared/tracing.js';
import type { Step } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';

/** Has each exchange told as a part of what asked for it. Nothing of the trace goes to ConnectWise. */
export function traceCalls(tracing: Tracing | undefined): Step {
  if (!tracing) return (next) => next;
  return (next) => async (call) => {
    const { method, route, origin } = call;
    const values = { 'http.request.method': method, 'url.template': route, 'server.address': hostOf(origin) };
    const span = tracing.begin({ name: `${method} ${route}`, kind: 'CLIENT', values });
    return within(span, async () => {
      try {
        const answer = await next(call);
        span?.tell({ 'http.response.status_code': answer.status });
        return answer;
      } catch (error) {
        if (error instanceof ConnectWiseError) {
          span?.tell({ 'http.response.status_code': error.status, 'psa_bridge.outcome': error.kind });
        }
        throw error;
      }
    });
  };
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).hostname : undefined;
}

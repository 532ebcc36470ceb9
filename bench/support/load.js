// The load generator: callers who each wait for an answer before they ask again.
import autocannon from 'autocannon';
import { costOf } from './processes.js';

export const CALLERS = 10;

/**
 * @param request what the nth request asks, as { path, body }
 * @param options seconds, processes whose processor time is counted, and a rate when callers do not ask as fast as they can
 */
export async function load(target, request, { seconds, callers = CALLERS, rate, processes = {} }) {
  let sent = 0;
  const run = () =>
    autocannon({
      url: target.url,
      method: 'POST',
      connections: callers,
      duration: seconds,
      ...(rate && { overallRate: rate }),
      headers: { 'content-type': 'application/json', ...(target.token && { authorization: `Bearer ${target.token}` }) },
      verifyBody: (body) => !body.includes('"errors":'),
      requests: [
        {
          setupRequest: (base) => {
            sent += 1;
            const { path, body } = request(sent);
            return { ...base, ...(path && { path }), body };
          },
        },
      ],
    });
  const { answer, cost } = await costOf(processes, run);
  const { non2xx, errors, mismatches, requests, latency } = answer;
  if (non2xx + errors + mismatches > 0) {
    throw new Error(`${non2xx} refused, ${errors} failed, ${mismatches} answered errors`);
  }
  const each = Object.entries(cost).map(([name, used]) => [name, (used * 1_000) / requests.total]);
  return { rate: requests.average, p50: latency.p50, p99: latency.p99, milliseconds: Object.fromEntries(each) };
}

import type { Step } from './call.js';
import type { Turns } from './turns.js';

/** Writes to one record go one after the other, each with all its tries, so that a late one cannot overtake. */
export function oneByOne(turns: Turns, instance: string): Step {
  return (next) => (call) => {
    if (call.effect === 'read' || call.method === 'POST') return next(call);
    const [record] = call.path.split('?', 1);
    return turns.take(`${instance} ${record}`, call.signal, () => next(call));
  };
}

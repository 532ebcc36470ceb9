import type { FaultRuleInput } from '../faults/fault.js';
import type { ActiveFault, Faults } from '../faults/faults.js';
import type { Json, JsonObject } from '../json.js';
import type { Controller } from './controller.js';

/** `GET` lists, `POST` adds a rule, `DELETE` drops all, `DELETE …/{id}` one. */
export function faultsControl(faults: Faults): Controller {
  return ({ method, rest, body }) => {
    switch (method) {
      case 'GET':
        return faults.list().map(shown);
      case 'POST':
        // The registry parses it: what is no rule comes back as a 400.
        return shown(faults.add(body() as FaultRuleInput));
      case 'DELETE':
        if (rest[0] === undefined) {
          faults.clear();
        } else {
          faults.remove(Number(rest[0]));
        }
        return faults.list().map(shown);
      default:
        return undefined;
    }
  };
}

function shown({ id, rule, skipped, hits }: ActiveFault): Json {
  return { id, skipped, hits, rule: rule as unknown as JsonObject };
}

import type { Courier } from '../callbacks/courier.js';
import type { Delivery } from '../callbacks/delivery.js';
import type { SigningKeys } from '../callbacks/signing-keys.js';
import type { JsonObject } from '../json.js';
import type { Controller } from './controller.js';

const SHOWN = 100;

/**
 * `GET` shows the last callbacks that were sent (`?last=100`), `POST …/{id}/resend` sends one again as it was,
 * `POST …/rotateKey` signs with a new key from now on, `DELETE` starts the journal afresh.
 */
export function deliveriesControl(courier: Courier, keys: SigningKeys): Controller {
  const { journal } = courier;
  return ({ method, rest: [first, second], incoming }) => {
    if (method === 'GET' && first === undefined) {
      const last = Number(incoming.query.get('last') ?? SHOWN);
      return { total: journal.total, entries: journal.entries.slice(-Math.max(1, last)).map(shown) };
    }
    if (method === 'GET') {
      const delivery = journal.get(Number(first));
      return delivery && shown(delivery);
    }
    if (method === 'POST' && first === 'rotateKey') {
      return { keyId: keys.rotate() };
    }
    if (method === 'POST' && second === 'resend') {
      void courier.resend(Number(first));
      return { resent: Number(first) };
    }
    if (method === 'DELETE') {
      journal.clear();
      return { cleared: true };
    }
    return undefined;
  };
}

function shown(delivery: Delivery): JsonObject {
  const attempts = delivery.attempts.map((attempt) => ({ ...attempt, at: attempt.at.toISOString() }));
  return { ...delivery, at: delivery.at.toISOString(), attempts };
}

import type { Journal } from '../journal.js';
import type { Json } from '../json.js';
import type { Controller } from './controller.js';

const SHOWN = 100;

/** `GET` shows the counts and the last requests (`?last=100`), `DELETE` starts afresh. */
export function journalControl(journal: Journal): Controller {
  return ({ method, incoming }) => {
    switch (method) {
      case 'GET': {
        const last = Number(incoming.query.get('last') ?? SHOWN);
        const entries = journal.entries
          .slice(-Math.max(1, last))
          .map((entry) => ({ ...entry, at: entry.at.toISOString() }));
        return { total: journal.total, changes: journal.changes, counts: journal.counts, entries };
      }
      case 'DELETE':
        journal.clear();
        return { cleared: true } satisfies Json;
      default:
        return undefined;
    }
  };
}

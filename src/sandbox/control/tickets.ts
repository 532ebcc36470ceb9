import type { JsonObject } from '../json.js';
import type { TicketEditor } from '../ticket-editor.js';
import type { Controller } from './controller.js';
import { recordControl } from './records.js';
import { boardRequest, mergeRequest, noteRequest, ownerRequest, timeRequest } from './requests.js';

type Act = (id: number, body: unknown) => JsonObject;

/**
 * Tickets, with `POST …/{id}/{close|reopen|owner|board|note|time|merge}` beside what all records have. Those that need
 * a word more take it in a body.
 */
export function ticketsControl(tickets: TicketEditor): Controller {
  const acts: Readonly<Record<string, Act>> = {
    close: (id) => tickets.close(id),
    reopen: (id) => tickets.reopen(id),
    owner: (id, body) => tickets.changeOwner(id, ownerRequest.parse(body).member),
    board: (id, body) => tickets.changeBoard(id, boardRequest.parse(body)),
    note: (id, body) => {
      const { text, kind } = noteRequest.parse(body);
      return tickets.addNote(id, text, kind);
    },
    time: (id, body) => {
      const { hours, notes } = timeRequest.parse(body);
      return tickets.addTime(id, hours, notes);
    },
    merge: (id, body) => tickets.mergeInto(id, mergeRequest.parse(body).into),
  };
  const others = recordControl(tickets);
  return (request) => {
    const [number = '', action = ''] = request.rest;
    return request.method === 'POST' && Object.hasOwn(acts, action)
      ? acts[action]?.(Number(number), request.body())
      : others(request);
  };
}

import { z } from 'zod';
import { InputCheck } from './input-check.js';
import { listRecords } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, instant, recordId, text } from './shapes.js';

export interface TicketNote {
  readonly id: number;
  readonly text: string | null;
  readonly isInternal: boolean;
  readonly isResolution: boolean;
  readonly createdAt: Date | null;
  readonly createdBy: string | null;
}

export interface NewTicketNote {
  readonly text: string;
  /** Who may read it: technicians alone, the customer too, or the customer as the solution. */
  readonly kind: 'internal' | 'customer' | 'resolution';
  /** Whether ConnectWise mails those the ticket names; not unless told. */
  readonly sendsMail?: boolean;
}

const fields = z.object({
  ...{ id: recordId, text, internalAnalysisFlag: flag, resolutionFlag: flag },
  ...{ dateCreated: instant, createdBy: text },
});

const noteShape = fields.transform(
  ({ internalAnalysisFlag, resolutionFlag, dateCreated, ...same }): TicketNote => ({
    ...same,
    isInternal: internalAnalysisFlag,
    isResolution: resolutionFlag,
    createdAt: dateCreated,
  }),
);

const ROUTE = '/service/tickets/{id}/notes';
const TEXT = { most: 16_384, isMultiLine: true };

/** Notes of tickets. */
export class TicketNotes {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(ticketId: number): AsyncGenerator<TicketNote, void, undefined> {
    return listRecords(this.#requester, { ...notesOf(ticketId), fields: fieldsOf(fields), shape: noteShape });
  }

  create(ticketId: number, note: NewTicketNote): Promise<TicketNote> {
    new InputCheck().text('text', note.text, TEXT).throwIfAny();
    const body = {
      text: note.text,
      detailDescriptionFlag: note.kind === 'customer',
      internalAnalysisFlag: note.kind === 'internal',
      resolutionFlag: note.kind === 'resolution',
      processNotifications: note.sendsMail ?? false,
    };
    return this.#requester.post({ ...notesOf(ticketId), body, shape: noteShape });
  }

  /** Puts another text in place of the one there; so it can be done with the one that a ticket was opened with. */
  changeText(ticketId: number, noteId: number, content: string): Promise<TicketNote> {
    new InputCheck().text('text', content, TEXT).throwIfAny();
    const path = `${notesOf(ticketId).path}/${idPart(noteId, 'noteId')}`;
    return this.#requester.patch({ route: `${ROUTE}/{noteId}`, path, changes: { text: content }, shape: noteShape });
  }
}

function notesOf(ticketId: number) {
  return { route: ROUTE, path: `/service/tickets/${idPart(ticketId, 'ticketId')}/notes` };
}

import type { JsonObject } from './json.js';
import { RecordEditor, type ShownRecord } from './record-editor.js';
import { mergeTickets } from './resources/service/ticket-changes.js';
import { defaultOn } from './resources/service/ticket-rules.js';
import type { Row } from './store/table.js';
import type { World } from './world.js';

export type NoteKind = 'discussion' | 'internal' | 'resolution';

const FLAGS: Readonly<Record<NoteKind, string>> = {
  discussion: 'detailDescriptionFlag',
  internal: 'internalAnalysisFlag',
  resolution: 'resolutionFlag',
};

/** What other people do to tickets, in the words of their screens. Throws a RangeError for what is not there. */
export class TicketEditor extends RecordEditor {
  constructor(world: World) {
    super(world, world.tables.get('tickets'));
  }

  /** With the first closing status of its board. */
  close(id: number): ShownRecord {
    return this.edit(id, { status: { id: this.#closedStatus(this.row(id)) } });
  }

  /** With the default status of its board. */
  reopen(id: number): ShownRecord {
    return this.edit(id, {
      status: { id: defaultOn('boardStatuses', this.row(id).values['board'], this.world.tables) },
    });
  }

  /** `member` is an identifier; null takes the owner away. */
  changeOwner(id: number, member: string | null): ShownRecord {
    return this.edit(id, { owner: member === null ? null : { identifier: member } });
  }

  /** On the screen the new board's default status comes with it, and what belonged to the old board is cleared. */
  changeBoard(id: number, board: JsonObject): ShownRecord {
    return this.edit(id, { board, status: null, type: null, subType: null, item: null, team: null });
  }

  addNote(id: number, text: string, kind: NoteKind = 'discussion'): ShownRecord {
    return this.#below('ticketNotes').add({ ticketId: this.row(id).id, text, [FLAGS[kind]]: true });
  }

  addTime(id: number, hours: number, notes = ''): ShownRecord {
    const end = this.world.clock.now();
    return this.#below('timeEntries').add({
      ticket: { id: this.row(id).id },
      member: { id: 1 },
      timeStart: new Date(end - hours * 3_600_000).toISOString(),
      timeEnd: new Date(end).toISOString(),
      actualHours: hours,
      notes,
      addToInternalAnalysisFlag: true,
    });
  }

  /** Answers the ticket that was merged; it is closed and points at the other. */
  mergeInto(id: number, parentId: number): ShownRecord {
    const child = this.row(id);
    const order = { children: [child], status: this.#closedStatus(child) };
    mergeTickets(this.row(parentId), order, { author: this.person(), world: this.world });
    return this.shown(child);
  }

  #closedStatus({ values }: Row): number {
    const statuses = this.world.tables.childrenOf('boardStatuses', 'board', Number(values['board']));
    const closed = statuses.find((status) => status.values['closedStatus'] === true);
    if (!closed) {
      throw new RangeError('The board has no closing status');
    }
    return closed.id;
  }

  #below(table: string): RecordEditor {
    return new RecordEditor(this.world, this.world.tables.get(table));
  }
}

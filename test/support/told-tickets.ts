import type { Sandbox } from '../../src/sandbox/sandbox.js';

/** A ticket as it stands in the sandbox. */
export interface ToldTicket {
  readonly number: number;
  /** Our key, or a person's. */
  readonly reference: string;
  readonly companyId: number;
  readonly isClosed: boolean;
  /** Its opening text and its notes, oldest first. */
  readonly texts: readonly string[];
  /** Those of them that its customer may read. */
  readonly open: readonly string[];
}

/** All tickets there are. */
export function ticketsIn(sandbox: Sandbox): ToldTicket[] {
  const notes = every(sandbox.records('ticketNotes'));
  const byTicket = new Map<number, typeof notes>();
  for (const note of notes) {
    const number = Number(note['ticketId']);
    byTicket.set(number, [...(byTicket.get(number) ?? []), note]);
  }
  return every(sandbox.tickets).map(({ id, externalXRef, company, closedFlag }) => {
    const own = byTicket.get(id) ?? [];
    return {
      number: id,
      reference: String(externalXRef),
      companyId: (company as { id: number }).id,
      isClosed: closedFlag === true,
      texts: own.map(({ text }) => String(text)),
      open: own.flatMap(({ text, internalAnalysisFlag }) => (internalAnalysisFlag === true ? [] : String(text))),
    };
  });
}

/** Those of some companies. */
export function ticketsOf(sandbox: Sandbox, companyIds: readonly number[]): ToldTicket[] {
  return ticketsIn(sandbox).filter(({ companyId }) => companyIds.includes(companyId));
}

/** The marks of notes, by which a note is known. */
export function marksOf({ texts }: ToldTicket): string[] {
  return texts.flatMap((text) => text.match(/^Ref .*$/gm) ?? []);
}

/** Records get their ids one after the other, and of these none is ever deleted. */
function every(records: Sandbox['tickets'] | ReturnType<Sandbox['records']>) {
  return Array.from({ length: records.count }, (_, at) => {
    const record = records.get(at + 1);
    if (!record) throw new Error(`There is no record ${at + 1}.`);
    return record;
  });
}

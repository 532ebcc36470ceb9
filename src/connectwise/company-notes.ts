import { z } from 'zod';
import { InputCheck } from './input-check.js';
import { type ListOptions, listRecords } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, type NamedReference, recordId, recordInfo, reference, text } from './shapes.js';

export interface CompanyNote {
  readonly id: number;
  readonly text: string | null;
  readonly type: NamedReference | null;
  readonly isFlagged: boolean;
  readonly lastUpdated: Date | null;
  readonly updatedBy: string | null;
}

export interface NewCompanyNote {
  readonly text: string;
  readonly typeId?: number;
  readonly isFlagged?: boolean;
}

const fields = z.object({ id: recordId, text, type: reference, flagged: flag, _info: recordInfo });
const shape = fields.transform(
  ({ flagged, _info, ...same }): CompanyNote => ({ ...same, ..._info, isFlagged: flagged }),
);

const ROUTE = '/company/companies/{id}/notes';
const TEXT = { most: 16_384, isMultiLine: true };

/** Notes of companies. Every method rejects with a ConnectWiseError, or a Failure on what was handed in. */
export class CompanyNotes {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(companyId: number, options?: ListOptions): AsyncGenerator<CompanyNote, void, undefined> {
    return listRecords(this.#requester, { ...of(companyId), fields: fieldsOf(fields), shape }, options);
  }

  create(companyId: number, { text: content, typeId, isFlagged }: NewCompanyNote): Promise<CompanyNote> {
    new InputCheck().text('text', content, TEXT).ids({ typeId }).throwIfAny();
    const type = typeId === undefined ? undefined : { id: typeId };
    return this.#requester.post({ ...of(companyId), body: { text: content, type, flagged: isFlagged }, shape });
  }

  /** Puts another text in place of the one there. */
  changeText(companyId: number, noteId: number, content: string): Promise<CompanyNote> {
    new InputCheck().text('text', content, TEXT).throwIfAny();
    return this.#requester.patch({ ...one(companyId, noteId), changes: { text: content }, shape });
  }

  delete(companyId: number, noteId: number): Promise<void> {
    return this.#requester.delete(one(companyId, noteId));
  }
}

function of(companyId: number) {
  return { route: ROUTE, path: `/company/companies/${idPart(companyId, 'companyId')}/notes` };
}

function one(companyId: number, noteId: number) {
  return { route: `${ROUTE}/{noteId}`, path: `${of(companyId).path}/${idPart(noteId, 'noteId')}` };
}

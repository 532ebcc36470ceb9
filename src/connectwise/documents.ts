import { z } from 'zod';
import { Failure, FailureCode } from '../shared/failure.js';
import { InputCheck } from './input-check.js';
import { multipart } from './multipart.js';
import { listItems } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import { fieldsOf, recordId, recordInfo, text } from './shapes.js';

/** What a document can be attached to here. */
export interface DocumentOwner {
  readonly recordType: 'Company' | 'Ticket' | 'Agreement';
  readonly recordId: number;
}

export interface ConnectWiseDocument {
  readonly id: number;
  readonly title: string | null;
  readonly fileName: string | null;
  /** Bytes. */
  readonly size: number | null;
  readonly lastUpdated: Date | null;
  readonly updatedBy: string | null;
}

export interface NewDocument extends DocumentOwner {
  readonly title: string;
  readonly fileName: string;
  /** Like `text/csv`. */
  readonly contentType: string;
  /** Up to 10 MiB. */
  readonly content: Uint8Array;
  /** Whether the customer's portal leaves it out; yes unless told. */
  readonly isPrivate?: boolean;
}

const fields = z.object({
  ...{ id: recordId, title: text, fileName: text, size: z.int().nullish(), _info: recordInfo },
});
const shape = fields.transform(
  ({ size, _info, ...same }): ConnectWiseDocument => ({ ...same, ..._info, size: size ?? null }),
);

const ROUTE = '/system/documents';
const MOST_BYTES = 10 * 1024 * 1024;

/** Documents attached to records. Every method rejects with a ConnectWiseError, or a Failure on what was handed in. */
export class Documents {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  /** Only by record: ConnectWise demands both parts of the owner. */
  list({ recordType, recordId: owner }: DocumentOwner): AsyncGenerator<ConnectWiseDocument, void, undefined> {
    const query = { recordType, recordId: idPart(owner, 'recordId'), fields: fieldsOf(fields) };
    return listItems(this.#requester, { route: ROUTE, query, shape, paging: 'navigable' });
  }

  upload({ recordType, recordId: owner, title, isPrivate = true, ...file }: NewDocument): Promise<ConnectWiseDocument> {
    new InputCheck()
      .text('title', title, { most: 100 })
      .text('fileName', file.fileName, { most: 200 })
      .text('contentType', file.contentType, { most: 100 })
      .throwIfAny();
    if (file.content.length > MOST_BYTES) throw tooLarge();
    const texts = { recordType, recordId: idPart(owner, 'recordId'), title, privateFlag: String(isPrivate) };
    return this.#requester.upload({ route: ROUTE, body: multipart(texts, file), shape });
  }

  /** Rejects with kind `too-large` when it has more than `mostBytes`. */
  download(id: number, mostBytes = MOST_BYTES): Promise<Uint8Array> {
    const path = `${ROUTE}/${idPart(id, 'documentId')}/download`;
    return this.#requester.download({ route: `${ROUTE}/{id}/download`, path }, mostBytes);
  }

  delete(id: number): Promise<void> {
    return this.#requester.delete({ route: `${ROUTE}/{id}`, path: `${ROUTE}/${idPart(id, 'documentId')}` });
  }
}

function tooLarge(): Failure {
  return new Failure({ code: FailureCode.INVALID, message: 'A document holds at most 10 MiB.', field: ['content'] });
}

import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import { internalError, invalidObject, recordMissing } from '../../api-error.js';
import type { Form } from '../../http/form.js';
import type { Answer, Call, Endpoint } from '../../http/operation.js';
import { RECORD_KINDS } from '../../record-kinds.js';
import { newRow, touch } from '../../store/stamps.js';
import { type Row, type RowSource, rowOf, type Table } from '../../store/table.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { authorOf, byRole, countEndpoint, listAnswer } from '../collection.js';
import { found, shown } from '../records.js';
import { DOCUMENT, isTrue, readType, required } from './document-fields.js';
import { FileStore } from './file-store.js';

/** Documents are made and changed by forms, and belong to a record; there is no PUT and no PATCH. */
export function addDocuments(world: World): readonly Endpoint[] {
  world.tables.add('documents', DOCUMENT);
  const documents = new Documents(world);
  const path = '/system/documents';
  const authorize = byRole('Manage Attachments', world);
  const read = { authorize: authorize('inquire') };
  const form = { bodyName: DOCUMENT.name, takesForm: true };
  return [
    {
      template: path,
      table: 'documents',
      operations: {
        GET: { ...read, run: (call) => listAnswer(() => documents.of(call), call, world) },
        POST: { authorize: authorize('add'), ...form, run: (call) => documents.add(call) },
      },
    },
    countEndpoint({ path, authorize }, (call) => documents.of(call), world),
    {
      template: `${path}/{id}`,
      table: 'documents',
      operations: {
        GET: { ...read, find: documents.find, run: (call) => documents.answer(documents.find(call), call) },
        POST: { authorize: authorize('edit'), find: documents.find, ...form, run: (call) => documents.change(call) },
        DELETE: { authorize: authorize('delete'), find: documents.find, run: (call) => documents.delete(call) },
      },
    },
    {
      template: `${path}/{id}/download`,
      operations: { GET: { ...read, find: documents.find, run: (call) => documents.download(call) } },
    },
  ];
}

class Documents {
  readonly #table: Table;
  readonly #files = new FileStore();

  constructor(private readonly world: World) {
    this.#table = world.tables.get('documents');
  }

  readonly find = (call: Call): Row => found(this.#table, call.params['id'] ?? '', call);

  /** Those of one record: both parameters are demanded, although the vendor describes them as optional. */
  of(call: Call): RowSource {
    const missing = ['recordType', 'recordId'].filter((name) => call.query.get(name) === undefined);
    if (missing.length > 0) {
      throw invalidObject(DOCUMENT.name, missing.map(required));
    }
    const type = readType(call.query.get('recordType') ?? '').toLowerCase();
    const id = Number(call.query.get('recordId'));
    const rows = this.#table.rows.filter(
      ({ values }) => String(values['recordType']).toLowerCase() === type && values['recordId'] === id,
    );
    return { shape: DOCUMENT, rows, get: (wanted) => rowOf(rows, wanted), find: () => undefined };
  }

  add(call: Call): Answer {
    const author = authorOf(call, this.world);
    const file = call.form.file('file');
    const values = { ...this.#describe(call.form), owner: author.name, createdOnDate: author.at };
    const id = this.#table.nextId;
    if (file && !this.#files.keep(id, file.content, this.world.settings.documentBytes)) {
      throw internalError('There is not enough space on the disk.');
    }
    const row = this.#table.insert(newRow(id, values, author));
    this.world.changes.tell({ table: 'documents', action: 'added', row, before: null, author });
    return {
      ...this.answer(row, call, 201),
      headers: { Location: `${call.base}/system/documents/${id}` },
      changed: true,
    };
  }

  #describe(form: Form): Values {
    const file = form.file('file');
    const url = form.text('url');
    const given = { recordType: form.text('recordType'), recordId: form.text('recordId'), file: file ?? url };
    const missing = Object.entries(given).filter(([, value]) => value === undefined);
    if (missing.length > 0) {
      throw invalidObject(
        DOCUMENT.name,
        missing.map(([name]) => required(name)),
      );
    }
    const recordType = readType(given.recordType ?? '');
    const recordId = Number(given.recordId);
    this.#checkRecord(recordType, recordId);
    const guid = randomUUID();
    return {
      ...{ recordType, recordId },
      title: form.text('title') ?? file?.name ?? url,
      fileName: file?.name ?? url,
      serverFileName: file && `${guid}${extname(file.name)}`,
      linkFlag: !file,
      urlFlag: !file,
      imageFlag: file?.type.startsWith('image/') ?? false,
      publicFlag: !isTrue(form.text('privateFlag')),
      htmlTemplateFlag: false,
      readOnlyFlag: isTrue(form.text('readOnlyFlag')),
      size: file?.content.length ?? 0,
      guid,
    };
  }

  change(call: Call): Answer {
    const row = this.find(call);
    const before = row.values;
    const title = call.form.text('title') ?? before['title'];
    const isPrivate = call.form.text('privateFlag');
    const publicFlag = isPrivate === undefined ? before['publicFlag'] : !isTrue(isPrivate);
    const author = authorOf(call, this.world);
    this.#table.update(row, { ...before, title, publicFlag });
    touch(row, author);
    this.world.changes.tell({ table: 'documents', action: 'updated', row, before, author });
    return { ...this.answer(row, call), changed: true };
  }

  delete(call: Call): Answer {
    const row = this.find(call);
    const before = row.values;
    this.#table.remove(row.id);
    this.#files.drop(row.id);
    this.world.changes.tell({ table: 'documents', action: 'deleted', row, before, author: authorOf(call, this.world) });
    return { status: 204, changed: true };
  }

  download(call: Call): Answer {
    const row = this.find(call);
    const content = this.#files.get(row.id);
    if (!content) {
      throw recordMissing(DOCUMENT.label, String(row.id));
    }
    const name = encodeURIComponent(String(row.values['fileName']));
    const headers = { 'Content-Disposition': `attachment; filename*=UTF-8''${name}` };
    return { status: 200, file: { type: 'application/octet-stream', content }, headers };
  }

  answer(row: Row, call: Call, status = 200): Answer {
    return { status, body: shown(row, this.#table, call) };
  }

  #checkRecord(recordType: string, recordId: number): void {
    const kind = RECORD_KINDS.find(({ document }) => document === recordType);
    const table = kind && this.world.tables.at(kind.path);
    if (!Number.isInteger(recordId) || (table && !table.get(recordId))) {
      throw recordMissing(table?.shape.label ?? recordType, String(recordId));
    }
  }
}

import type { JsonObject } from '../json.js';
import type { RecordEditor } from '../record-editor.js';
import type { Controller, ControlRequest } from './controller.js';
import { recordFields } from './requests.js';

/** The words of one kind of record, such as `inactivate`, beside those that all have. */
export type RecordActions = Readonly<Record<string, (id: number, body: () => unknown) => JsonObject>>;

/**
 * What "another person" does to the records of one table: `GET` counts, `POST` adds, `GET …/{id}` shows, `PATCH …/{id}`
 * edits fields, `DELETE …/{id}` deletes as ConnectWise does, `POST …/{id}/remove` leaves no record behind.
 */
export function recordControl(editor: RecordEditor, actions: RecordActions = {}): Controller {
  return (request) => {
    const [number, action] = request.rest;
    if (number === undefined) {
      return withoutId(editor, request);
    }
    const id = Number(number);
    return action === undefined ? withId(editor, id, request) : act(editor, { id, action, actions }, request);
  };
}

/** The same for every table: `/_control/records/{table}/…`. */
export function recordsControl(editorOf: (table: string) => RecordEditor): Controller {
  return (request) => {
    const [table = '', ...rest] = request.rest;
    return recordControl(editorOf(table))({ ...request, rest });
  };
}

function withoutId(editor: RecordEditor, request: ControlRequest): JsonObject | undefined {
  switch (request.method) {
    case 'GET':
      return { count: editor.count };
    case 'POST':
      return editor.add(readFields(request));
    default:
      return undefined;
  }
}

function withId(editor: RecordEditor, id: number, request: ControlRequest): JsonObject | undefined {
  switch (request.method) {
    case 'GET':
      return editor.get(id);
    case 'PATCH':
      return editor.edit(id, readFields(request));
    case 'DELETE':
      return editor.delete(id);
    default:
      return undefined;
  }
}

interface Act {
  readonly id: number;
  readonly action: string;
  readonly actions: RecordActions;
}

function act(
  editor: RecordEditor,
  { id, action, actions }: Act,
  { method, body }: ControlRequest,
): JsonObject | undefined {
  if (method !== 'POST') {
    return undefined;
  }
  if (action === 'remove') {
    editor.remove(id);
    return { removed: id };
  }
  return Object.hasOwn(actions, action) ? actions[action]?.(id, body) : undefined;
}

function readFields(request: ControlRequest): JsonObject {
  return recordFields.parse(request.body()) as JsonObject;
}

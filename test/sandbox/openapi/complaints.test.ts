import { describe, expect, it } from '@jest/globals';
import { complaints } from './complaints.js';
import type { Schema } from './description.js';

const REFERENCE: Schema = {
  type: 'object',
  properties: { id: { type: 'integer' }, _info: { type: 'object', additionalProperties: { type: 'string' } } },
};
const RECORD: Schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    size: { type: 'number', nullable: true },
    flag: { type: 'boolean' },
    level: { type: 'string', enum: ['High', 'Low'] },
    at: { type: 'string', format: 'date-time' },
    board: { $ref: 'reference' },
    boards: { type: 'array', items: { $ref: 'reference' } },
    anything: { type: 'object' },
  },
};
const schemas = { resolved: (schema: Schema) => (schema.$ref ? REFERENCE : schema) };

describe('a record beside its schema', () => {
  it('is right when every field has its type', () => {
    const board = { id: 1, _info: { board_href: 'https://127.0.0.1/1' } };
    const at = '2026-01-31T18:04:26Z';
    const record = { name: '', size: null, flag: false, level: 'Low', at, board, boards: [board], anything: 1 };
    expect(complaints(record, RECORD, schemas)).toEqual([]);
  });

  it.each<[object, string]>([
    [{ nonsense: 1 }, 'nonsense: unknown'],
    [{ name: 1 }, 'name: no string'],
    [{ name: null }, 'name: null'],
    [{ size: '1' }, 'size: no number'],
    [{ flag: 'true' }, 'flag: no boolean'],
    [{ level: 'high' }, 'level: "high" is none of its values'],
    [{ at: '2026-01-31' }, 'at: no date-time'],
    [{ board: 1 }, 'board: no object'],
    [{ board: { id: 1.5 } }, 'board/id: no integer'],
    [{ board: { _info: { board_href: 1 } } }, 'board/_info/board_href: no string'],
    [{ boards: {} }, 'boards: no array'],
    [{ boards: [{ id: 1 }, { name: 'x' }] }, 'boards/name: unknown'],
  ])('is wrong as %j', (record, complaint) => {
    expect(complaints(record, RECORD, schemas)).toEqual([complaint]);
  });
});

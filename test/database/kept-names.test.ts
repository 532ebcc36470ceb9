import { expect, it } from '@jest/globals';
import type pg from 'pg';
import { KeptStatements } from '../../src/database/kept-statements.js';

it('T10: no two connections give a statement the same name, so that none is run in the place of another', () => {
  const parsed: { readonly name: string; readonly text: string }[] = [];
  const connection = {
    parse: (statement: (typeof parsed)[number]) => parsed.push(statement),
    close: () => {},
  } as unknown as pg.Client['connection'];
  for (const texts of [
    ['SELECT 1', 'SELECT 2', 'SELECT 1'],
    ['SELECT 3', 'SELECT 4'],
  ]) {
    const kept = new KeptStatements();
    for (const text of texts) expect(kept.name(connection, text).length).toBeLessThan(64);
  }
  expect(parsed.map(({ text }) => text)).toEqual(['SELECT 1', 'SELECT 2', 'SELECT 3', 'SELECT 4']);
  expect(new Set(parsed.map(({ name }) => name)).size).toBe(4);
});

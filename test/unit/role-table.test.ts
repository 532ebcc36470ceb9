import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { Role } from '../../src/shared/caller.js';
import { allowedRoles } from '../api/support/allowed-roles.js';

const text = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

/** Which roles the table of docs/operations.md gives each operation. */
function told(): Record<string, Role[]> {
  const [, table = ''] = /(\| \| ADMIN \|[\s\S]*?)\n\n/.exec(text) ?? [];
  const [head = '', , ...rows] = table.split('\n');
  const roles = cellsOf(head).slice(1) as Role[];
  return Object.fromEntries(
    rows.flatMap((row) => {
      const [names = '', ...cells] = cellsOf(row);
      const allowed = roles.filter((_, index) => cells[index] !== '');
      return [...names.matchAll(/`(\w+)`/g)].map(([, name]) => [name, allowed]);
    }),
  );
}

function cellsOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

it('A2: the table of roles in docs/operations.md tells of every operation, and what is so', () => {
  const sorted = (table: Readonly<Record<string, readonly Role[]>>) =>
    Object.fromEntries(
      Object.entries(table).map(([field, roles]) => [
        field,
        Object.values(Role).filter((role) => roles.includes(role)),
      ]),
    );
  expect(sorted(told())).toEqual(sorted(allowedRoles));
});

import { describe, expect, it } from '@jest/globals';
import { Role } from '../../src/shared/caller.js';
import { allowedRoles } from '../api/support/allowed-roles.js';
import { allPages } from './markdown.js';

const sections = allPages()
  .filter(({ path }) => path.startsWith('docs/api/reference/'))
  .flatMap(({ text }) => text.split(/^## /m).slice(1))
  .filter((section) => /^\*(Query|Mutation)\*/m.test(section));

/** Whom a section says its operation is for. */
function toldRoles(section: string): Role[] {
  const [, told = ''] = /^\*(?:Query|Mutation)\*.*? For ([^.]+)\./m.exec(section) ?? [];
  return Object.values(Role).filter((role) => told === 'every role' || told.split(', ').includes(role));
}

describe('the reference', () => {
  it('A2: tells of every operation once, and who may ask for it', () => {
    const told = sections.map((section) => [/^\w+/.exec(section)?.[0] ?? '', toldRoles(section)] as const);
    const expected = Object.entries(allowedRoles).map(
      ([name, roles]) => [name, Object.values(Role).filter((role) => roles.includes(role))] as const,
    );

    expect(told).toHaveLength(new Set(told.map(([name]) => name)).size);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
  });
});

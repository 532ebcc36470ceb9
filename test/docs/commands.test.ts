import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.js';
import { allPages, takenApart } from './markdown.js';

const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  scripts: Record<string, string>;
};
const pages = allPages();

/** What a page tells to type: lines of shell blocks, and what stands in backticks. */
const typed = pages.flatMap(({ path, fences, spans }) => [
  ...fences
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text, line }) => joined(text).map((one) => ({ text: one, at: `${path}:${line}` }))),
  ...spans.map(({ text, line }) => ({ text: text.replaceAll('\\|', '|'), at: `${path}:${line}` })),
]);

/** One line for each command, also where a backslash carries it on. */
function joined(text: string): string[] {
  return text.replace(/\\\n\s*/g, ' ').split('\n');
}

/** What is wrong with a line that calls psa-bridge, which is a namespace behind `-n`; undefined for any other line. */
function mistake(line: string): string | undefined {
  const [, rest] = /(?:^|[\s(=])(?:(?<!-n )psa-bridge|node (?:\/app\/)?dist\/main\.js)(?= |$)(.*)/.exec(line) ?? [];
  if (rest === undefined) return undefined;
  const parts = rest.split(/[\s[\]()]+|&&|>/).filter(Boolean);
  let command: Command = createProgram();
  while (parts[0] && /^[a-z]/.test(parts[0]) && command.commands.length > 0) {
    const name = parts.shift();
    const next = command.commands.find((one) => one.name() === name);
    if (!next) return `has no command ${name}`;
    command = next;
  }
  const known = new Set(['--help', ...command.options.map(({ long }) => long)]);
  const unknown = parts.filter(
    (part) => part.startsWith('--') && part !== '--' && !known.has(part.split('=')[0] ?? ''),
  );
  return unknown.length > 0 ? `does not know ${unknown.join(', ')}` : undefined;
}

describe('commands of the documentation', () => {
  it('are found wrong when they are', () => {
    expect(mistake('psa-bridge serve [--role all|api|worker]')).toBeUndefined();
    expect(mistake('(umask 077 && node dist/main.js keys new > sealing.key)')).toBeUndefined();
    expect(mistake('psa-bridge serve --rôle --roles all')).toContain('--roles');
    expect(mistake('psa-bridge token destroy')).toContain('destroy');
    expect(mistake('echo psa-bridge.dump')).toBeUndefined();
    expect(takenApart('```sh\na \\\n  b\n```').fences.map(({ text }) => joined(text))).toEqual([['a  b']]);
  });

  it('are commands and options that psa-bridge has', () => {
    const wrong = typed.flatMap(({ text, at }) => {
      const why = mistake(text);
      return why ? [`${at} ${text}: ${why}`] : [];
    });

    expect(typed.filter(({ text }) => /psa-bridge |dist\/main\.js/.test(text)).length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  it('name every command of psa-bridge somewhere', () => {
    const names = (command: Command, path: string): string[] =>
      command.commands.length === 0
        ? [path]
        : command.commands.flatMap((one) => names(one, `${path} ${one.name()}`.trim()));
    const untold = names(createProgram(), '').filter(
      (name) => !typed.some(({ text }) => text.includes(`psa-bridge ${name}`) || text.includes(`main.js ${name}`)),
    );

    expect(untold).toEqual([]);
  });

  it('are scripts that package.json has', () => {
    const unknown = typed.flatMap(({ text, at }) =>
      [...text.matchAll(/\bnpm (?:run )?(?:--silent )?([a-z][a-z:-]*)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !NPM_OWN.has(name) && !(name in scripts))
        .map((name) => `${at} ${name}`),
    );

    expect(unknown).toEqual([]);
  });
});

const NPM_OWN = new Set(['ci', 'install', 'run']);

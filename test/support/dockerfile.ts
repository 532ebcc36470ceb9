import { readFile } from 'node:fs/promises';

export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** One `FROM` and what follows it. */
export interface Stage {
  readonly name: string | undefined;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile, in order. Enough for ours, which continues no line. */
export async function readStages(file = 'Dockerfile'): Promise<readonly Stage[]> {
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const line of (await readFile(file, 'utf8')).split('\n')) {
    const [, word, rest] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (!word || !rest) {
      if (line !== '' && !line.startsWith('#')) throw new Error(`Not understood in ${file}: ${line}`);
      continue;
    }
    if (word === 'FROM') {
      const [base = '', , name] = rest.split(' ');
      stages.push({ base, name, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ word, rest });
    }
  }
  return stages;
}

/** What a container of the last stage runs, and how. */
export interface Image {
  readonly user: { readonly uid: string; readonly gid: string };
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly stopSignal: string;
}

export function imageOf(stages: readonly Stage[]): Image {
  const all = stages.at(-1)?.instructions ?? [];
  const last = (word: string) => all.findLast((instruction) => instruction.word === word)?.rest ?? '';
  const [uid = '', gid = ''] = last('USER').split(':');
  const pairs = all.filter(({ word }) => word === 'ENV').flatMap(({ rest }) => rest.split(' '));
  return {
    user: { uid, gid },
    environment: Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string])),
    folder: last('WORKDIR'),
    entrypoint: wordsOf(last('ENTRYPOINT')),
    command: wordsOf(last('CMD')),
    healthcheck: wordsOf(last('HEALTHCHECK').replace(/^.* CMD /, '')),
    stopSignal: last('STOPSIGNAL'),
  };
}

function wordsOf(list: string): readonly string[] {
  return JSON.parse(list) as string[];
}

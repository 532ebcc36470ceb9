import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'graphql';
import { type Json, Likeness } from './likeness.js';
import type { Fence, Page } from './markdown.js';

/** A request of a page and the answer that the page shows. */
interface Request {
  readonly query: string;
  readonly variables: Json;
  readonly answer: Fence;
}

type Step = Request | { readonly shell: string };

/** Requests in the order of the page, with what is typed into a shell in between. */
function stepsOf({ path, fences }: Page): Step[] {
  const steps: Step[] = [];
  let open: Omit<Request, 'answer'> | undefined;
  for (const fence of fences) {
    const { language, role, text, line } = fence;
    if (language === 'graphql') open = { query: text, variables: null };
    else if (role === 'variables' && open) open = { ...open, variables: JSON.parse(text) as Json };
    else if (role === 'answer' && open) {
      steps.push({ ...open, answer: fence });
      open = undefined;
    } else if (language === 'sh' && text.includes('-d \'{"query"')) open = bodyOf(text);
    else if (language === 'sh' && !open) steps.push({ shell: text });
    else throw new Error(`${path}:${line} is no part of a recipe.`);
  }
  if (open) throw new Error(`The last request of ${path} has no answer.`);
  return steps;
}

/** What a call of curl sends. */
function bodyOf(shell: string): Omit<Request, 'answer'> {
  const [, body = ''] = /-d '(.*)'\s*$/s.exec(shell) ?? [];
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Json };
  return { query, variables: variables ?? null };
}

export interface Server {
  readonly url: string;
  readonly token: string;
  readonly sandboxUrl: string;
  /** How long all questions of the page may take together until they are answered as on the page. */
  readonly patienceMs: number;
}

export interface Shown {
  readonly fence: Fence;
  /** The answer of this run, in the words of the page. */
  readonly text: string;
  /** Whether the page shows it already, however it is laid out. */
  readonly isSame: boolean;
}

/** Sends all requests of a page in their order. */
export async function carryOut(page: Page, server: Server): Promise<Shown[]> {
  const deadline = Date.now() + server.patienceMs;
  let likeness = new Likeness([['http://127.0.0.1:4010', server.sandboxUrl]]);
  const shown: Shown[] = [];
  for (const step of stepsOf(page)) {
    if ('shell' in step) await inShell(step.shell, server);
    else {
      const told = JSON.parse(step.answer.text) as Json;
      const { answer, ...known } = await answerTo(step, { server, likeness, told, deadline });
      likeness = known.likeness;
      const isSame = JSON.stringify(answer) === JSON.stringify(told);
      shown.push({ fence: step.answer, text: written(answer), isSame });
    }
  }
  return shown;
}

interface Asked {
  readonly server: Server;
  readonly likeness: Likeness;
  readonly told: Json;
  readonly deadline: number;
}

interface Answered {
  readonly answer: Json;
  /** With what this answer has told. */
  readonly likeness: Likeness;
}

/** A question is asked until the answer is that of the page, as its readers do while something is going on. */
async function answerTo({ query, variables }: Request, asked: Asked): Promise<Answered> {
  const { server, likeness, told, deadline } = asked;
  const isQuestion = parse(query).definitions.every((one) => !('operation' in one) || one.operation === 'query');
  for (;;) {
    const answer = await send(server, { query, variables: likeness.inThisRun(variables) });
    const attempt = likeness.copy();
    const seen = attempt.asTold(answer, told);
    const isSame = JSON.stringify(seen) === JSON.stringify(told);
    if (isSame || !isQuestion || Date.now() >= deadline) return { answer: seen, likeness: attempt };
    await sleep(100);
  }
}

async function send({ url, token }: Server, body: { query: string; variables: Json }): Promise<Json> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const { extensions: _, ...answer } = (await response.json()) as Record<string, Json>;
  return answer;
}

/** What the switches of the sandbox are told by curl. */
async function inShell(text: string, { sandboxUrl }: Server): Promise<void> {
  for (const line of text.split('\n')) {
    const [, method, path, body] = /^curl -X (\w+) "\$SANDBOX(\/\S*)"(?: -d '(.*)')?$/.exec(line) ?? [];
    if (!method || !path) throw new Error(`A recipe only tells curl of the sandbox's switches, and not: ${line}`);
    const { status } = await fetch(`${sandboxUrl}${path}`, { method, body });
    if (status >= 300) throw new Error(`The sandbox answered ${status} to: ${line}`);
  }
}

/** Short objects and lists stay in one line. */
function written(value: Json, indent = ''): string {
  const inner = `${indent}  `;
  const short = oneLine(value);
  if (value === null || typeof value !== 'object' || short.length + indent.length <= 100) return short;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((one: Json) => written(one, inner))
    : Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${written(one, inner)}`);
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

function oneLine(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const parts = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${oneLine(one)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** The page with the answers of this run. */
export function mended({ text }: Page, shown: readonly Shown[]): string {
  const lines = text.split('\n');
  for (const { fence, text: answer } of [...shown].reverse()) {
    lines.splice(fence.line, fence.text.split('\n').length, ...answer.split('\n'));
  }
  return lines.join('\n');
}

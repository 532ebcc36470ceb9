import { afterEach, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { pageAt, takenApart } from './markdown.js';

const { text } = pageAt('docs/sandbox.md');
const [head = '', ...sections] = text.split(/^## /m);

/** What one line of a shell would call: words without their quotes, variables filled in. */
function wordsOf(line: string, variables: ReadonlyMap<string, string>): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, plain, quoted, bare]) => {
    if (plain !== undefined) return plain;
    return (quoted ?? bare ?? '').replace(/\$(\w+)/g, (_, name: string) => variables.get(name) ?? '');
  });
}

/** Calls what curl would call; only the options that the page uses are known. */
async function curl(words: readonly string[]): Promise<number> {
  const rest = [...words];
  const headers = new Headers();
  const data: string[] = [];
  let [method, address, isGet] = ['', '', false];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '-X') method = rest.shift() ?? '';
    else if (word === '-G') isGet = true;
    else if (word === '-u') headers.set('authorization', `Basic ${Buffer.from(rest.shift() ?? '').toString('base64')}`);
    else if (word === '-H') headers.append(...headerIn(rest.shift() ?? ''));
    else if (word === '-d') data.push(rest.shift() ?? '');
    else if (word === '--data-urlencode') data.push(urlencoded(rest.shift() ?? ''));
    else if (word.startsWith('-')) throw new Error(`The test does not know curl ${word}.`);
    else address = word;
  }
  const url = isGet ? `${address}?${data.join('&')}` : address;
  const body = isGet || data.length === 0 ? undefined : data.join('&');
  return (await fetch(url, { method: method || (body ? 'POST' : 'GET'), headers, body })).status;
}

function headerIn(text: string): [name: string, value: string] {
  const [name = '', value = ''] = text.split(/: */);
  return [name, value];
}

function urlencoded(text: string): string {
  const [name = '', ...value] = text.split('=');
  return `${name}=${encodeURIComponent(value.join('='))}`;
}

describe('the page of the sandbox', () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());

  it.each(sections.map((section) => [section.split('\n')[0], section]))('%s: curl is answered', async (_, section) => {
    sandbox = await startSandbox({ control: true });
    const variables = new Map([['SANDBOX', sandbox.url]]);
    const refused: string[] = [];
    for (const { language, text: block } of takenApart(section ?? '').fences) {
      if (language !== 'sh') continue;
      for (const line of block.replace(/\\\n\s*/g, '').split('\n')) {
        const [, name, value] = /^([A-Z]+)=(\S+)$/.exec(line) ?? [];
        if (name && name !== 'SANDBOX') variables.set(name, wordsOf(value ?? '', variables).join(''));
        if (!line.startsWith('curl ')) continue;
        const status = await curl(wordsOf(line, variables).slice(1));
        if (status >= 400) refused.push(`${status} ${line}`);
      }
    }

    expect(refused).toEqual([]);
  });

  it('begins with what it is', async () => {
    sandbox = await startSandbox();
    expect(head).toContain('stand-in for ConnectWise');
  });
});

import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { Likeness } from './likeness.js';
import { pageAt } from './markdown.js';
import { carryOut, mended } from './recipes.js';

const PATH = 'docs/api/cookbook.md';
const isUpdate = process.env['UPDATE'] === '1';

describe('the cookbook', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ sandbox: { companies: 200, control: true } });
    await test.app.startWork();
  });
  afterAll(() => test.close());

  it('shows what a server answers; `npm run fix:docs` has it show that', async () => {
    const page = pageAt(PATH);
    const { url, token } = await test.account('Example MSP');
    const patienceMs = isUpdate ? 30_000 : 240_000;

    const shown = await carryOut(page, { url, token, sandboxUrl: test.sandbox.url, patienceMs });

    if (isUpdate) writeFileSync(new URL(`../../${PATH}`, import.meta.url), mended(page, shown));
    else
      expect(shown.flatMap(({ fence, text, isSame }) => (isSame ? [] : `${PATH}:${fence.line}\n${text}`))).toEqual([]);
  });
});

describe('an answer of a page', () => {
  const [first, second] = ['User:019a5c00-0000-7000-8000-000000000001', 'User:019a5c00-0000-7000-8000-000000000002'];
  const id = (text: string) => Buffer.from(text).toString('base64url');

  it('is alike where only ids, times and places differ', () => {
    const likeness = new Likeness([['http://told', 'http://actual']]);
    const told = { id: id(first), at: '2026-01-01T00:00:00Z', site: 'http://told/x', n: 1 };

    expect(
      likeness.asTold({ id: id(second), at: '2026-02-02T00:00:00.1Z', site: 'http://actual/x', n: 1 }, told),
    ).toEqual(told);
    expect(likeness.inThisRun({ user: id(first), site: 'http://told' })).toEqual({
      user: id(second),
      site: 'http://actual',
    });
  });

  it('is not alike where a value differs, or an id is that of something else', () => {
    const likeness = new Likeness([]);
    likeness.asTold({ id: id(second) }, { id: id(first) });
    const third = id(first.replace('User', 'Job'));

    expect(likeness.asTold({ n: 2 }, { n: 1 })).toEqual({ n: 2 });
    expect(likeness.asTold({ id: third }, { id: id(first) })).toEqual({ id: third });
    expect(likeness.asTold({ id: id(second.replace('2', '3')) }, { id: id(first) })).not.toEqual({ id: id(first) });
    expect(likeness.asTold({ id: id(second) }, { id: id(`${first.slice(0, -1)}9`) })).toEqual({ id: id(first) });
  });
});

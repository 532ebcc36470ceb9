import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ODD_TEXTS } from '../support/bad-inputs.js';
import { type FurnishedAccount, furnish } from '../support/furnished.js';
import { leaksIn } from '../support/leaks.js';

let test: TestApp;
let mine: FurnishedAccount;
beforeAll(async () => {
  test = await startTestApp();
  mine = await furnish(test);
});
afterAll(() => test.close());

/** What the header of an HTTP request can hold at most, escapes included. */
const LONGEST = 3_000;
const odd = [...ODD_TEXTS.filter(({ length }) => length < LONGEST), '2026-02-30', '-1', 'é'.repeat(500)];

it('P5: whatever stands behind the ? of a file is taken or refused, and nothing fails over it', async () => {
  const good: Readonly<Record<string, string>> = { from: '2026-01-01', to: '2026-01-31', jobId: mine.ids.dryRun };
  const wrong: string[] = [];
  let asked = 0;
  for (const { kind, path, query } of test.app.fileRoutes) {
    if (!(query instanceof z.ZodObject)) throw new Error(`What may stand behind ${path} is no object.`);
    const names = Object.keys(query.shape);
    for (const name of [...names, '__proto__', 'constructor', '', 'x\u0000']) {
      for (const text of names.includes(name) ? odd : ['x']) {
        const given = Object.fromEntries(names.flatMap((key) => (good[key] ? [[key, good[key]]] : [])));
        const behind = new URLSearchParams({ ...given, [name]: text });
        const answer = await fetch(`${test.origin}${path}?${behind}`, {
          method: kind === 'upload' ? 'POST' : 'GET',
          headers: { authorization: `Bearer ${mine.account.token}`, 'content-type': 'text/csv' },
          ...(kind === 'upload' && { body: 'a\r\n' }),
        });
        const told = await answer.text();
        asked += 1;
        if (answer.status >= 500 || leaksIn(told).length > 0) wrong.push(`${path}?${behind}: ${answer.status} ${told}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(300);
  expect(test.logs.filter((line) => line.includes('request failed'))).toEqual([]);
});

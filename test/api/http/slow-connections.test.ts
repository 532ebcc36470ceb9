import { expect, it } from '@jest/globals';
import { Load } from '../../support/load.js';
import { slowConnections } from '../../support/slow-connections.js';
import { startTestApp } from '../../support/test-app.js';

it('P6: connections that dribble or say nothing are closed, and ordinary callers notice nothing', async () => {
  const test = await startTestApp();
  const { token, url } = await test.account();
  const load = await Load.open({ url, token }, 5);
  let isOver = false;
  const closed = slowConnections(test.origin, 20, token).finally(() => {
    isOver = true;
  });
  const seen = [];
  while (!isOver) seen.push(await load.run({ callers: 2, turns: 5 }));

  expect(await closed).toHaveLength(20);
  expect(seen.flatMap(({ wrong }) => wrong)).toEqual([]);
  await load.close();
  await test.close();
});

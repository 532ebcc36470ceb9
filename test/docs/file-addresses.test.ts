import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { allPages } from './markdown.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** Addresses of files that pages tell, with the method and the parameters told. */
const told = allPages().flatMap(({ path, text }) =>
  [...text.matchAll(/(?:(GET|POST) )?(?:https:\/\/[\w.]+)?(\/files\/[a-z]+\/[a-z/]+[a-z])(?:\?([\w=&,|…-]+))?/g)].map(
    ([whole, method, address = '', query = '']) => ({
      at: `${path}: ${whole}`,
      ...{ method, address, parameters: query.split('&').flatMap((one) => one.split('=')[0] || []) },
    }),
  ),
);

it('addresses of files in the documentation are there, with these parameters, and all of them are told', () => {
  const routes = new Map(test.app.fileRoutes.map((route) => [route.path as string, route]));
  const wrong = told.filter(({ method, address, parameters }) => {
    const route = routes.get(address);
    const known = route?.query instanceof z.ZodObject ? Object.keys(route.query.shape) : [];
    const takes = route?.kind === 'upload' ? 'POST' : 'GET';
    return !route || (method ?? takes) !== takes || parameters.some((name) => !known.includes(name));
  });

  expect(told.length).toBeGreaterThan(10);
  expect(wrong.map(({ at }) => at)).toEqual([]);
  expect([...routes.keys()].filter((path) => !told.some(({ address }) => address === path))).toEqual([]);
});

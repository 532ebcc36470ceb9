import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import { addExplorer } from '../../src/graphql/explorer.js';
import { createHttpServer } from '../../src/graphql/http-server.js';
import { createLogger } from '../../src/shared/logger.js';

const logger = createLogger('silent');

async function createServer(): Promise<FastifyInstance> {
  return (await createHttpServer({ logger, tls: undefined, trustedProxies: [], corsOrigins: [] })).app;
}

describe('the explorer', () => {
  let app: FastifyInstance;

  beforeAll(async () => {
    app = await createServer();
    await addExplorer(app, logger);
    await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => app.close());

  const get = (url: string) => app.inject({ url });
  const page = async () => (await get('/explorer/')).body;
  const addressesIn = (html: string) => [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1] ?? '');
  const assets = async () => addressesIn(await page()).filter((address) => address !== 'data:,');

  test('is where the root leads', async () => {
    for (const url of ['/', '/explorer']) {
      expect(await get(url)).toMatchObject({ statusCode: 302, headers: { location: '/explorer/' } });
    }
  });

  test('is a page that is never stored', async () => {
    const answer = await get('/explorer/');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  });

  test('allows its own scripts and styles, and nothing inline, evaluated or foreign', async () => {
    const policy = String((await get('/explorer/')).headers['content-security-policy']);
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      'img-src data:',
      "script-src 'self'",
      "style-src 'self'",
    ]);
  });

  test('brings all its assets, which may be kept for good', async () => {
    const found = await assets();
    expect(found.map((address) => address.replace(/-[A-Z0-9]{8}/, ''))).toEqual([
      '/explorer/assets/main.css',
      '/explorer/assets/main.js',
    ]);
    for (const address of found) {
      const answer = await get(address);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test('fetches nothing from elsewhere', async () => {
    expect(addressesIn(await page()).filter((address) => /^(\w+:)?\/\//.test(address))).toEqual([]);
    const [style = '', script = ''] = await Promise.all((await assets()).map(async (url) => (await get(url)).body));
    expect(style).not.toMatch(/@import|@font-face|url\((?!"?data:image\/)/);
    expect(script).not.toMatch(/(\bfetch|\bimport|importScripts|new (Shared)?Worker|new WebSocket)\(["'`](\w+:)?\/\//);
    expect(script).not.toMatch(/\beval\(|new Function\(/);
  });

  test('answers 404 for what is not there, and does not let that be kept', async () => {
    for (const url of ['/explorer/nothing', '/explorer/assets/main-OLD.js', '/explorer/assets/']) {
      expect(await get(url)).toMatchObject({ statusCode: 404, headers: { 'cache-control': 'no-store' } });
    }
  });

  test.each([
    '/explorer/../../package.json',
    '/explorer/%2e%2e/%2e%2e/package.json',
    '/explorer/..%2f..%2fpackage.json',
    '/explorer/assets/..%5c..%5c..%5cpackage.json',
    '/explorer//etc/passwd',
  ])('does not lead out of its folder by %s', async (path) => {
    // A raw request, because clients would tidy the path up before sending it.
    const { status, body } = await getRaw(app, path);
    expect([403, 404]).toContain(status);
    expect(body).not.toContain('psa-bridge');
  });

  test('does not exist where it is off', async () => {
    const bare = await createServer();
    for (const url of ['/', '/explorer', '/explorer/']) expect((await bare.inject({ url })).statusCode).toBe(404);
    await bare.close();
  });
});

describe('the ready tabs', () => {
  const folder = new URL('../../src/explorer/tabs/', import.meta.url);
  const names = readdirSync(folder).sort();
  const tabs = names.filter((name) => name.endsWith('.graphql'));

  test('are read in order, and every file of variables belongs to one', () => {
    for (const name of names) expect(name).toMatch(/^\d\d-[a-z-]+\.(graphql|json)$/);
    for (const name of names) expect(tabs).toContain(name.replace('.json', '.graphql'));
  });

  test.each(tabs)('%s says what it does and brings the variables that it needs', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    expect(text).toMatch(/^# [A-Z]/);
    const variables = new URL(name.replace('.graphql', '.json'), folder);
    const given = existsSync(variables) ? Object.keys(JSON.parse(readFileSync(variables, 'utf8'))) : [];
    const needed = [...text.matchAll(/\$(\w+):[^,)]*!(?! =)/g)].map((match) => match[1]);
    expect(given).toEqual(expect.arrayContaining(needed));
    expect(parse(text).definitions.every((definition) => 'name' in definition && definition.name)).toBe(true);
  });
});

function getRaw(app: FastifyInstance, path: string): Promise<{ status: number | undefined; body: string }> {
  const { port } = app.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path }, async (answer) => {
      const parts: string[] = [];
      for await (const part of answer.setEncoding('utf8')) parts.push(String(part));
      resolve({ status: answer.statusCode, body: parts.join('') });
    });
    sent.on('error', reject).end();
  });
}

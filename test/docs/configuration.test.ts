import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/config.js';
import { pageAt, rowsOf } from './markdown.js';

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');

/** Variables with what is told to count when they are absent. */
const defaults = [
  ...[...example.matchAll(/^# ([A-Z][A-Z0-9_]+)=(.+)$/gm)].map(([, name = '', value = '']) => [
    '.env.example',
    name,
    value,
  ]),
  ...rowsOf(pageAt('docs/configuration.md'), '| variable | default | meaning |').flatMap(([name = '', value = '']) => {
    const [, plain] = /^`([^`]+)`$/.exec(value) ?? [];
    return plain === undefined ? [] : [['docs/configuration.md', name.replaceAll('`', ''), plain]];
  }),
];

/** What a variable has to have beside it to mean anything. */
const besides = (name: string) =>
  name.startsWith('OIDC_') ? { OIDC_ISSUER: 'https://login.example.com', OIDC_AUDIENCE: 'psa-bridge' } : {};

describe('defaults that the documentation tells', () => {
  it.each(defaults)('%s: %s is %s', (_, name = '', value) => {
    expect(loadConfig({ ...besides(name), [name]: value })).toEqual(loadConfig(besides(name)));
  });

  it('are told of both places', () => {
    expect(defaults.length).toBeGreaterThan(12);
  });
});

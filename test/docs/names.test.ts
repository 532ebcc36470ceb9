import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../src/graphql/metrics.js';
import { allPages, pageAt } from './markdown.js';
import { wordsOfCode } from './sources.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const pages = allPages();
const words = wordsOfCode();
/** Decisions tell of what was not taken, too, so that names of theirs need not be in the code. */
const isDecision = (at: string) => at.startsWith('docs/adr/');
const spans = pages.flatMap(({ path, spans }) => spans.map(({ text, line }) => ({ text, at: `${path}:${line}` })));

/** Names of PostgreSQL and its poolers, of ConnectWise, of issuers, of OpenTelemetry and of file forms, which our code has no word of. */
const FOREIGN = new Set([
  'CREATEROLE',
  'pg_dump',
  'pg_restore',
  'max_prepared_statements',
  'requestedAccessTokenVersion',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_EXPORTER_OTLP_HEADERS',
]);
/** The benches put their names of sizes together. */
const isSize = (text: string) => text.startsWith('BENCH_') && words.has(text.slice('BENCH_'.length));

describe('names in the documentation', () => {
  it('exist in the code', () => {
    const unknown = spans.filter(({ text, at }) => {
      const isName = /^[A-Za-z_][A-Za-z0-9_]{3,}$/.test(text) && /[a-z0-9][A-Z]|_|^[A-Z]{4}/.test(text);
      return isName && !isDecision(at) && !words.has(text) && !FOREIGN.has(text) && !isSize(text);
    });

    expect(unknown.map(({ text, at }) => `${at} ${text}`)).toEqual([]);
  });

  it('of files and folders of the project are right', () => {
    const missing = spans.filter(({ text }) => {
      const [path = ''] = /^(src|test|docs|bench|prisma|deploy|examples|\.ci)\/[\w./-]+$/.exec(text) ?? [];
      return path !== '' && !existsSync(join(ROOT, path));
    });

    expect(missing.map(({ text, at }) => `${at} ${text}`)).toEqual([]);
  });

  it('of metrics are those that the server has, and all of them are told', () => {
    const metrics = createMetrics();
    metrics.watchLog({ droppedLines: 0 });
    const known = metrics.registry
      .getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => name.startsWith('psa_bridge_'));
    const told = pages.flatMap(({ text }) => [...text.matchAll(/\bpsa_bridge_[a-z_]*[a-z]/g)].map(([name]) => name));

    expect([...new Set(told.map((name) => name.replace(OF_HISTOGRAMS, '')))].sort()).toEqual(known.sort());
  });

  it('of variables in shell commands are read by something', () => {
    const set = pages.flatMap(({ path, fences }) =>
      fences
        .filter(({ language }) => language === 'sh')
        .flatMap(({ text, line }) =>
          [...text.matchAll(/(?:^|\s|export )([A-Z][A-Z0-9_]{3,})=(?=\S)/gm)].map(([, name = '']) => ({
            name,
            isOwn: new RegExp(`\\$\\{?${name}\\b`).test(pageAt(path).text),
            at: `${path}:${line}`,
          })),
        ),
    );

    expect(set.filter(({ name, isOwn }) => !isOwn && !words.has(name) && !NODES_OWN.has(name))).toEqual([]);
  });
});

const OF_HISTOGRAMS = /_(bucket|count|sum)$/;
const NODES_OWN = new Set(['NODE_EXTRA_CA_CERTS', 'NODE_ENV']);

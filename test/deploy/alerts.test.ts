import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { startTestApp, type TestApp } from '../support/test-app.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

/** Prometheus makes this one itself. */
const BY_PROMETHEUS = ['up'];
const LABELS_BY_PROMETHEUS = ['job', 'instance', 'le'];

describe('O5: deploy/prometheus/alerts.yml', () => {
  let test: TestApp;
  let rules: readonly Rule[];
  let operations: string;
  beforeAll(async () => {
    test = await startTestApp();
    const { groups } = parse(await readFile('deploy/prometheus/alerts.yml', 'utf8')) as { groups: { rules: Rule[] }[] };
    rules = groups.flatMap((group) => group.rules);
    operations = await readFile('docs/operations.md', 'utf8');
  });
  afterAll(() => test.close());

  it('asks for metrics and labels that the server has', async () => {
    test.app.metrics.observeBacklog({ waiting: 0, dead: 0 });
    test.app.metrics.observeWork({ kind: 'X', outcome: 'rest', seconds: 1 });
    test.app.metrics.observeConnectWiseCall({ route: '/x', outcome: 'ok', seconds: 1 });
    await fetch(`${test.origin}/livez`);
    const series = await test.app.metrics.registry.metrics();
    const names = new Set([...series.matchAll(/^(\w+)[{ ]/gm)].map(([, name]) => name));
    for (const { alert, expr } of rules) {
      const asked = [...expr.matchAll(/([a-z]\w+)\{([^}]*)\}/g)];
      expect({ alert, metrics: asked.length > 0 }).toEqual({ alert, metrics: true });
      for (const [, name = '', selector = ''] of asked) {
        if (!BY_PROMETHEUS.includes(name)) expect(names).toContain(name);
        const line = series.split('\n').find((each) => each.startsWith(`${name}{`)) ?? '';
        for (const [, label = ''] of selector.matchAll(/(\w+)[=!]/g)) {
          if (!LABELS_BY_PROMETHEUS.includes(label)) expect(line).toContain(`${label}="`);
        }
      }
    }
  });

  it('gives each alert a name of its own, a severity, and a section that says what to do', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    const headings = [...operations.matchAll(/^### (.+)$/gm)].map(([, title = '']) => title.toLowerCase());
    for (const { alert, labels, annotations } of rules) {
      expect(alert).toMatch(/^PsaBridge[A-Z]\w+$/);
      expect(['warning', 'critical']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/\.$/);
      expect(annotations.runbook_url).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      expect(headings).toContain(alert.toLowerCase());
    }
    const sections = headings.filter((title) => title.startsWith('psabridge'));
    expect(sections.toSorted()).toEqual(rules.map(({ alert }) => alert.toLowerCase()).toSorted());
  });
});

import type { ApolloServerPlugin } from '@apollo/server';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Context } from './context.js';

export interface Metrics {
  readonly registry: Registry;
  readonly observeRequest: (seen: { route: string; status: number; seconds: number }) => void;
  readonly observeConnectWiseCall: (seen: { route: string; outcome: string; seconds: number }) => void;
  readonly observeOperation: (seen: { field: string; outcome: 'ok' | 'error' }) => void;
  readonly observeWork: (seen: { kind: string; outcome: string; seconds: number }) => void;
  readonly observeBacklog: (seen: { waiting: number; dead: number }) => void;
  /** Counts what the place of the log has dropped, whenever the metrics are read. */
  readonly watchLog: (target: { readonly droppedLines: number }) => void;
  readonly apolloPlugin: ApolloServerPlugin<Context>;
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
const WORK_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60];

/** Labels come from closed lists (routes, root fields, outcomes), so that no caller can grow the number of series. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'psa_bridge_request_seconds',
    help: 'HTTP requests by route and status.',
    labelNames: ['route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const connectWise = new Histogram({
    name: 'psa_bridge_connectwise_call_seconds',
    help: 'Calls to ConnectWise by route template and outcome.',
    labelNames: ['route', 'outcome'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const operations = new Counter({
    name: 'psa_bridge_operations_total',
    help: 'Root fields asked for, by outcome of the whole operation, and files moved.',
    labelNames: ['field', 'outcome'],
    registers: [registry],
  });
  return {
    registry,
    observeRequest: ({ route, status, seconds }) => requests.observe({ route, status }, seconds),
    observeConnectWiseCall: ({ route, outcome, seconds }) => connectWise.observe({ route, outcome }, seconds),
    observeOperation: (seen) => operations.inc(seen),
    ...workMetrics(registry),
    watchLog: (target) => countDroppedLines(registry, target),
    apolloPlugin: countOperations(operations),
  };
}

/** The backlog is that of the whole database: every worker tells the same. */
function workMetrics(registry: Registry): Pick<Metrics, 'observeWork' | 'observeBacklog'> {
  const slices = new Histogram({
    name: 'psa_bridge_work_seconds',
    help: 'Slices of background work by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    buckets: WORK_BUCKETS,
    registers: [registry],
  });
  const waiting = new Gauge({
    name: 'psa_bridge_work_waiting',
    help: 'Background work that is due and that no worker has taken yet.',
    registers: [registry],
  });
  const dead = new Gauge({
    name: 'psa_bridge_work_dead',
    help: 'Background work whose tries are used up.',
    registers: [registry],
  });
  return {
    observeWork: ({ kind, outcome, seconds }) => slices.observe({ kind, outcome }, seconds),
    observeBacklog: (seen) => {
      waiting.set(seen.waiting);
      dead.set(seen.dead);
    },
  };
}

function countDroppedLines(registry: Registry, target: { readonly droppedLines: number }): void {
  new Counter({
    name: 'psa_bridge_log_lines_dropped_total',
    help: 'Log lines that the place of the log did not take.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(target.droppedLines);
    },
  });
}

function countOperations(operations: Counter<'field' | 'outcome'>): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ operation, response, schema }) => {
        const root = operation && schema.getRootType(operation.operation);
        if (!root || response.body.kind !== 'single') return;
        const outcome = response.body.singleResult.errors ? 'error' : 'ok';
        for (const selection of operation.selectionSet.selections) {
          // Only names of the schema become labels: a refused document may hold any.
          if (selection.kind !== 'Field' || !(selection.name.value in root.getFields())) continue;
          operations.inc({ field: selection.name.value, outcome });
        }
      },
    }),
  };
}

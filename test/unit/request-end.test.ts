import 'reflect-metadata';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHealthDoor, type FrontDoor } from '../../src/graphql/front-door.js';
import { createMetrics, type Metrics } from '../../src/graphql/metrics.js';
import { createLogger } from '../../src/shared/logger.js';
import type { Span, SpanValues, Tracing } from '../../src/shared/tracing.js';

/** One request's span, as far as it is told. */
class KeptSpan implements Span {
  readonly traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  readonly told: SpanValues[] = [];
  ends = 0;
  run<T>(work: () => T): T {
    return work();
  }
  rename(): void {}
  tell(values: SpanValues): void {
    this.told.push(values);
  }
  fail(): void {}
  end(): void {
    this.ends += 1;
  }
}

describe('O5: every request is told of once', () => {
  let door: FrontDoor;
  let metrics: Metrics;
  let log: Record<string, unknown>[];
  let span: KeptSpan;
  let origin: string;
  let arrived: Promise<void>;
  let isTold: Promise<void>;
  beforeEach(async () => {
    metrics = createMetrics();
    log = [];
    span = new KeptSpan();
    const tracing = {
      beginTrace: () => span,
      begin: () => undefined,
      isRecording: () => false,
      current: () => undefined,
      stop: async () => {},
    };
    let logger = createLogger('silent');
    isTold = new Promise((resolve) => {
      logger = createLogger('debug', {
        write: (line: string) => {
          log.push(JSON.parse(line));
          if (log.at(-1)?.['msg'] === 'request') resolve();
        },
      });
    });
    const options = { logger, tls: undefined, trustedProxies: [], corsOrigins: [] };
    door = await createHealthDoor({ ...options, ping: async () => true, metrics, tracing: tracing satisfies Tracing });
    door.app.get('/quick', async () => ({}));
    arrived = new Promise((resolve) => {
      door.app.get('/slow', async ({ raw }) => {
        resolve();
        await once(raw, 'close');
        // Its work goes on for a moment, and nobody is there for what comes of it.
        return {};
      });
    });
    origin = await door.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => door.close());

  const requests = () => log.filter(({ msg }) => msg === 'request');
  const counted = async () => /psa_bridge_request_seconds_count\{.*\} \d/.exec(await metrics.registry.metrics())?.[0];

  it('with the status of its answer', async () => {
    await fetch(`${origin}/quick`).then((response) => response.text());
    await isTold;
    expect(requests()).toMatchObject([{ route: '/quick', status: 200 }]);
    expect(await counted()).toBe('psa_bridge_request_seconds_count{route="/quick",status="200"} 1');
    expect(span).toMatchObject({ ends: 1, told: [{ 'http.response.status_code': 200 }] });
  });

  it('as 499 when its client went away before there was one', async () => {
    const leaving = new AbortController();
    const asked = fetch(`${origin}/slow`, { signal: leaving.signal }).catch(() => 'gone');
    await arrived;
    leaving.abort();
    expect(await asked).toBe('gone');
    await isTold;
    expect(requests()).toMatchObject([{ route: '/slow', status: 499 }]);
    expect(await counted()).toBe('psa_bridge_request_seconds_count{route="/slow",status="499"} 1');
    expect(span).toMatchObject({ ends: 1, told: [{ 'http.response.status_code': 499 }] });
  });
});

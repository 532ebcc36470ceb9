import { setTimeout as sleep } from 'node:timers/promises';
import type * as Api from '@opentelemetry/api';
import type { Logger } from '../shared/logger.js';
import type { Span, SpanFacts, SpanValues, Tracing } from '../shared/tracing.js';

const LAST_WORDS_MS = 2_000;

/**
 * Tells spans to a collector. The packages are loaded here and nowhere else, so that a server without one neither loads
 * nor asks them. They read the other OTEL_… variables of the environment by themselves.
 */
export async function startTracing(collector: string, logger: Logger): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const warn = (message: string) => logger.warn({ reason: message }, 'traces could not be sent');
  api.diag.setLogger({ error: warn, warn, info() {}, debug() {}, verbose() {} }, api.DiagLogLevel.WARN);
  const provider = new sdk.NodeTracerProvider({
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes({ 'service.name': 'psa-bridge' }))
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(new OTLPTraceExporter({ url: `${collector}/v1/traces` }))],
  });
  provider.register();
  return new OpenTelemetry(api, () => provider.shutdown());
}

class OpenTelemetry implements Tracing {
  readonly #api: typeof Api;
  readonly #tracer: Api.Tracer;
  readonly #shutdown: () => Promise<void>;

  constructor(api: typeof Api, shutdown: () => Promise<void>) {
    this.#api = api;
    this.#tracer = api.trace.getTracer('psa-bridge');
    this.#shutdown = shutdown;
  }

  beginTrace(facts: SpanFacts, headers: Readonly<Record<string, unknown>> = {}): Span {
    const { propagation, ROOT_CONTEXT } = this.#api;
    return this.#start(facts, propagation.extract(ROOT_CONTEXT, headers));
  }

  isRecording(): boolean {
    return this.#api.trace.getActiveSpan()?.isRecording() ?? false;
  }

  begin(facts: SpanFacts): Span | undefined {
    return this.isRecording() ? this.#start(facts, this.#api.context.active()) : undefined;
  }

  current(): Span | undefined {
    const context = this.#api.context.active();
    const span = this.#api.trace.getSpan(context);
    return span && new OpenSpan(this.#api, span, context);
  }

  async stop(): Promise<void> {
    const ended = this.#shutdown().catch(() => {});
    await Promise.race([ended, sleep(LAST_WORDS_MS, undefined, { ref: false })]);
  }

  #start({ name, kind, values }: SpanFacts, parent: Api.Context): Span {
    const span = this.#tracer.startSpan(name, { kind: this.#api.SpanKind[kind], attributes: { ...values } }, parent);
    return new OpenSpan(this.#api, span, this.#api.trace.setSpan(parent, span));
  }
}

class OpenSpan implements Span {
  readonly #api: typeof Api;
  readonly #span: Api.Span;
  readonly #context: Api.Context;

  constructor(api: typeof Api, span: Api.Span, context: Api.Context) {
    this.#api = api;
    this.#span = span;
    this.#context = context;
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  run<T>(work: () => T): T {
    return this.#api.context.with(this.#context, work);
  }

  rename(name: string): void {
    this.#span.updateName(name);
  }

  tell(values: SpanValues): void {
    this.#span.setAttributes({ ...values });
  }

  /** By its kind alone: what an error says may hold what somebody entered. */
  fail(error: unknown): void {
    this.#span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    this.#span.setStatus({ code: this.#api.SpanStatusCode.ERROR });
  }

  end(): void {
    this.#span.end();
  }
}

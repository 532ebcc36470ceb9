/** What a span tells beside its name and times; never a value that somebody entered. */
export type SpanValues = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanFacts {
  readonly name: string;
  /** A request answered, a call sent out, work taken from the queue, or a part of one of them. */
  readonly kind: 'SERVER' | 'CLIENT' | 'CONSUMER' | 'INTERNAL';
  readonly values?: SpanValues;
}

export interface Span {
  /** The trace's id, for logs. */
  readonly traceId: string;
  /** What `work` begins, now or later, becomes a part of this span. */
  run<T>(work: () => T): T;
  rename(name: string): void;
  tell(values: SpanValues): void;
  fail(error: unknown): void;
  end(): void;
}

/** Where time goes, told to a collector. Absent unless the configuration names one, so that it costs nothing. */
export interface Tracing {
  /** A trace of its own, or the continuation of the one that a caller's headers name. */
  beginTrace(facts: SpanFacts, headers?: Readonly<Record<string, unknown>>): Span;
  /** Whether what is under way is traced: asked before anything is made ready for a span. */
  isRecording(): boolean;
  /** A part of what is under way; undefined when that is not traced. */
  begin(facts: SpanFacts): Span | undefined;
  /** What is under way. */
  current(): Span | undefined;
  /** Sends what is left, for two seconds at the most. */
  stop(): Promise<void>;
}

/** Runs `work` as a span that ends with it. */
export async function within<T>(span: Span | undefined, work: () => Promise<T>): Promise<T> {
  if (!span) return work();
  try {
    return await span.run(work);
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}

import { describe, expect, jest, test } from '@jest/globals';
import type pg from 'pg';
import { traceQueries } from '../../src/database/trace-queries.js';
import { type Span, type SpanFacts, type Tracing, within } from '../../src/shared/tracing.js';

/** What a span was told, in order. */
interface ToldSpan {
  readonly facts: SpanFacts;
  readonly said: string[];
}

/** A connection whose statements are traced, and what the spans of them were told. */
function traced(isRecording: boolean, query: (...of: unknown[]) => unknown) {
  const spans: ToldSpan[] = [];
  const begin = (facts: SpanFacts): Span | undefined => {
    if (!isRecording) return undefined;
    const said: string[] = [];
    spans.push({ facts, said });
    const fail = (error: unknown) => void said.push(`failed: ${String(error)}`);
    return { traceId: 'a', run: (work) => work(), rename() {}, tell() {}, fail, end: () => void said.push('ended') };
  };
  const tracing: Tracing = {
    ...{ begin, isRecording: () => isRecording, current: () => undefined, stop: async () => {} },
    beginTrace: () => {
      throw new Error('A statement begins no trace.');
    },
  };
  const client = { query } as unknown as pg.ClientBase;
  traceQueries(client, tracing);
  return { spans, tracing, ask: client.query as unknown as (...of: unknown[]) => unknown };
}

/** A statement that counts how often its text is read. */
function statement() {
  const text = jest.fn(() => 'SELECT 1');
  return { text, query: Object.defineProperty({}, 'text', { get: text, enumerable: true }) };
}

const refusal = new Error('refused');

describe('O5: a statement that is traced', () => {
  test('ends its span when it is answered, and when it fails', async () => {
    const answers = [Promise.resolve('rows'), Promise.reject(refusal)];
    const { spans, ask } = traced(true, () => answers.shift());
    expect(await ask('SELECT 1')).toBe('rows');
    await expect(ask('SELECT 2')).rejects.toBe(refusal);
    await new Promise((resolve) => setImmediate(resolve));
    expect(spans.map(({ said }) => said)).toEqual([['ended'], ['failed: Error: refused', 'ended']]);
  });

  test.each([
    ['a promise', ['SELECT 1']],
    ['a callback', ['SELECT 1', () => {}]],
  ])('ends its span when asking fails at once instead of by %s', (_by, parameters) => {
    const { spans, ask } = traced(true, () => {
      throw refusal;
    });
    expect(() => ask(...parameters)).toThrow(refusal);
    expect(spans.map(({ said }) => said)).toEqual([['failed: Error: refused', 'ended']]);
  });

  test('ends, as any work within a span, also when it fails before it has promised anything', async () => {
    const { spans, tracing } = traced(true, () => undefined);
    const work = () => {
      throw refusal;
    };
    await expect(within(tracing.begin({ name: 'work', kind: 'INTERNAL' }), work)).rejects.toBe(refusal);
    expect(spans.map(({ said }) => said)).toEqual([['failed: Error: refused', 'ended']]);
  });

  test('is told by its text, and by nothing that stands around it', () => {
    const { query, text } = statement();
    const { spans, ask } = traced(true, () => undefined);
    for (const frame of ['BEGIN', 'COMMIT', "SELECT set_config('app.account', $1, true)"]) ask(frame);
    ask(query);
    expect(spans.map(({ facts }) => facts.values?.['db.query.text'])).toEqual(['SELECT 1']);
    expect(text).toHaveBeenCalled();
  });
});

describe('O5: a statement that is not traced', () => {
  test('is handed on as it is, and its text is not read', () => {
    const { query, text } = statement();
    const answer = {};
    const own = jest.fn((..._of: unknown[]) => answer);
    const { spans, ask } = traced(false, own);
    const callback = () => {};
    expect(ask(query, callback)).toBe(answer);
    expect(own.mock.calls).toEqual([[query, callback]]);
    expect(own.mock.calls[0]?.[1]).toBe(callback);
    expect(text).not.toHaveBeenCalled();
    expect(spans).toEqual([]);
  });
});

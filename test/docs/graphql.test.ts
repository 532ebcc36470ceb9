import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, FieldsOnCorrectTypeRule, getVariableValues, Kind, parse, validate } from 'graphql';
import { documentLimits, documentLimitsRule } from '../../src/graphql/document-limits.js';
import { allPages } from './markdown.js';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const pages = allPages();

/** Why the server would refuse a block; several operations of one block are sent one by one. */
function refusals(text: string): string[] {
  const document = parse(text);
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const operations = document.definitions.filter(({ kind }) => kind !== Kind.FRAGMENT_DEFINITION);
  return operations
    .map((operation) => ({ ...document, definitions: [operation, ...fragments] }))
    .flatMap((one) => [...validate(schema, one), ...validate(schema, one, [documentLimitsRule])])
    .map(({ message }) => message);
}

describe('GraphQL of the documentation', () => {
  it('is refused as the server would refuse it', () => {
    expect(refusals('{ users { totalCount } } query Other { zzz }')).toEqual([
      'Cannot query field "zzz" on type "Query".',
    ]);
    expect(refusals(`{ ${'viewer { account { name } } '.repeat(documentLimits.rootFields + 1)} }`)).toHaveLength(1);
  });

  it('would be answered by the server', () => {
    const blocks = pages.flatMap((page) => page.fences.map((fence) => ({ ...fence, path: page.path })));
    const documents = blocks.filter(({ language }) => language === 'graphql');

    const refused = documents.flatMap(({ path, line, text }) =>
      refusals(text).map((message) => `${path}:${line} ${message}`),
    );

    expect(documents.length).toBeGreaterThan(10);
    expect(refused).toEqual([]);
  });

  it('has variables that fit', () => {
    const misfits = pages.flatMap(({ path, fences }) =>
      fences.flatMap(({ language, role, text, line }, index) => {
        const before = fences[index - 1];
        if (language !== 'json' || role === 'answer' || before?.language !== 'graphql') return [];
        return misfitsOf(before.text, text).map((message) => `${path}:${line} ${message}`);
      }),
    );

    expect(misfitsOf('query($n: Int!) { users(first: $n) { totalCount } }', '{"n": "one"}')).toHaveLength(1);
    expect(misfits).toEqual([]);
  });

  it('is what curl sends, too', () => {
    const bodies = pages.flatMap(({ path, fences }) =>
      fences
        .filter(({ language, text }) => language === 'sh' && text.includes('"query"'))
        .flatMap(({ text, line }) =>
          [...text.matchAll(/-d '(\{"query".*?\})'\s*$/gms)].map(([, body = '']) => ({ body, at: `${path}:${line}` })),
        ),
    );
    const refused = bodies.flatMap(({ body, at }) =>
      refusals((JSON.parse(body) as { query: string }).query).map((message) => `${at} ${message}`),
    );

    expect(bodies.length).toBeGreaterThan(0);
    expect(refused).toEqual([]);
  });

  it('in backticks names fields that there are', () => {
    const wrong = pages.flatMap(({ path, spans }) =>
      spans.flatMap(({ text, line }) => unknownIn(text).map((name) => `${path}:${line} ${text}: no ${name}`)),
    );

    expect(unknownIn('User.hold')).toEqual([]);
    expect(unknownIn('User.mood')).toEqual(['User.mood']);
    expect(unknownIn('companyMirror { syncedAt mood }')).toEqual(['mood']);
    expect(wrong).toEqual([]);
  });
});

/** Why variables are none of an operation. */
function misfitsOf(document: string, variables: string): string[] {
  const operation = parse(document).definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const values = JSON.parse(variables) as Record<string, unknown>;
  const declared = operation?.variableDefinitions ?? [];
  const unknown = Object.keys(values).filter((name) => !declared.some(({ variable }) => variable.name.value === name));
  const { errors = [] } = getVariableValues(schema, declared, values);
  return [...errors.map(({ message }) => message), ...unknown.map((name) => `There is no $${name}.`)];
}

/** What `Type.field` and `rootField { fields }` name, and the schema lacks. */
function unknownIn(text: string): string[] {
  const [, type = '', field = ''] = /^([A-Z][A-Za-z]+)\.([a-z]\w*)$/.exec(text) ?? [];
  const named = schema.getType(type);
  if (named && 'getFields' in named) return named.getFields()[field] ? [] : [text];
  if (!/^[a-z]\w+ \{[\w\s{}]+\}$/.test(text)) return [];
  return validate(schema, parse(`{ ${text} }`), [FieldsOnCorrectTypeRule]).flatMap(
    ({ message }) => /field "(\w+)"/.exec(message)?.[1] ?? [],
  );
}

import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql';
import { rolesOf } from '../../graphql/authorization.js';
import { readsMore } from '../../graphql/cost.js';
import { asksConnectWise } from '../../graphql/resolver-time.js';
import { Role } from '../../shared/caller.js';
import { FailureCode } from '../../shared/failure.js';
import { type Subject, subjects } from './subjects.js';
import { page } from './text.js';
import { linkTo } from './type-links.js';
import { fieldTable, inputTable } from './type-pages.js';

type RootField = GraphQLField<unknown, unknown>;

export interface Operations {
  readonly pages: readonly (readonly [file: string, text: string])[];
  /** Types that are told with their operation: its input and its payload. */
  readonly told: ReadonlySet<string>;
}

export function operationPages(schema: GraphQLSchema): Operations {
  const fields = rootFields(schema);
  refuseUnsorted(fields);
  const told = new Set(['Query', 'Mutation']);
  for (const field of fields.values()) for (const type of ownTypes(field)) told.add(type.name);
  return { pages: subjects.map((subject) => [subject.file, subjectPage(subject, fields)]), told };
}

export function rootFields(schema: GraphQLSchema): ReadonlyMap<string, RootField> {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  return new Map(roots.flatMap((type) => Object.entries(type?.getFields() ?? {})));
}

function refuseUnsorted(fields: ReadonlyMap<string, RootField>): void {
  const sorted = subjects.flatMap(({ operations }) => operations);
  const wrong = [
    ...[...fields.keys()].filter((name) => sorted.filter((one) => one === name).length !== 1),
    ...sorted.filter((name) => !fields.has(name)),
  ];
  if (wrong.length > 0) throw new Error(`These belong to one subject each, in subjects.ts: ${wrong.join(', ')}.`);
}

function subjectPage({ title, about, operations }: Subject, fields: ReadonlyMap<string, RootField>): string {
  const sections = operations.flatMap((name) => {
    const field = fields.get(name);
    return field ? sectionOf(field) : [];
  });
  return page(`# ${title}`, about, ...sections);
}

function sectionOf(field: RootField): string[] {
  const [input, payload] = [inputOf(field), payloadOf(field)];
  return [
    `## ${field.name}`,
    field.description ?? '',
    factsOf(field),
    ...inputTable(input ? Object.values(input.getFields()) : field.args),
    ...(payload ? ['Answers:', ...fieldTable(payload)] : []),
  ];
}

/** The lines that decide whether and how it may be called. */
function factsOf(field: RootField): string {
  const roles = rolesOf(field) ?? [];
  const payload = payloadOf(field);
  const facts = [
    payload ? `*Mutation*, with one \`input\`.` : `*Query*, answers ${linkTo(field.type)}.`,
    `For ${roles.length === Object.keys(Role).length ? 'every role' : roles.join(', ')}.`,
    asksConnectWise(field) && 'Asks ConnectWise, and may take up to 20 seconds.',
    readsMore(field) && 'Costs more than the rows that it answers: see `extensions.cost`.',
    payload && `Failures that its form brings: ${codesOf(field).map(code).join(', ')}.`,
  ];
  return facts.filter(Boolean).join(' ');
}

function code(name: FailureCode): string {
  return `[\`${name}\`](../README.md#failures)`;
}

/** Which failures the input makes possible; those of the matter itself come beside them. */
function codesOf(field: RootField): FailureCode[] {
  const fields = Object.values(inputOf(field)?.getFields() ?? {});
  const has = (name: string) => fields.some((one) => one.name === name);
  const takesId = fields.some(({ type }) => getNamedType(type).name === 'ID');
  const takesMany = fields.some(({ type }) => isListType(getNullableType(type)));
  return [
    FailureCode.INVALID,
    ...(takesId ? [FailureCode.NOT_FOUND] : []),
    ...(takesMany ? [FailureCode.LIMIT_EXCEEDED] : []),
    ...(has('expectedVersion') ? [FailureCode.VERSION_CONFLICT] : []),
    ...(has('idempotencyKey') ? [FailureCode.IDEMPOTENCY_KEY_REUSED] : []),
    ...(asksConnectWise(field) ? [FailureCode.CONNECTWISE_UNAVAILABLE, FailureCode.CONNECTWISE_DENIED] : []),
  ];
}

function inputOf(field: RootField): GraphQLInputObjectType | undefined {
  const type = field.args[0] && getNamedType(field.args[0].type);
  const isOwn = isInputObjectType(type) && type.name.toLowerCase() === `${field.name}input`.toLowerCase();
  return isOwn && payloadOf(field) ? type : undefined;
}

function payloadOf(field: RootField): GraphQLObjectType | undefined {
  const type = getNamedType(field.type);
  return isObjectType(type) && type.name.endsWith('Payload') ? type : undefined;
}

function ownTypes(field: RootField): GraphQLNamedType[] {
  return [inputOf(field), payloadOf(field)].filter((type) => type !== undefined);
}

import type { Reply } from '../client.js';
import { longest } from './description.js';
import { DIFFERENCES } from './exceptions.js';
import type { Step, Walk } from './walk.js';

type Fields = Readonly<Record<string, unknown>>;

let made = 0;

/** Makes a twin of an existing record, then reads, replaces, changes and deletes it; each answer must be as described. */
export async function liveThrough(create: Step, walk: Walk): Promise<readonly string[]> {
  const list = await walk.sibling(create, 'GET');
  if (!list || !create.described.body) return [];
  const [record] = (await walk.call(list)).json;
  if (!record) return ['finds no record to make a twin of'];
  const born = await twin(record, create, walk);
  const found = [...walk.ofAnswer(create, born)];
  if (found.length > 0) return found;
  const { id } = born.json;
  const place = `${create.place.replace(/\/$/, '')}/${id}`;
  const location = born.headers['location'];
  if (!(await walk.leadsTo(String(location), id))) found.push(`answers the Location ${location}`);
  for (const [method, body] of life(born.json)) {
    const step = await walk.sibling(create, method, `${create.operation.template.replace(/\/$/, '')}/{id}`);
    if (step) {
      const reply = await walk.call(step, { at: place, body });
      found.push(...[...walk.ofAnswer(step, reply), ...unlike(born.json, reply)].map((text) => `${step.name} ${text}`));
    }
  }
  return found;
}

function life(record: Fields): readonly (readonly [method: string, body?: unknown])[] {
  return [['GET'], ['PUT', record], ['PATCH', []], ['DELETE']];
}

/** Reading a record, sending all of it back, or changing nothing of it must leave it as it is. */
function unlike(born: Fields, reply: Reply): readonly string[] {
  if (reply.status !== 200) return [];
  const names = new Set([...Object.keys(born), ...Object.keys(reply.json)]);
  names.delete('_info');
  return [...names]
    .filter((name) => JSON.stringify(born[name]) !== JSON.stringify(reply.json[name]))
    .map((name) => `answers another ${name} than before`);
}

/** Tried again under another name when the first is taken. */
async function twin(record: Fields, create: Step, walk: Walk): Promise<Reply> {
  const { id: _id, _info, ...fields } = record;
  const body = { ...fields, ...DIFFERENCES[create.operation.template] };
  const reply = await walk.call(create, { body });
  const [taken] = reply.status === 409 ? reply.json.errors : [];
  if (!taken) return reply;
  made += 1;
  const [, schema = {}] = walk.fields(create).find(([name]) => name === taken.field) ?? [];
  return walk.call(create, { body: { ...body, [taken.field]: `T${made}`.slice(0, longest(schema)) } });
}

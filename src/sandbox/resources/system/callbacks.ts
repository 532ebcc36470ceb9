import type { ErrorItem } from '../../api-error.js';
import { isLevel } from '../../callbacks/levels.js';
import type { Endpoint } from '../../http/operation.js';
import { type Draft, flag, integer, type Shape, text } from '../../store/shape.js';
import { firstBy } from '../../store/tables.js';
import type { World } from '../../world.js';
import { collection } from '../collection.js';
import { tableSetup } from '../company-tables.js';

const NAME = 'callbackEntry';

/** The registered callbacks; what is sent to them is the courier's. */
export function addCallbacks(world: World): readonly Endpoint[] {
  world.tables.add('callbacks', {
    ...CALLBACK,
    derive: ({ values, before, author }) => ({
      memberId: before?.['memberId'] ?? firstBy(world.tables.get('members'), 'identifier', author.name)?.id ?? null,
      payloadVersion: values['payloadVersion'] ?? '3.0.0',
    }),
  });
  const authorize = tableSetup('General / Hosted API', world);
  return collection({ path: '/system/callbacks', table: 'callbacks', authorize }, world);
}

const CALLBACK: Shape = {
  name: NAME,
  label: 'Callback Entry',
  path: '/system/callbacks',
  shownAs: [],
  fields: {
    description: text(100),
    url: text(undefined, { required: true }),
    objectId: integer({ required: true }),
    type: text(undefined, { required: true }),
    level: text(undefined, { required: true }),
    memberId: integer({ readOnly: true }),
    payloadVersion: text(),
    inactiveFlag: flag(),
    isSoapCallbackFlag: flag({ readOnly: true }),
    isSelfSuppressedFlag: flag(),
  },
  defaults: () => ({ inactiveFlag: false, isSoapCallbackFlag: false, isSelfSuppressedFlag: false }),
  check,
};

function check(draft: Draft): readonly ErrorItem[] {
  const { url, type, level } = draft.values;
  // What is missing altogether is told as that already.
  if (!url || !type || !level) {
    return [];
  }
  return [
    ...(isAddress(String(url)) ? [] : [fault('InvalidField', 'Invalid URL', 'url')]),
    ...(isLevel(String(type), String(level))
      ? []
      : [fault('InvalidObject', `Unrecognized level for type, type: ${type}, level: ${level}`, 'level')]),
    ...(hasTwin(draft) ? [fault('ObjectExists', 'A matching callback entry already exists', 'url')] : []),
  ];
}

function isAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && /^https?:\/\/[^/]/i.test(text);
}

/** One that is switched off counts as well: it has to be deleted before the same is registered anew. */
function hasTwin({ values, before, tables }: Draft): boolean {
  const key = (entry: Draft['values']): string =>
    [entry['url'], String(entry['type']).toLowerCase(), String(entry['level']).toLowerCase()].join('\n');
  const objectId = Number(values['objectId']);
  return tables
    .childrenOf('callbacks', 'objectId', objectId)
    .some((other) => other.values !== before && key(other.values) === key(values));
}

function fault(code: string, message: string, field: string): ErrorItem {
  return { code, message, resource: NAME, field };
}

import { Field, ID, InterfaceType } from 'type-graphql';
import { validate as isUuid } from 'uuid';
import type { Caller, Role } from '../shared/caller.js';
import { Failure, FailureCode } from '../shared/failure.js';
import { newId } from '../shared/ids.js';

@InterfaceType({ description: 'An object with a globally unique, opaque id.' })
export abstract class Node {
  @Field(() => ID)
  id!: string;
}

/** `asked` are the fields that are asked for below, for those who can read them along. */
type Find<Found> = (caller: Caller, ids: readonly string[], asked: ReadonlySet<string>) => Promise<Found>;

/** How objects of one type are found by their own ids, and by whom; what is not found is left out. */
export interface NodeType {
  readonly roles: readonly Role[];
  readonly load: Find<ReadonlyMap<string, Node>>;
}

/** The same from a look-up of records, for these roles. */
export function nodes<Item extends { readonly id: string }>(
  roles: readonly Role[],
  find: Find<readonly Item[]>,
  toNode: (item: Item) => Node,
): NodeType {
  return {
    roles,
    load: async (...asked) => new Map((await find(...asked)).map((item) => [item.id, toNode(item)])),
  };
}

/** A global id hides the type and our own id; clients must not read it. */
export function toGlobalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`, 'utf8').toString('base64url');
}

export function parseGlobalId(globalId: string): { readonly type: string; readonly id: string } | undefined {
  const [type, id, ...rest] = Buffer.from(globalId, 'base64url').toString('utf8').split(':');
  return type && id && rest.length === 0 && isUuid(id) ? { type, id } : undefined;
}

/**
 * Our own id in a global one, for whoever takes many: an id that is none of ours, or of another type than asked for,
 * becomes one that finds nothing, as any other unknown one does.
 */
export function idOrNone<Id extends string>(globalId: string, type?: string): Id {
  const parsed = parseGlobalId(globalId);
  return parsed && (type === undefined || parsed.type === type) ? (parsed.id as Id) : newId<Id>();
}

/** @throws Failure NOT_FOUND: to a caller a foreign, malformed and missing id are all the same */
export function decodeId<Id extends string>(type: string, globalId: string, field: readonly string[]): Id {
  const parsed = parseGlobalId(globalId);
  if (parsed?.type !== type) throw notFound(type, field);
  return parsed.id as Id;
}

export function notFound(type: string, field: readonly string[]): Failure {
  return new Failure({ code: FailureCode.NOT_FOUND, message: `There is no ${type} with this id.`, field });
}

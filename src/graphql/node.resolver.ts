import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { hasRole } from '../shared/caller.js';
import { Failure, FailureCode } from '../shared/failure.js';
import { askedBelow } from './asked.js';
import { May } from './authorization.js';
import type { Context } from './context.js';
import { Node, type NodeType, parseGlobalId } from './node.js';

const MAX_NODES = 100;

@Resolver()
export class NodeResolver {
  constructor(private readonly types: ReadonlyMap<string, NodeType>) {}

  @May.read()
  @Query(() => Node, { nullable: true, description: 'Any object, by its global id.' })
  async node(
    @Ctx() context: Context,
    @Arg('id', () => ID) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Node | undefined> {
    const [found] = await this.find(context, [id], askedBelow(info));
    return found;
  }

  @May.read()
  @Query(() => [Node], {
    nullable: 'itemsAndList',
    description: 'Several objects by global id, in the order asked; null where nothing was found. At most 100.',
  })
  nodes(
    @Ctx() context: Context,
    @Arg('ids', () => [ID]) ids: string[],
    @Info() info: GraphQLResolveInfo,
  ): Promise<(Node | undefined)[]> {
    if (ids.length > MAX_NODES) {
      throw new Failure({
        code: FailureCode.LIMIT_EXCEEDED,
        message: `nodes takes up to ${MAX_NODES} ids.`,
        field: ['ids'],
      });
    }
    return this.find(context, ids, askedBelow(info));
  }

  /** One look-up for each type, however many ids of it are asked for. */
  private async find(
    context: Context,
    globalIds: readonly string[],
    asked: ReadonlySet<string>,
  ): Promise<(Node | undefined)[]> {
    const parsed = globalIds.map(parseGlobalId);
    const idsByType = new Map<string, string[]>();
    for (const entry of parsed) {
      if (entry) idsByType.set(entry.type, [...(idsByType.get(entry.type) ?? []), entry.id]);
    }
    const found = new Map<string, ReadonlyMap<string, Node>>();
    for (const [type, ids] of idsByType) {
      const known = this.types.get(type);
      // What a role may not see is not there for it.
      if (!known || !hasRole(context.caller, known.roles)) continue;
      found.set(type, await known.load(context.caller, [...new Set(ids)], asked));
    }
    return parsed.map((entry) => entry && found.get(entry.type)?.get(entry.id));
  }
}

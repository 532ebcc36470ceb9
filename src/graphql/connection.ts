import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { Failure, FailureCode } from '../shared/failure.js';
import { limits } from '../shared/limits.js';
import type { Page, PageRequest } from '../shared/page.js';
import { CountsAll } from './cost.js';
import { Count } from './scalars.js';

const MAX_PAGE = limits.pageSize;

@ObjectType({ description: 'Where a page starts and ends.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Always false: lists are read forward.' })
  hasPreviousPage = false;

  @Field(() => String, { nullable: true })
  startCursor?: string;

  @Field(() => String, { nullable: true })
  endCursor?: string;
}

/** Written when somebody asks for it: most clients want the last one of a page alone. */
interface Place {
  readonly cursor: string;
}

/** The one maker of page types. `Connection.of` turns a page of records into it. */
export function connectionType<T extends object>(name: string, node: () => ClassType<T>) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One ${name} in a list, with its place.` })
  class Edge {
    readonly #place: Place;

    @Field(node)
    node: T;

    constructor(node: T, place: Place) {
      this.node = node;
      this.#place = place;
    }

    @Field(() => String)
    get cursor(): string {
      return this.#place.cursor;
    }
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name}.` })
  class Connection {
    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    countTotal!: () => Promise<number>;

    @Field(() => [node()])
    nodes(): T[] {
      return this.edges.map((edge) => edge.node);
    }

    @CountsAll()
    @Field(() => Count, { description: 'How many there are with this filter, on all pages.' })
    totalCount(): Promise<number> {
      return this.countTotal();
    }

    static of<Item>(page: Page<Item>, toNode: (item: Item) => T): Connection {
      const edges = page.items.map((place) => new Edge(toNode(place.item), place));
      const pageInfo = Object.assign(new PageInfo(), {
        hasNextPage: page.hasNextPage,
        startCursor: edges[0]?.cursor,
        endCursor: page.endCursor ?? edges.at(-1)?.cursor,
      });
      return Object.assign(new Connection(), { edges, pageInfo, countTotal: page.countTotal });
    }
  }
  return Connection;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: `How many, from 1 to ${MAX_PAGE}.` })
  first!: number;

  @Field(() => String, { nullable: true, description: 'A cursor of this list; the page starts behind it.' })
  after?: string | null;

  /** @throws Failure INVALID when the page is out of bounds */
  request(): PageRequest {
    if (this.first < 1 || this.first > MAX_PAGE) {
      throw new Failure({ code: FailureCode.INVALID, message: `first takes 1 to ${MAX_PAGE}.`, field: ['first'] });
    }
    return { first: this.first, after: this.after ?? undefined };
  }
}

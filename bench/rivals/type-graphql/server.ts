// Apollo Server, type-graphql, DataLoader and Prisma as their documentation puts them together.
import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import { PrismaPg } from '@prisma/adapter-pg';
import { type Mapping, PrismaClient, type User } from '@prisma/client';
import DataLoader from 'dataloader';
import fastify from 'fastify';
import { Arg, buildSchema, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { accountId, connections, ready, url } from '../environment.js';
import { decode, encode } from '../keyset.js';

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: connections }) });

interface Context {
  readonly mappings: DataLoader<string, Mapping | null>;
}

@ObjectType('Mapping')
class MappingType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  identifier!: string;

  @Field(() => String, { nullable: true })
  companyName!: string | null;

  @Field(() => String, { nullable: true })
  companyStatus!: string | null;

  @Field(() => Boolean)
  isEnabled!: boolean;

  @Field(() => Int, { nullable: true })
  connectWiseId!: number | null;
}

@ObjectType('User')
class UserType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;
}

@ObjectType()
class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@ObjectType()
class UserConnection {
  @Field(() => [UserType])
  nodes!: User[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  isMapped?: boolean;
}

@Resolver(() => UserType)
class UserResolver {
  @Query(() => UserType, { nullable: true })
  user(@Arg('id', () => ID) id: string): Promise<User | null> {
    return prisma.user.findUnique({ where: { accountId_id: { accountId, id } } });
  }

  @Query(() => UserConnection)
  async users(
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('isMapped', () => Boolean, { nullable: true }) isMapped?: boolean,
  ): Promise<UserConnection> {
    const rows = await prisma.user.findMany({
      where: { accountId, isMapped, ...(after && behind(after)) },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: first + 1,
    });
    const nodes = rows.slice(0, first);
    const last = nodes.at(-1);
    return { nodes, isMapped, pageInfo: { hasNextPage: rows.length > first, endCursor: last ? encode(last) : null } };
  }

  @FieldResolver(() => MappingType, { nullable: true })
  mapping(@Root() user: User, @Ctx() { mappings }: Context): Promise<Mapping | null> {
    return mappings.load(user.id);
  }
}

@Resolver(() => UserConnection)
class UserConnectionResolver {
  @FieldResolver(() => Int)
  totalCount(@Root() { isMapped }: UserConnection): Promise<number> {
    return prisma.user.count({ where: { accountId, isMapped } });
  }
}

/** Written so that the index is entered at the name; Prisma's own cursor would have every page read the list from its start. */
function behind(after: string) {
  const [name, id] = decode(after);
  return { name: { gte: name }, OR: [{ name: { gt: name } }, { id: { gt: id } }] };
}

function mappingLoader(): Context['mappings'] {
  return new DataLoader(async (ids) => {
    const rows = await prisma.mapping.findMany({ where: { accountId, userId: { in: [...ids] } } });
    const found = new Map(rows.map((row) => [row.userId, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
}

const app = fastify();
const schema = await buildSchema({ resolvers: [UserResolver, UserConnectionResolver] });
const apollo = new ApolloServer<Context>({ schema, plugins: [fastifyApolloDrainPlugin(app)] });
await apollo.start();
await app.register(fastifyApollo(apollo), { context: async () => ({ mappings: mappingLoader() }) });
await app.listen({ host: '127.0.0.1', port: 0 });
ready((app.server.address() as { port: number }).port);

// GraphQL Yoga with its caches for parsing and validation (on by default), Pothos and its Prisma and Relay plugins.
import { createServer } from 'node:http';
import SchemaBuilder from '@pothos/core';
import PrismaPlugin from '@pothos/plugin-prisma';
import { getDatamodel } from '@pothos/plugin-prisma/generated';
import RelayPlugin from '@pothos/plugin-relay';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import { createYoga } from 'graphql-yoga';
import { accountId, connections, ready, url } from '../environment.js';

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: connections }) });
const builder = new SchemaBuilder({
  plugins: [PrismaPlugin, RelayPlugin],
  prisma: { client: prisma, dmmf: getDatamodel() },
  relay: { nodesOnConnection: true },
});

builder.prismaObject('Mapping', {
  fields: (t) => ({
    id: t.exposeID('id'),
    identifier: t.exposeString('identifier'),
    companyName: t.exposeString('companyName', { nullable: true }),
    companyStatus: t.exposeString('companyStatus', { nullable: true }),
    isEnabled: t.exposeBoolean('isEnabled'),
    connectWiseId: t.exposeInt('connectWiseId', { nullable: true }),
  }),
});

builder.prismaObject('User', {
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    mapping: t.relation('mapping', { nullable: true }),
  }),
});

builder.queryType({
  fields: (t) => ({
    user: t.prismaField({
      type: 'User',
      nullable: true,
      args: { id: t.arg.id({ required: true }) },
      resolve: (query, _, { id }) =>
        prisma.user.findUnique({ ...query, where: { accountId_id: { accountId, id: String(id) } } }),
    }),
    users: t.prismaConnection({
      type: 'User',
      cursor: 'accountId_id',
      args: { isMapped: t.arg.boolean() },
      totalCount: (_, { isMapped }) => prisma.user.count({ where: whereOf(isMapped) }),
      resolve: (query, _, { isMapped }) =>
        prisma.user.findMany({ ...query, where: whereOf(isMapped), orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
    }),
  }),
});

function whereOf(isMapped) {
  return { accountId, isMapped: isMapped ?? undefined };
}

const yoga = createYoga({ schema: builder.toSchema(), logging: false });
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => ready(server.address().port));

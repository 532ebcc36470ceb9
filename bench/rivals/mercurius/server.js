// Mercurius with its compiler on and a loader for the nested object, over `pg`, as its documentation shows.
import fastify from 'fastify';
import mercurius from 'mercurius';
import pg from 'pg';
import { accountId, connections, ready, url } from '../environment.js';
import { decode, encode } from '../keyset.js';

const pool = new pg.Pool({ connectionString: url, max: connections });
const app = fastify();

const schema = `
  type Query {
    user(id: ID!): User
    users(first: Int! = 20, after: String, isMapped: Boolean): UserConnection!
  }
  type User { id: ID! name: String! mapping: Mapping }
  type Mapping {
    id: ID! identifier: String! companyName: String companyStatus: String isEnabled: Boolean! connectWiseId: Int
  }
  type UserConnection { nodes: [User!]! pageInfo: PageInfo! totalCount: Int! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
`;

const resolvers = {
  Query: {
    user: async (_, { id }) => {
      const text = 'SELECT id, name FROM users WHERE account_id = $1 AND id = $2';
      const { rows } = await pool.query({ name: 'user', text, values: [accountId, id] });
      return rows[0];
    },
    users: async (_, { first, after, isMapped }) => {
      const text = `SELECT id, name FROM users
        WHERE account_id = $1 AND ($2::boolean IS NULL OR is_mapped = $2) ${after ? 'AND (name, id) > ($4, $5)' : ''}
        ORDER BY name, id LIMIT $3`;
      const values = [accountId, isMapped, first + 1, ...(after ? decode(after) : [])];
      const { rows } = await pool.query({ name: after ? 'users-behind' : 'users', text, values });
      const nodes = rows.slice(0, first);
      const endCursor = nodes.length > 0 ? encode(nodes.at(-1)) : null;
      return { nodes, isMapped, pageInfo: { hasNextPage: rows.length > first, endCursor } };
    },
  },
  UserConnection: {
    totalCount: async ({ isMapped }) => {
      const text = 'SELECT count(*)::int FROM users WHERE account_id = $1 AND ($2::boolean IS NULL OR is_mapped = $2)';
      const { rows } = await pool.query({ name: 'count', text, values: [accountId, isMapped] });
      return rows[0].count;
    },
  },
};

const MAPPINGS = `SELECT user_id, id, identifier, company_name AS "companyName", company_status AS "companyStatus",
    is_enabled AS "isEnabled", connect_wise_id AS "connectWiseId"
  FROM mappings WHERE account_id = $1 AND user_id = ANY($2::uuid[])`;

const loaders = {
  User: {
    mapping: async (queries) => {
      const values = [accountId, queries.map(({ obj }) => obj.id)];
      const { rows } = await pool.query({ name: 'mappings', text: MAPPINGS, values });
      const found = new Map(rows.map((row) => [row.user_id, row]));
      return queries.map(({ obj }) => found.get(obj.id) ?? null);
    },
  },
};

await app.register(mercurius, { schema, resolvers, loaders, jit: 1 });
await app.listen({ host: '127.0.0.1', port: 0 });
ready(app.server.address().port);

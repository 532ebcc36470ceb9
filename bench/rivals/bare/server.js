// The limit: a bare route with one statement written by hand. It reads no query language and checks nothing.
import fastify from 'fastify';
import pg from 'pg';
import { accountId, connections, ready, url } from '../environment.js';
import { decode, encode } from '../keyset.js';

const pool = new pg.Pool({ connectionString: url, max: connections });
const app = fastify();

const COLUMNS = `u.id, u.name, m.id AS mapping_id, m.identifier, m.company_name, m.company_status, m.is_enabled, m.connect_wise_id`;
const JOINED = 'FROM users u LEFT JOIN mappings m ON m.account_id = u.account_id AND m.user_id = u.id';
const ONE = `SELECT ${COLUMNS} ${JOINED} WHERE u.account_id = $1 AND u.id = $2`;
const FIRST = 'ORDER BY u.name, u.id LIMIT 51';
const BEHIND = '(u.name, u.id) > ($2, $3)';
const MAPPED = 'u.account_id = $1 AND u.is_mapped';
const COUNT = '(SELECT count(*)::int FROM users u WHERE u.account_id = $1 AND u.is_mapped) AS total';
const statements = {
  page: `SELECT ${COLUMNS} ${JOINED} WHERE u.account_id = $1`,
  filtered: `SELECT ${COLUMNS}, ${COUNT} ${JOINED} WHERE ${MAPPED}`,
};

const text = { type: 'string' };
const nullableText = { type: 'string', nullable: true };
const mapping = {
  ...{ type: 'object', nullable: true },
  properties: {
    ...{ id: text, identifier: text, companyName: nullableText, companyStatus: nullableText },
    ...{ isEnabled: { type: 'boolean' }, connectWiseId: { type: 'integer', nullable: true } },
  },
};
const user = { type: 'object', properties: { id: text, name: text, mapping } };
const page = {
  type: 'object',
  properties: {
    ...{ nodes: { type: 'array', items: user }, totalCount: { type: 'integer' } },
    ...{ hasNextPage: { type: 'boolean' }, endCursor: nullableText },
  },
};

app.post('/one', { schema: { response: { 200: user } } }, async ({ body }) => {
  const { rows } = await pool.query({ name: 'one', text: ONE, values: [accountId, body.id] });
  return toUser(rows[0]);
});

for (const [name, statement] of Object.entries(statements)) {
  app.post(`/${name}`, { schema: { response: { 200: page } } }, async ({ body }) => {
    const query = body.after
      ? {
          name: `${name}-behind`,
          text: `${statement} AND ${BEHIND} ${FIRST}`,
          values: [accountId, ...decode(body.after)],
        }
      : { name, text: `${statement} ${FIRST}`, values: [accountId] };
    const { rows } = await pool.query(query);
    const nodes = rows.slice(0, 50).map(toUser);
    const endCursor = nodes.length > 0 ? encode(nodes.at(-1)) : null;
    return { nodes, totalCount: rows[0]?.total, hasNextPage: rows.length > 50, endCursor };
  });
}

function toUser(row) {
  return {
    ...{ id: row.id, name: row.name },
    mapping: row.mapping_id && {
      ...{ id: row.mapping_id, identifier: row.identifier, companyName: row.company_name },
      ...{ companyStatus: row.company_status, isEnabled: row.is_enabled, connectWiseId: row.connect_wise_id },
    },
  };
}

await app.listen({ host: '127.0.0.1', port: 0 });
ready(app.server.address().port);

// PostGraphile with its own preset on its own server for Node, and its explorer off. Our indexes begin with the account,
// so it would not offer to sort and filter by the columns behind: the plugin that withholds them is off. That a user has one mapping
// says a unique index, which it does not look at: it is told by a tag.
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';
import { connections, ready, url } from '../environment.js';

const tags = { class: { mappings: { tags: { unique: 'account_id,user_id' } } } };

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: url, schemas: ['public'], poolConfig: { max: connections } })],
  plugins: [jsonPgSmartTags({ version: 1, config: tags })],
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  grafserv: { graphiql: false },
  grafast: { explain: false },
};

const server = createServer();
await postgraphile(preset).createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => ready(server.address().port));

// Who takes part in the reads: each a program of its own, asked in its own words, whose answers are read into one form.
import * as bare from './rivals/bare/reads.js';
import * as mercurius from './rivals/mercurius/reads.js';
import * as postgraphile from './rivals/postgraphile/reads.js';
import * as ours from './rivals/psa-bridge/reads.js';
import * as typeGraphql from './rivals/type-graphql/reads.js';
import * as yoga from './rivals/yoga-pothos/reads.js';
import { load } from './support/load.js';

const program = (name) => [`bench/rivals/${name}/server.js`];

export const LIMIT = bare;

export const CONTENDERS = [
  { ...bare, program: program('bare') },
  { ...ours, program: ['dist/main.js', 'serve'] },
  { ...mercurius, program: program('mercurius') },
  { ...postgraphile, program: program('postgraphile') },
  { ...yoga, program: program('yoga-pothos') },
  { ...typeGraphql, program: ['bench/node_modules/.built/type-graphql/server.js'] },
];

/** A contender that runs, with all that can be asked of it. */
export class Running {
  #cursors = {};

  constructor(contender, { server, token, accountId, ids, database }) {
    Object.assign(this, { ...contender, token, accountId, ids });
    this.url = server.url;
    this.processes = { server: server.process, PostgreSQL: database };
  }

  /** Walks through everything once. @returns what it answered, in one form, without ids, which each makes its own way */
  async answers() {
    const one = [];
    for (let at = 0; at < 20; at += 1) one.push((await this.#ask('one', this.#idAt(at))).nodes[0]);
    return { one: one.map(withoutIds), page: await this.#walk('page'), filtered: await this.#walk('filtered') };
  }

  async #walk(read) {
    const cursors = [undefined];
    const all = [];
    for (;;) {
      const { nodes, totalCount, hasNextPage, endCursor } = await this.#ask(read, cursors.at(-1));
      all.push({ totalCount, hasNextPage, nodes: nodes.map(withoutIds) });
      if (!hasNextPage) break;
      cursors.push(endCursor);
    }
    this.#cursors[read] = cursors;
    return all;
  }

  /** One read over and over, each time of another user or page. */
  measure(read, seconds) {
    const cursors = this.#cursors[read];
    const bodies = read === 'one' ? this.ids : cursors;
    return load(this, (nth) => this.#request(read, bodies[(nth * 37) % bodies.length]), {
      ...{ seconds, processes: this.processes },
    });
  }

  #idAt(at) {
    return this.ids[(at * 7_919) % this.ids.length];
  }

  #request(read, of) {
    const { path, ...body } = this.reads[read](of, this.accountId);
    return { path, body: JSON.stringify(body) };
  }

  async #ask(read, of) {
    const { path, body } = this.#request(read, of);
    const headers = {
      'content-type': 'application/json',
      ...(this.token && { authorization: `Bearer ${this.token}` }),
    };
    const response = await fetch(new URL(path ?? this.url, this.url), { method: 'POST', headers, body });
    const answer = await response.json();
    if (!response.ok || answer.errors) throw new Error(`${this.title}: ${JSON.stringify(answer)}`);
    return this.read(answer);
  }
}

function withoutIds({ name, mapping }) {
  if (!mapping) return { name, mapping: null };
  const { identifier, companyName, companyStatus, isEnabled, connectWiseId } = mapping;
  return { name, mapping: { identifier, companyName, companyStatus, isEnabled, connectWiseId } };
}

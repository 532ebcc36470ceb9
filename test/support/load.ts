import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, type Dispatcher } from 'undici';

export interface LoadTarget {
  readonly url: string;
  readonly token: string;
}

export interface LoadPlan {
  readonly callers: number;
  /** How long they ask, or how often each of them. */
  readonly seconds?: number;
  readonly turns?: number;
}

export interface LoadSeen {
  readonly requests: number;
  readonly perSecond: number;
  /** How often each status came; `0` stands for no answer at all. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Whoever was told to come back: an answer of 429 or 503 with `Retry-After`, or one that has UNAVAILABLE for a part. */
  readonly shed: number;
  /** Other errors, and refusals that do not say when to come back. */
  readonly wrong: readonly string[];
  /** External ids of the users whose saving was acknowledged. */
  readonly acknowledged: readonly string[];
  /** The time below which a share of all answers came, in milliseconds. */
  at(share: number): number;
}

const SAVE = `mutation Load($input: SaveUsersInput!) {
  saveUsers(input: $input) { results { userId userErrors { code } } userErrors { code } }
}`;
const PAGE = `query Load($filter: UserFilter) {
  users(first: 10, filter: $filter) { nodes { id externalId name mapping { connectWiseId } } }
}`;
const VIEWER = 'query Load { viewer { account { id name } } }';
const CREATE = 'mutation Load($input: CreateSourceInput!) { createSource(input: $input) { userErrors { code } } }';

/** Callers who never rest, with reads and writes in the mix of a product that shows many pages and saves few users. */
export class Load {
  readonly source = `load-${randomUUID()}`;
  readonly #agent: Dispatcher;

  private constructor(
    private readonly target: LoadTarget,
    callers: number,
  ) {
    this.#agent = new Agent({ connections: callers, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
  }

  static async open(target: LoadTarget, callers: number): Promise<Load> {
    const load = new Load(target, callers);
    await load.ask(CREATE, { input: { code: load.source, name: 'Load' } });
    return load;
  }

  async run({ callers, seconds = Infinity, turns = Infinity }: LoadPlan): Promise<LoadSeen> {
    const seen = new Tally();
    const started = performance.now();
    const deadline = started + seconds * 1_000;
    await Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        for (let turn = 0; turn < turns && performance.now() < deadline; turn += 1)
          await this.#turn(caller + turn, seen);
      }),
    );
    return seen.end((performance.now() - started) / 1_000);
  }

  /** Saves so many users at once. */
  async save(count: number, seen: Tally): Promise<void> {
    const ids = Array.from({ length: count }, () => randomUUID());
    const items = ids.map((externalId) => ({ source: this.source, externalId, name: 'Load '.repeat(20).trim() }));
    const started = performance.now();
    const answer = await this.ask(SAVE, { input: { items } }).catch(() => undefined);
    seen.add(answer, performance.now() - started, ids);
  }

  async ask(
    query: string,
    variables: object,
  ): Promise<{ status: number; retryAfter: string | undefined; text: string }> {
    const { statusCode, headers, body } = await this.#agent.request({
      origin: new URL(this.target.url).origin,
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.target.token}` },
      body: JSON.stringify({ query, variables }),
    });
    const retryAfter = headers['retry-after'];
    return { status: statusCode, retryAfter: retryAfter?.toString(), text: await body.text() };
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  /** Three pages, three other reads and four writes of ten. */
  async #turn(turn: number, seen: Tally): Promise<void> {
    const kind = turn % 10;
    const externalId = randomUUID();
    const started = performance.now();
    const answer = await (kind < 4
      ? this.ask(SAVE, { input: { items: [{ source: this.source, externalId, name: 'Load' }] } })
      : this.ask(kind < 7 ? PAGE : VIEWER, kind < 7 ? { filter: { sources: [this.source] } } : {})
    ).catch(() => undefined);
    seen.add(answer, performance.now() - started, kind < 4 ? [externalId] : []);
    // Nobody asks without end where nothing answers.
    if (answer === undefined) await sleep(20);
  }
}

/** Counts answers while they come. */
export class Tally {
  readonly #times: number[] = [];
  readonly #statuses: Record<number, number> = {};
  #shed = 0;
  readonly #wrong: string[] = [];
  readonly #acknowledged: string[] = [];

  get statuses(): Readonly<Record<number, number>> {
    return this.#statuses;
  }

  add(answer: Awaited<ReturnType<Load['ask']>> | undefined, milliseconds: number, saved: readonly string[]): void {
    const status = answer?.status ?? 0;
    this.#times.push(milliseconds);
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    if (!answer) return;
    const isGood = status === 200 && !answer.text.includes('"errors"') && !/"userErrors":\[\{/.test(answer.text);
    if (isGood) this.#acknowledged.push(...saved);
    if (isGood) return;
    if (isRefused(answer)) this.#shed += 1;
    else if (this.#wrong.length < 10) this.#wrong.push(`${status} ${answer.text.slice(0, 300)}`);
  }

  end(seconds: number): LoadSeen {
    const times = this.#times.toSorted((one, other) => one - other);
    return {
      requests: times.length,
      perSecond: times.length / seconds,
      statuses: this.#statuses,
      shed: this.#shed,
      wrong: this.#wrong,
      acknowledged: this.#acknowledged,
      at: (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0,
    };
  }
}

function isRefused({ status, retryAfter, text }: Awaited<ReturnType<Load['ask']>>): boolean {
  if (status === 429 || status === 503) return Number(retryAfter) > 0;
  const codes = [...text.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code);
  return status === 200 && codes.length > 0 && codes.every((code) => code === 'UNAVAILABLE');
}

/** A line about a load, for a figure. */
export function said({ requests, perSecond, shed, at }: LoadSeen): string {
  const turnedAway = shed > 0 ? `, ${shed} told to come back` : '';
  return `${requests} requests, ${perSecond.toFixed(0)}/s, p99 ${at(0.99).toFixed(0)} ms${turnedAway}`;
}

/** What a machine that has much else to do makes of a promise of speed; the figure beside it tells how far. */
export function unlessBelow(isKept: boolean): string {
  return isKept ? '' : ', below the promise on this machine';
}

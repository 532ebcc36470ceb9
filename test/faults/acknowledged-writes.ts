import { randomUUID } from 'node:crypto';
import { CreateSourceDocument, SaveUsersDocument, UsersDocument } from '../api/operations.generated.js';
import { ask, execute } from '../support/graphql-client.js';

/** Writers that never stop asking, and keep the keys of what was acknowledged to them. */
export class AcknowledgedWrites {
  readonly acknowledged: string[] = [];
  readonly #source = `load-${randomUUID()}`;
  #isRunning = true;

  constructor(private readonly target: { url: string; token: string }) {}

  async prepare(): Promise<void> {
    await ask(this.target, CreateSourceDocument, { input: { code: this.#source, name: 'Load' } });
  }

  /** Runs until stopped; a refused or lost request counts as not acknowledged, whatever became of it. */
  async run(writers: number): Promise<void> {
    await Promise.all(Array.from({ length: writers }, () => this.#write()));
  }

  stop(): void {
    this.#isRunning = false;
  }

  /** How many acknowledged writes cannot be read any more. */
  async countLost(): Promise<number> {
    const present = new Set<string>();
    let after: string | null | undefined;
    do {
      const variables = { first: 40, after, filter: { sources: [this.#source] } };
      const { users } = await ask(this.target, UsersDocument, variables);
      for (const user of users?.nodes ?? []) present.add(user.externalId);
      after = users?.pageInfo.hasNextPage ? users.pageInfo.endCursor : undefined;
    } while (after);
    return this.acknowledged.filter((key) => !present.has(key)).length;
  }

  async #write(): Promise<void> {
    while (this.#isRunning) {
      const externalId = randomUUID();
      const input = { items: [{ source: this.#source, externalId, name: 'Load' }] };
      const answer = await execute(this.target, SaveUsersDocument, { input }).catch(() => undefined);
      if (answer?.data?.saveUsers?.results?.[0]?.userId) this.acknowledged.push(externalId);
      else await new Promise((done) => setTimeout(done, 20));
    }
  }
}

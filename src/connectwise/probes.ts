import { z } from 'zod';
import type { Requester } from './requester.js';
import { listOf } from './shapes.js';

const anyList = listOf(z.object({}));

/** The smallest possible reads, to see what the role permits. Nothing of the answers is kept. */
export class Probes {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  readCompanies = (): Promise<void> => this.#read('/company/companies');
  readAgreements = (): Promise<void> => this.#read('/finance/agreements');
  readCatalog = (): Promise<void> => this.#read('/procurement/catalog');
  readBoards = (): Promise<void> => this.#read('/service/boards');

  async #read(route: string): Promise<void> {
    await this.#requester.get({ route, query: { fields: 'id', pageSize: 1 }, shape: anyList });
  }
}

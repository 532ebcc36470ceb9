import { jest } from '@jest/globals';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import { type ToldTicket, ticketsOf } from '../../support/told-tickets.js';
import type { RaiseNotificationsItemInput, SaveTicketingSettingsInput } from '../operations.generated.js';
import { given } from './calls.js';
import { notificationsOf, raise, resolve, saveTicketing } from './notifications.js';

/** A user of a source, mapped to a company of its own. */
export interface Customer {
  readonly user: SeedUser;
  readonly mappingId: string;
  readonly companyId: number;
}

type Report = Partial<RaiseNotificationsItemInput> & { readonly key: string };

let made = 0;

/** An account whose conditions become tickets, with one customer. */
export class Ticketed {
  readonly #companyIds: number[];

  private constructor(
    readonly test: TestApp,
    readonly account: SeedAccount,
    readonly parts: { readonly source: SeedSource; readonly customer: Customer },
  ) {
    this.#companyIds = [parts.customer.companyId];
  }

  static async open(test: TestApp, settings: Partial<SaveTicketingSettingsInput> = {}): Promise<Ticketed> {
    const account = await test.account();
    const source = await (await account.integration()).source();
    const customer = await newCustomer(test, source);
    const { userErrors } = await saveTicketing(test, account, settings);
    if (userErrors.length > 0) throw new Error(`No ticketing: ${JSON.stringify(userErrors)}`);
    return new Ticketed(test, account, { source, customer });
  }

  async customer(): Promise<Customer> {
    const customer = await newCustomer(this.test, this.parts.source);
    this.#companyIds.push(customer.companyId);
    return customer;
  }

  /** Tells of conditions, of the first customer unless they say otherwise. */
  async raise(...reports: readonly Report[]): Promise<void> {
    const { source, customer } = this.parts;
    const items = reports.map((report) => ({
      ...{ source: source.code, userExternalId: customer.user.externalId, kind: 'MAIL_FLOW' },
      ...{ severity: 'WARNING' as const, title: `About ${report.key}`, body: `All about ${report.key}.` },
      ...{ occurredAt: new Date().toISOString() },
      ...report,
    }));
    for (let from = 0; from < items.length; from += 500) {
      const { results } = await raise(this.account, items.slice(from, from + 500));
      const refused = given(results).flatMap(({ userErrors }) => userErrors);
      if (refused.length > 0) throw new Error(`Not raised: ${JSON.stringify(refused)}`);
    }
  }

  async resolve(...keys: readonly string[]): Promise<void> {
    await resolve(this.account, this.parts.source.code, keys);
  }

  /** Where each condition stands, as `STATE`, or with what holds it as `STATE REASON`. */
  async standings(): Promise<Record<string, string>> {
    const found = await notificationsOf(this.account);
    return Object.fromEntries(found.map(({ key, state, hold }) => [key, hold ? `${state} ${hold}` : state]));
  }

  /** The tickets of its customers. */
  tickets(): ToldTicket[] {
    return ticketsOf(this.test.sandbox, this.#companyIds);
  }
}

async function newCustomer(test: TestApp, source: SeedSource): Promise<Customer> {
  made += 1;
  const identifier = `Ticketed-${made}`;
  const companyId = test.sandbox.companies.add({ identifier, name: `${identifier} Ltd` }).id;
  const user = await source.user();
  const mappingId = (await user.map(identifier)).id;
  return { user, mappingId, companyId };
}

/** The writes to tickets that ConnectWise was sent, by what they do. */
export function writesSent(test: TestApp): string[] {
  return test.sandbox.journal.entries.flatMap(({ method, route }) =>
    method !== 'GET' && route?.startsWith('/service/tickets') && !route.endsWith('/search') ? `${method} ${route}` : [],
  );
}

/** Has something happen when so many pieces of delivery have been done; `jest.restoreAllMocks` ends it. */
export function onceDone({ app }: TestApp, pieces: number, come: () => unknown): void {
  const { backgroundWork } = app.services;
  const run = backgroundWork.run.bind(backgroundWork);
  let done = 0;
  const counted: typeof backgroundWork.run = async (...piece) => {
    const answer = await run(...piece);
    done += 1;
    if (done === pieces) await come();
    return answer;
  };
  jest.spyOn(backgroundWork, 'run').mockImplementation(counted);
}

/** Has ConnectWise refuse the next tickets for what is in them. */
export function refuseTickets({ sandbox }: TestApp, times = 1): void {
  const body = '{"code":"InvalidObject","message":"ticket object is invalid","errors":[]}';
  sandbox.faults.add({
    method: 'POST',
    route: '/service/tickets',
    times,
    fault: { kind: 'answer', status: 400, body },
  });
}

import { z } from 'zod';
import type { JsonObject } from '../../../src/sandbox/json.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import {
  type RaiseNotificationsItemInput,
  type SaveTicketingSettingsInput,
  TicketingStatusDocument,
} from '../operations.generated.js';
import { given } from './calls.js';
import { deliver, notificationsOf, raise, resolve, saveTicketing } from './notifications.js';
import { sql } from './rows.js';

let made = 0;

/** An account whose user's conditions become tickets, and what its source and its technicians do. */
export class TicketScene {
  private constructor(
    readonly test: TestApp,
    readonly account: SeedAccount,
    private readonly user: SeedUser,
    readonly companyId: number,
  ) {}

  static async open(test: TestApp, settings: Partial<SaveTicketingSettingsInput> = {}): Promise<TicketScene> {
    const account = await test.account();
    const user = await (await account.integration()).user();
    made += 1;
    const identifier = `Scene-${made}`;
    const companyId = test.sandbox.companies.add({ identifier, name: `${identifier} Ltd` }).id;
    await user.map(identifier);
    const { userErrors } = await saveTicketing(test, account, settings);
    if (userErrors.length > 0) throw new Error(`No settings: ${JSON.stringify(userErrors)}`);
    return new TicketScene(test, account, user, companyId);
  }

  report(input: Partial<RaiseNotificationsItemInput> = {}): RaiseNotificationsItemInput {
    const what = {
      kind: 'MAIL_FLOW',
      severity: 'ACTION_REQUIRED',
      title: 'Mail does not flow',
      body: 'Since ten.',
    } as const;
    const { externalId: userExternalId, source } = this.user;
    return {
      source: source.code,
      key: 'mail-flow',
      userExternalId,
      occurredAt: '2026-11-01T10:00:00Z',
      ...what,
      ...input,
    };
  }

  raise(...items: Partial<RaiseNotificationsItemInput>[]) {
    return raise(this.account, items.length === 0 ? this.report() : items.map((item) => this.report(item)));
  }

  /** It happened again, at this hour of the day, and something about it is new. */
  again(hour: number, key = 'mail-flow') {
    return this.raise({ key, body: `Still so at ${hour}.`, occurredAt: `2026-11-01T${hour}:00:00Z` });
  }

  resolve(...keys: string[]) {
    return resolve(this.account, this.user.source.code, keys.length === 0 ? ['mail-flow'] : keys);
  }

  deliver() {
    return deliver(this.test.app, this.account);
  }

  /** Raises the condition and delivers it; answers the number of its ticket. */
  async ticket(input: Partial<RaiseNotificationsItemInput> = {}): Promise<number> {
    await this.raise(input);
    await this.deliver();
    return given((await this.one(input.key)).ticket).number;
  }

  /** As when a reading of all tickets is due, and then whatever follows. */
  async poll(): Promise<void> {
    await this.watch('poll_at = now(), read_after = NULL');
    await this.deliver();
  }

  /** As when the callbacks are to be looked after, and then whatever follows. */
  async check(): Promise<void> {
    await this.watch('check_at = now()');
    await this.deliver();
  }

  async watch(changes: string): Promise<void> {
    await sql(`UPDATE ticket_watches SET ${changes} WHERE account_id = $1`, [this.account.id]);
  }

  async one(key = 'mail-flow') {
    return given((await notificationsOf(this.account)).find((found) => found.key === key));
  }

  async status() {
    return given((await ask(this.account, TicketingStatusDocument)).ticketingStatus);
  }

  /** The ticket in ConnectWise. */
  inConnectWise(number: number): JsonObject {
    return given(this.test.sandbox.tickets.get(number));
  }

  async notes(number: number): Promise<string[]> {
    const notes: string[] = [];
    await this.test.app.services.integration.ask(this.account.caller, async (session) => {
      for await (const { text } of session.ticketNotes.list(number)) notes.push(text ?? '');
    });
    return notes;
  }

  /** The numbers of all tickets that the company of the user has in ConnectWise. */
  async ofCompany(): Promise<number[]> {
    const numbers: number[] = [];
    await this.test.app.services.integration.ask(this.account.caller, async (session) => {
      for await (const { id, company } of session.tickets.list()) if (company?.id === this.companyId) numbers.push(id);
    });
    return numbers;
  }

  /** How often ConnectWise was called since, as `METHOD route`. */
  calls(): string[] {
    return this.test.sandbox.journal.entries.map(({ method, route }) => `${method} ${route}`);
  }

  async rows() {
    return sql<{ state: string; connect_wise_id: number; is_taken_over: boolean }>(
      'SELECT state, connect_wise_id, is_taken_over FROM tickets WHERE account_id = $1 ORDER BY id',
      [this.account.id],
    );
  }

  /** A technician, as ConnectWise calls him. */
  memberName(): string {
    return String(given(this.test.sandbox.records('members').get(2))['identifier']);
  }

  /** Where a ticket is in ConnectWise. */
  place(number: number) {
    const { board, status } = placeShape.parse(this.inConnectWise(number));
    return { boardId: board.id, statusId: status.id };
  }

  /** Another status of its board that does not close it. */
  otherStatus(number: number): number {
    const { boardId, statusId } = this.place(number);
    const table = this.test.sandbox.records('boardStatuses');
    for (let id = 1; id <= table.count; id += 1) {
      const { data } = statusShape.safeParse(table.get(id));
      if (data?.board.id === boardId && id !== statusId && !data.closedStatus && !data.inactive) return id;
    }
    throw new Error('The board has no other status.');
  }

  otherBoard(number: number): number {
    return this.place(number).boardId === 1 ? 2 : 1;
  }
}

const referred = z.object({ id: z.int() });
const placeShape = z.object({ board: referred, status: referred });
const statusShape = z.object({ board: referred, closedStatus: z.boolean(), inactive: z.boolean() });

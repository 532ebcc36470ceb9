import { randomUUID } from 'node:crypto';
import { AuditAction } from '../../../src/features/audit/audit.js';
import type { NotificationSeverity } from '../../../src/features/notifications/notification.js';
import type { Sandbox } from '../../../src/sandbox/sandbox.js';
import { BulkErrorPolicy, type BulkOutcome } from '../../../src/shared/bulk.js';
import type { Caller } from '../../../src/shared/caller.js';
import type { UserId } from '../../../src/shared/ids.js';
import { type NextWake, type WorkHold, WorkKind } from '../../../src/shared/work.js';
import { marksOf, type ToldTicket, ticketsOf } from '../../support/told-tickets.js';
import { disturbWrites } from './disturb.js';
import type { ProductSite } from './product-site.js';
import { until } from './toy.js';

interface Condition {
  readonly key: string;
  readonly externalId: string;
  readonly severity: NotificationSeverity;
  isOpen: boolean;
  /** What its source said last; no two conditions or times say the same. */
  text: string;
}

interface Row {
  readonly key: string;
  readonly state: string;
  readonly number: number | null;
  readonly reference: string | null;
  readonly wasTold: boolean;
}

interface Options {
  readonly customers: number;
  readonly groupingMinutes?: number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

interface Settling {
  readonly seconds?: number;
  /** What is done in between, where no worker does it. */
  readonly meanwhile?: () => Promise<unknown>;
}

const YESTERDAY = Date.now() - 86_400_000;
const SEVERITIES = ['ACTION_REQUIRED', 'WARNING'] as const;
const PLAIN = { statusId: null, closedStatusId: null, typeId: null, subTypeId: null, itemId: null, teamId: null };

/** The same row of numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The conditions of one account's customers, as their source tells of them, and what has to come of them. */
export class ToldConditions {
  readonly #conditions: Condition[] = [];
  #tick = 0;

  private constructor(
    private readonly site: ProductSite,
    readonly caller: Caller,
    private readonly parts: Options & {
      readonly source: string;
      readonly userIds: readonly UserId[];
      readonly companyIds: readonly number[];
    },
  ) {}

  static async open(site: ProductSite, options: Options): Promise<ToldConditions> {
    const { services, sandbox } = site.parts;
    const caller = await site.account();
    const source = `source-${randomUUID()}`;
    await services.sources.create(caller, { code: source, name: source });
    const companyIds: number[] = [];
    const userIds: UserId[] = [];
    for (let at = 0; at < options.customers; at += 1) {
      const identifier = randomUUID();
      const company = sandbox.companies.add({ identifier, name: `Customer ${at}` });
      const item = { source, externalId: `u${at}`, name: `User ${at}`, mailDomains: [], contactEmail: undefined };
      const { results } = await services.saveUsers.save(caller, [item], BulkErrorPolicy.REJECT_ALL);
      const userId = results[0]?.result;
      if (!userId) throw new Error('The user was not saved.');
      const choice = { isEnabled: true, replaceExisting: false, allowShared: false, allowInactive: false };
      await services.mapCompany.map(caller, {
        userId,
        company: { kind: 'identifier', identifier },
        ...choice,
      });
      companyIds.push(company.id);
      userIds.push(userId);
    }
    const template = {
      ...PLAIN,
      boardId: 1,
      priorityId: null,
      sourceId: null,
      contact: 'NONE' as const,
      isCustomerVisible: false,
      mailsContact: false,
    };
    await services.ticketing.save(caller, {
      ...{ isEnabled: true, ownCompanyId: undefined, template, closesTickets: true, closesTakenOver: false },
      ...{
        reopenDays: 7,
        quietDays: 7,
        heldDays: 30,
        groupingMinutes: options.groupingMinutes,
        rules: [],
        expectedVersion: undefined,
      },
    });
    return new ToldConditions(site, caller, { ...options, source, userIds, companyIds });
  }

  get count(): number {
    return this.#conditions.length;
  }

  /** So many new conditions, at most as many as one call takes. */
  async begin(count: number): Promise<void> {
    await this.#raise(Array.from({ length: count }, () => this.#make()));
  }

  /** So many new conditions, and of those that are there as many that have news, are over, or come back. */
  async tell(count: number): Promise<void> {
    const { random } = this.parts;
    const old = this.#conditions.filter(() => random() < count / Math.max(1, this.count));
    const fresh = Array.from({ length: count }, () => this.#make());
    const over = old.filter(({ isOpen }) => isOpen && random() < 0.5);
    const raised = [...fresh, ...old.filter((condition) => !over.includes(condition))];
    await this.#raise(raised);
    await this.#resolve(over);
    // Some are over before anybody can have heard of them.
    await this.#resolve(fresh.filter(() => random() < 0.1));
  }

  /** Turns mappings off or on: some at random, or all of them. */
  async turn(isEnabled: boolean, share = 1): Promise<void> {
    const { services } = this.site.parts;
    const action = isEnabled ? AuditAction.MAPPING_ENABLED : AuditAction.MAPPING_DISABLED;
    for (const mapping of await services.mappings.findByUsers(this.caller, this.parts.userIds)) {
      if (this.parts.random() < share)
        await services.mappings.change(this.caller, mapping, { change: { isEnabled }, action });
    }
  }

  /** One slice, as a worker would do it; nobody else's counts any more. */
  async slice(): Promise<NextWake> {
    const { accountId } = this.caller;
    const kind = WorkKind.TICKETS;
    const [hold] = await this.site.sql<Pick<WorkHold, 'attempt' | 'startedAt'>>(
      `UPDATE work SET attempt = attempt + 1, started_at = now() WHERE account_id = $1 AND kind = $2
       RETURNING attempt, started_at AS "startedAt"`,
      [accountId, kind],
    );
    if (!hold) throw new Error('Nobody was woken.');
    const { deliverNotifications } = this.site.parts.services;
    return deliverNotifications.run(this.caller, new AbortController().signal, { ...hold, accountId, kind });
  }

  /** Until every ticket knows all that there is to know, however often that has to wait for what is uncertain. */
  async settled({ seconds = 180, meanwhile = async () => {} }: Settling = {}): Promise<void> {
    const { accountId } = this.caller;
    await until(
      'every ticket knows all',
      async () => {
        await passTime(this.site);
        await meanwhile();
        const [row] = await this.site.sql<{ left: number }>(
          `SELECT (SELECT count(*) FROM notifications WHERE account_id = $1 AND due_at IS NOT NULL)::int
                + (SELECT count(*) FROM tickets WHERE account_id = $1 AND intent IS NOT NULL)::int AS left`,
          [accountId],
        );
        return row?.left === 0;
      },
      seconds,
    );
  }

  /** What is not as it has to be: something lost, doubled, out of date, or before the eyes of customers. */
  async problems(): Promise<string[]> {
    const tickets = ticketsOf(this.site.parts.sandbox, this.parts.companyIds);
    const rows = await this.#rows();
    return [...this.#ofConditions(rows, tickets), ...this.#ofTickets(rows, tickets)];
  }

  /** How many tickets there are, and how many of the conditions have one. */
  async figures(): Promise<string> {
    const { length } = ticketsOf(this.site.parts.sandbox, this.parts.companyIds);
    const told = (await this.#rows()).filter(({ number }) => number !== null).length;
    return `${this.count} conditions, ${told} of them in ${length} tickets`;
  }

  #ofConditions(rows: readonly Row[], tickets: readonly ToldTicket[]): string[] {
    const rowOf = new Map(rows.map((row) => [row.key, row]));
    const ticketOf = new Map(tickets.map((ticket) => [ticket.number, ticket]));
    const needed = new Set(this.#conditions.flatMap(({ key, isOpen }) => (isOpen ? rowOf.get(key)?.number : [])));
    return this.#conditions.flatMap(({ key, isOpen, text }) => {
      const row = rowOf.get(key);
      if (!row) return [`${key} is lost`];
      const ticket = row.number === null ? undefined : ticketOf.get(row.number);
      const told = ticket?.texts.findLast((one) => one.includes(`<${key}>`));
      const state = isOpen ? 'SENT' : 'RESOLVED';
      const isTold = isOpen ? told?.includes(text) : !row.wasTold || told?.startsWith('Resolved: ');
      const mustBeClosed = !isOpen && !needed.has(row.number);
      return [
        ...(row.state === state ? [] : [`${key} is ${row.state} in place of ${state}`]),
        ...(isOpen && !ticket ? [`${key} has no ticket`] : []),
        ...(isTold ? [] : [`${key} was told last: ${told}, and not: ${text}`]),
        ...(ticket && ticket.isClosed !== mustBeClosed ? [`${key}: its ticket is closed: ${ticket.isClosed}`] : []),
      ];
    });
  }

  #ofTickets(rows: readonly Row[], tickets: readonly ToldTicket[]): string[] {
    const known = new Map(rows.flatMap(({ number, reference }) => (number === null ? [] : [[number, reference]])));
    const ofNobody = tickets.filter(({ number, reference }) => known.get(number) !== reference);
    const noted = tickets.filter((ticket) => new Set(marksOf(ticket)).size !== marksOf(ticket).length);
    const told = rows.filter(({ number }) => number !== null).length;
    const isOneEach = this.parts.groupingMinutes !== undefined || told === tickets.length;
    return [
      ...ofNobody.map(({ number }) => `ticket ${number} is nobody's`),
      ...noted.map(({ number }) => `ticket ${number} has a note twice`),
      ...tickets.flatMap(({ number, open }) => open.map((text) => `ticket ${number} shows its customer: ${text}`)),
      ...(isOneEach ? [] : [`${told} conditions have ${tickets.length} tickets`]),
      ...this.site.parts.sandbox.mails.entries.map(({ subject }) => `a customer has a mail: ${subject}`),
    ];
  }

  #make(): Condition {
    const { random, customers } = this.parts;
    const condition: Condition = {
      ...{ key: `c${this.count}`, externalId: `u${Math.floor(random() * customers)}`, isOpen: false, text: '' },
      severity: SEVERITIES[Math.floor(random() * SEVERITIES.length)] ?? 'WARNING',
    };
    this.#conditions.push(condition);
    return condition;
  }

  async #raise(conditions: readonly Condition[]): Promise<void> {
    this.#tick += 1;
    const { services } = this.site.parts;
    const occurredAt = new Date(YESTERDAY + this.#tick * 1_000);
    const items = conditions.map(({ key, externalId, severity }) => ({
      ...{ source: this.parts.source, key, userExternalId: externalId, kind: 'MAIL_FLOW', severity, occurredAt },
      ...{ title: `About ${key}`, body: `<${key}> ${this.#tick}.` },
    }));
    refuse(await services.reportNotifications.raise(this.caller, items, BulkErrorPolicy.REJECT_ALL));
    for (const [at, condition] of conditions.entries()) {
      Object.assign(condition, { isOpen: true, text: items[at]?.body });
    }
  }

  async #resolve(conditions: readonly Condition[]): Promise<void> {
    if (conditions.length === 0) return;
    const { services } = this.site.parts;
    const items = conditions.map(({ key }) => ({ source: this.parts.source, key, resolution: `<${key}> is over.` }));
    refuse(await services.reportNotifications.resolve(this.caller, items, BulkErrorPolicy.REJECT_ALL));
    for (const condition of conditions) condition.isOpen = false;
  }

  #rows(): Promise<Row[]> {
    return this.site.sql<Row>(
      `SELECT n.key, n.state, n.told_revision > 0 AS "wasTold", t.connect_wise_id AS number, t.reference
       FROM notifications n LEFT JOIN tickets t ON t.account_id = n.account_id AND t.id = n.ticket_id
       WHERE n.account_id = $1`,
      [this.caller.accountId],
    );
  }
}

/**
 * Lets the time pass after which nothing that was sent can still arrive, and what was put off. Intents of the last
 * second are left alone: in tests every call is over by then, and that of a killed worker has arrived.
 */
export async function passTime(site: ProductSite, settled = '1 second'): Promise<void> {
  await site.sql(
    `WITH span AS (SELECT interval '80 seconds' AS by),
     told AS (UPDATE notifications SET due_at = due_at - by FROM span WHERE due_at > now()),
     intents AS (
       UPDATE tickets SET intent = jsonb_set(intent, '{at}', to_jsonb((intent ->> 'at')::timestamptz - by)) FROM span
       WHERE (intent ->> 'at')::timestamptz < clock_timestamp() - $2::interval),
     paces AS (UPDATE call_paces SET not_before = not_before - by, trial_at = trial_at - by FROM span)
     UPDATE work SET due_at = due_at - by FROM span WHERE kind = $1 AND due_at > now()`,
    [WorkKind.TICKETS, settled],
  );
}

function refuse({ results, problems }: BulkOutcome<unknown>): void {
  const found = [...problems, ...results.flatMap((result) => result.problems)];
  if (found.length > 0) throw new Error(`Not taken: ${JSON.stringify(found)}`);
}

/** Some of the next writes to tickets. */
export function disturb(sandbox: Sandbox, random: () => number): void {
  const places = [
    { method: 'POST', route: '/service/tickets' },
    { method: 'POST', route: '/service/tickets/{parentId}/notes' },
    { method: 'PATCH', route: '/service/tickets/{id}' },
  ];
  disturbWrites(sandbox, { places, most: 12, random });
}

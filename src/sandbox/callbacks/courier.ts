import { randomUUID } from 'node:crypto';
import { kindAt } from '../record-kinds.js';
import type { Change } from '../store/changes.js';
import { render } from '../store/render.js';
import { touch } from '../store/stamps.js';
import type { Row, Table } from '../store/table.js';
import type { World } from '../world.js';
import { type Attempt, type Delivery, DeliveryJournal } from './delivery.js';
import { FailingDays } from './failing-days.js';
import { isAbout } from './levels.js';
import { post } from './post.js';

const TIME_LIMIT = 5_000;

/** Answers after which it is tried again, and how long after the first and the second time. */
const RETRIED: ReadonlySet<number | null> = new Set([404, 409, 419, 429]);
const WAITS: readonly number[] = [2_000, 4_000];

/** Tells registered urls of changes, as ConnectWise does; all its times are those of the sandbox's clock. */
export class Courier {
  readonly journal = new DeliveryJournal();
  readonly #table: Table;
  readonly #days: FailingDays;
  /** Given up after failing days: they stay silent, whatever their flag says, until they are registered anew. */
  readonly #givenUp = new Set<number>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #end = new AbortController();

  constructor(private readonly world: World) {
    this.#table = world.tables.get('callbacks');
    this.#days = new FailingDays(world.agenda, (id) => this.#giveUp(id));
    world.changes.listen((change) => this.#tell(change));
  }

  /** Sends a delivery again as it was, whatever became of it: the same message twice, or an old one after a newer. */
  resend(id: number): Promise<void> {
    const delivery = this.journal.get(id);
    if (!delivery) {
      throw new RangeError(`There is no delivery ${id}`);
    }
    return this.#underWayWith(this.#attempt(delivery).then(() => undefined));
  }

  /** Until no try is under way; one that waits for its time does not count. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) {
      await Promise.all(this.#underWay);
    }
  }

  /** Breaks off what is under way. */
  close(): void {
    this.#end.abort();
  }

  #tell(change: Change): void {
    const { row, action } = change;
    const { shape } = this.world.tables.get(change.table);
    const type = kindAt(shape.path)?.callback;
    if (type === undefined || row.values['skipCallback'] === true) {
      return;
    }
    for (const callback of this.#table.rows) {
      if (this.#wants(callback, type, change)) {
        const entity = action === 'deleted' ? null : JSON.stringify(render(row, shape, this.#rendering()));
        this.#deliver(callback, { type, action, recordId: row.id, entity });
      }
    }
  }

  #wants({ id, values, enteredBy }: Row, type: string, { row, author }: Change): boolean {
    const subscription = {
      type: String(values['type']).toLowerCase(),
      level: String(values['level']),
      objectId: Number(values['objectId']),
    };
    const tags = this.world.tables.get('integratorTags');
    const tagText = (tag: number): string | undefined => tags.get(tag)?.values['text']?.toString();
    return (
      subscription.type === type &&
      values['inactiveFlag'] !== true &&
      !this.#givenUp.has(id) &&
      !(values['isSelfSuppressedFlag'] === true && enteredBy === author.name) &&
      isAbout(subscription, { id: row.id, values: row.values, tagText })
    );
  }

  #deliver(callback: Row, news: Pick<Delivery, 'type' | 'action' | 'recordId'> & { entity: string | null }): void {
    const { settings, signingKeys, clock } = this.world;
    const origin = this.world.tlsOrigin ?? this.world.origin;
    const messageId = randomUUID();
    const query = new URLSearchParams({ companyName: settings.loginCompanyId, id: signingKeys.currentId });
    const body = JSON.stringify({
      MessageId: messageId,
      FromUrl: new URL(origin).host,
      CompanyId: settings.loginCompanyId,
      MemberId: callback.enteredBy,
      Action: news.action,
      Type: news.type,
      ID: news.recordId,
      ProductInstanceId: null,
      PartnerId: null,
      Entity: news.entity,
      Metadata: { key_url: `${origin}/${settings.codebase}//system/callbackkey/index.rails?${query}` },
      CallbackObjectRecId: callback.id,
    });
    const { entity: _, ...about } = news;
    const delivery = this.journal.add({
      ...about,
      callbackId: callback.id,
      messageId,
      url: `${callback.values['url']}${news.recordId}&action=${news.action}`,
      body,
      signature: signingKeys.sign(body),
      at: new Date(clock.now()),
    });
    void this.#underWayWith(this.#bring(delivery));
  }

  async #bring(delivery: Delivery, tries = 1): Promise<void> {
    const { status } = await this.#attempt(delivery);
    const now = this.world.clock.now();
    const wait = RETRIED.has(status) ? WAITS[tries - 1] : undefined;
    if (wait !== undefined) {
      this.world.agenda.at(now + wait, () => void this.#underWayWith(this.#bring(delivery, tries + 1)));
      return;
    }
    delivery.state = isGood(status) ? 'delivered' : 'failed';
    this.#days.note(delivery.callbackId, isGood(status), now);
  }

  async #attempt(delivery: Delivery): Promise<Attempt> {
    const { agenda, clock } = this.world;
    const at = new Date(clock.now());
    const abort = new AbortController();
    const callOff = agenda.at(at.getTime() + TIME_LIMIT, () => abort.abort());
    const headers = { 'x-content-signature': delivery.signature };
    const signal = AbortSignal.any([abort.signal, this.#end.signal]);
    const outcome = await post({ url: delivery.url, body: delivery.body, headers, signal });
    callOff();
    const attempt = { at, ...outcome };
    delivery.attempts.push(attempt);
    return attempt;
  }

  #underWayWith(work: Promise<void>): Promise<void> {
    this.#underWay.add(work);
    return work.finally(() => this.#underWay.delete(work));
  }

  #giveUp(callbackId: number): void {
    this.#givenUp.add(callbackId);
    const row = this.#table.get(callbackId);
    if (row) {
      this.#table.update(row, { ...row.values, inactiveFlag: true });
      touch(row, { name: 'zzzSystem', at: this.world.clock.now() });
    }
  }

  #rendering() {
    const origin = this.world.tlsOrigin ?? this.world.origin;
    return { tables: this.world.tables, base: `${origin}/${this.world.settings.codebase}/apis/3.0` };
  }
}

function isGood(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Control } from '../control/control.js';
import { misbehave } from '../faults/misbehave.js';
import { send } from '../faults/wire.js';
import type { JournalEntry } from '../journal.js';
import type { World } from '../world.js';
import { type Incoming, readIncoming } from './incoming.js';
import { type Arrival, handle } from './pipeline.js';
import type { Handled } from './reply.js';
import { ROUTE_NAMES, routeOf } from './route.js';
import type { Router } from './router.js';

/** Of a longer URL, which is refused anyway, the journal keeps the beginning only: its memory is bounded. */
const LONGEST_NOTE = 8192;

/** Takes every request in: writes it down, lets an ordered fault have it, or has it answered. */
export class Desk {
  constructor(
    private readonly router: Router,
    private readonly world: World,
    private readonly control: Control | null,
  ) {}

  readonly receive = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const started = this.world.clock.now();
    const incoming = await readIncoming(message);
    if (this.control?.owns(incoming.path)) {
      send(this.control.answer(incoming), response);
      return;
    }
    const arrival = this.#arrive(incoming);
    const entry = this.#writeDown(arrival, started);
    noteAnswer(entry, response);
    const exchange = {
      response,
      table: arrival.match?.endpoint.table,
      // Routed again, because a fault may have changed the codebase meanwhile.
      handle: () => this.#handle(this.#arrive(incoming), entry),
    };
    const fault = this.world.faults.take({
      method: incoming.method,
      template: entry.route,
      path: arrival.route.kind === 'api' ? arrival.route.path : incoming.path,
    });
    entry.fault = fault?.kind ?? null;
    if (fault) {
      misbehave(fault, exchange, this.world);
    } else {
      send(exchange.handle().reply, response);
    }
  };

  #arrive(incoming: Incoming): Arrival {
    const route = routeOf(incoming.path, this.world.settings.codebase);
    return { incoming, route, match: route.kind === 'api' ? this.router.match(route.path) : undefined };
  }

  #handle(arrival: Arrival, entry: JournalEntry): Handled {
    const handled = handle(arrival, this.world);
    if (handled.changed) {
      this.world.journal.recordChange(entry);
    }
    return handled;
  }

  #writeDown({ incoming, route, match }: Arrival, started: number): JournalEntry {
    const template = ROUTE_NAMES[route.kind] ?? match?.endpoint.template ?? null;
    const isShort = incoming.target.length <= LONGEST_NOTE;
    return this.world.journal.add({
      at: new Date(started),
      method: incoming.method,
      path: incoming.path.slice(0, LONGEST_NOTE),
      route: template,
      query: isShort ? incoming.query.toObject() : {},
      conditions: isShort ? (incoming.query.get('conditions') ?? null) : null,
      withCredentials: incoming.header('authorization') !== undefined,
    });
  }
}

/** Fills in what was answered once it is; a request that is never answered keeps its nulls. */
function noteAnswer(entry: JournalEntry, response: ServerResponse): void {
  const started = performance.now();
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((status: number, ...rest: never[]) => {
    entry.status = status;
    entry.milliseconds = Math.round(performance.now() - started);
    return writeHead(status, ...rest);
  }) as typeof response.writeHead;
}

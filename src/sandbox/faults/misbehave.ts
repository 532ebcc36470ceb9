import type { ServerResponse } from 'node:http';
import type { Handled, Reply } from '../http/reply.js';
import type { World } from '../world.js';
import { drift } from './drift.js';
import type { Fault } from './fault.js';
import { faultReply } from './replies.js';
import { spoil } from './spoil.js';
import { cut, drip, flood, send } from './wire.js';

/** One request and the ways to answer it. */
export interface Exchange {
  readonly response: ServerResponse;
  /** The table behind the endpoint, if there is one. */
  readonly table: string | undefined;
  /** Handles the request as if nothing were wrong; to be called at most once. */
  readonly handle: () => Handled;
}

/** Answers, or fails to, as the fault says. */
export function misbehave(fault: Fault, exchange: Exchange, world: World): void {
  const { response } = exchange;
  const instead = faultReply(fault);
  if (instead) {
    if ('applied' in fault && fault.applied) {
      exchange.handle();
    }
    send(instead, response);
    return;
  }
  switch (fault.kind) {
    case 'codebase':
      world.settings.codebase = fault.codebase;
      break;
    case 'drift':
      if (exchange.table !== undefined) {
        drift(exchange.table, fault, world);
      }
      break;
    case 'slow': {
      const early = fault.applied ? exchange.handle() : undefined;
      world.lifetime.after(fault.delay, () => send((early ?? exchange.handle()).reply, response));
      return;
    }
    case 'silent':
      if (fault.applied) {
        exchange.handle();
      }
      return;
    case 'drip':
      drip(exchange.handle().reply, response, { every: fault.every, lifetime: world.lifetime });
      return;
    case 'cut':
      cut(fault.applied || fault.at === 'body' ? exchange.handle().reply : NOTHING, response, fault);
      return;
    case 'oversized':
      void flood(response, fault.megabytes, false);
      return;
    case 'gzip':
      if (fault.megabytes !== undefined) {
        void flood(response, fault.megabytes, true);
        return;
      }
      break;
  }
  send(spoil(exchange.handle().reply, fault, enumerationsOf(exchange.table, world)), response);
}

const NOTHING: Reply = { status: 200, headers: {}, body: '' };

function enumerationsOf(table: string | undefined, world: World): readonly string[] {
  const fields = table === undefined ? {} : world.tables.get(table).shape.fields;
  return Object.entries(fields).flatMap(([name, field]) => (field.kind === 'enum' ? [name] : []));
}

import { ZodError } from 'zod';
import { AgreementEditor } from '../agreement-editor.js';
import { ApiError } from '../api-error.js';
import { CompanyEditor } from '../company-editor.js';
import type { Incoming } from '../http/incoming.js';
import type { Reply } from '../http/reply.js';
import { decoded } from '../http/route.js';
import type { Json, JsonObject } from '../json.js';
import { RecordEditor } from '../record-editor.js';
import type { Landmarks } from '../seed/landmarks.js';
import { TicketEditor } from '../ticket-editor.js';
import type { World } from '../world.js';
import { agreementsControl } from './agreements.js';
import { companiesControl } from './companies.js';
import type { Controller } from './controller.js';
import { faultsControl } from './faults.js';
import { journalControl } from './journal.js';
import { mailsControl } from './mails.js';
import { recordsControl } from './records.js';
import { clockControl, keysControl, permissionsControl, settingsControl } from './switches.js';
import { ticketsControl } from './tickets.js';

const PREFIX = '/_control';

/** Errors that say the request was wrong; all others are faults of the sandbox. */
const REFUSALS = [ZodError, SyntaxError, RangeError, ApiError];

/** The same switches as in the process, over HTTP and without keys: only served where the sandbox's owner asks for it. */
export class Control {
  readonly #controllers: ReadonlyMap<string, Controller>;

  constructor(world: World, landmarks: Landmarks) {
    this.#controllers = new Map<string, Controller>([
      ['journal', journalControl(world.journal)],
      ['faults', faultsControl(world.faults)],
      ['permissions', permissionsControl(world)],
      ['settings', settingsControl(world)],
      ['clock', clockControl(world)],
      ['keys', keysControl(world)],
      ['companies', companiesControl(new CompanyEditor(world))],
      ['agreements', agreementsControl(new AgreementEditor(world))],
      ['tickets', ticketsControl(new TicketEditor(world))],
      ['mails', mailsControl(world.mails)],
      ['records', recordsControl((table) => new RecordEditor(world, world.tables.get(table)))],
      ['landmarks', ({ method }) => (method === 'GET' ? (landmarks as unknown as JsonObject) : undefined)],
    ]);
  }

  owns(path: string): boolean {
    return path === PREFIX || path.startsWith(`${PREFIX}/`);
  }

  answer(incoming: Incoming): Reply {
    const [name = '', ...rest] = incoming.path
      .slice(PREFIX.length + 1)
      .split('/')
      .filter(Boolean)
      .map(decoded);
    try {
      const body = (): unknown => (incoming.body.length === 0 ? undefined : JSON.parse(incoming.body.toString('utf8')));
      const answer = this.#controllers.get(name)?.({ method: incoming.method, rest, incoming, body });
      return answer === undefined
        ? reply(404, { error: `Nothing is controlled by ${incoming.method} here.` })
        : reply(200, answer);
    } catch (error) {
      if (REFUSALS.some((kind) => error instanceof kind)) {
        return reply(400, { error: (error as Error).message });
      }
      throw error;
    }
  }
}

function reply(status: number, body: Json): Reply {
  return { status, headers: { 'Content-Type': 'application/json' }, body: `${JSON.stringify(body, null, 2)}\n` };
}

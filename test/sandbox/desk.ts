import type { Reply, withSandbox } from './client.js';

type Using = ReturnType<typeof withSandbox>;

/** Statuses, types and the like by name, so that no test depends on the order in which boards are set up. */
export class ServiceDesk {
  constructor(private readonly using: Using) {}

  board(name: string): Promise<number> {
    return this.#id('/service/boards', name);
  }

  async part(board: string, part: string, name: string): Promise<number> {
    return this.#id(`/service/boards/${await this.board(board)}/${part}`, name);
  }

  get company(): number {
    return this.using.sandbox.landmarks.ordinary[0].id;
  }

  post(fields: object = {}): Promise<Reply> {
    const body = { summary: 'Mail flow', company: { id: this.company }, ...fields };
    return this.using.client.api('/service/tickets', { method: 'POST', body });
  }

  /** A new ticket's id. */
  async ticket(fields: object = {}): Promise<number> {
    const reply = await this.post(fields);
    if (reply.status !== 201) {
      throw new Error(reply.text);
    }
    return reply.json.id;
  }

  async get(id: number): Promise<Reply> {
    return this.using.client.api(`/service/tickets/${id}`);
  }

  /** Replaces whole fields. */
  patch(id: number, fields: Readonly<Record<string, unknown>>): Promise<Reply> {
    const body = Object.entries(fields).map(([path, value]) => ({ op: 'replace', path, value }));
    return this.using.client.api(`/service/tickets/${id}`, { method: 'PATCH', body });
  }

  async note(id: number, body: object): Promise<Reply> {
    return this.using.client.api(`/service/tickets/${id}/notes`, { method: 'POST', body });
  }

  /** Ids of the tickets that fit the conditions. */
  async find(conditions: string): Promise<number[]> {
    const reply = await this.using.client.api('/service/tickets', { query: { conditions, pageSize: '1000' } });
    return reply.json.map(({ id }: { id: number }) => id);
  }

  async #id(path: string, name: string): Promise<number> {
    const query = { conditions: `name = "${name}"`, fields: 'id' };
    const reply = await this.using.client.api(path, { query });
    const [record] = reply.json;
    if (record === undefined) {
      throw new Error(`${path} has no ${name}`);
    }
    return record.id;
  }
}

/** The status of a refusal, and what it says of which field. */
export function faults({ status, json }: Reply): unknown[] {
  return [status, ...(json.errors ?? []).map(({ message, field }: Record<string, string>) => [field, message])];
}

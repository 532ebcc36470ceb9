import { z } from 'zod';
import { keyLocation } from './callback-key.js';
import { InputCheck } from './input-check.js';
import { type ListOptions, listRecords } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, recordId, text } from './shapes.js';

/** An address of ours that ConnectWise calls when something changes. */
export interface Callback {
  readonly id: number;
  readonly url: string;
  readonly description: string | null;
  readonly type: string | null;
  readonly level: string | null;
  /** Id of what `level` names. */
  readonly objectId: number | null;
  /** ConnectWise sets this after three failing days. */
  readonly isInactive: boolean;
}

export interface NewCallback {
  /** ConnectWise puts the record id behind it as it is, so it ends in `?recordId=`. */
  readonly url: string;
  readonly type: 'ticket' | 'company' | 'agreement';
  readonly level: 'owner' | 'board' | 'status' | 'company' | 'ticket' | 'type' | 'agreement';
  readonly objectId: number;
  readonly description: string;
  /** Whether changes made by this API member are left out. */
  readonly ignoresOwnChanges?: boolean;
}

const fields = z.object({
  ...{ id: recordId, url: z.string(), description: text, type: text, level: text },
  ...{ objectId: z.int().nullish(), inactiveFlag: flag },
});
const shape = fields.transform(
  ({ objectId, inactiveFlag, ...same }): Callback => ({
    ...same,
    objectId: objectId ?? null,
    isInactive: inactiveFlag,
  }),
);
const keyShape = z.object({ signing_key: z.string().min(1) });

const ROUTE = '/system/callbacks';

/** Callbacks. Every method rejects with a ConnectWiseError, or a Failure on what was handed in. */
export class Callbacks {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(options?: ListOptions): AsyncGenerator<Callback, void, undefined> {
    return listRecords(this.#requester, { route: ROUTE, fields: fieldsOf(fields), shape }, options);
  }

  /** A second callback of the same address and object is refused as `rejected` with code ObjectExists. */
  create({ ignoresOwnChanges = false, ...callback }: NewCallback): Promise<Callback> {
    const { description, objectId } = callback;
    new InputCheck().text('description', description, { most: 100 }).ids({ objectId }).throwIfAny();
    const body = {
      ...callback,
      payloadVersion: '3.0.0',
      inactiveFlag: false,
      isSelfSuppressedFlag: ignoresOwnChanges,
    };
    return this.#requester.post({ route: ROUTE, body, shape });
  }

  activate(id: number): Promise<Callback> {
    return this.#requester.patch({ ...one(id), changes: { inactiveFlag: false }, shape });
  }

  delete(id: number): Promise<void> {
    return this.#requester.delete(one(id));
  }

  /**
   * The key that a callback's signature is checked with. The address comes out of a message that nobody has vouched
   * for yet: unless it is the key page of this account's own ConnectWise, nothing is sent.
   * @throws Failure INVALID
   */
  async signingKey(keyUrl: string): Promise<string> {
    const { origin, path } = await keyLocation(keyUrl, (origin) => this.#requester.owns(origin));
    const { value } = await this.#requester.direct({
      ...{ method: 'GET', effect: 'read', route: '/system/callbackkey/index.rails', path, origin, isSigned: true },
      // It is served as text, and is JSON all the same.
      headers: { accept: '*/*' },
      answer: { kind: 'json', shape: keyShape },
    });
    return keyShape.parse(value).signing_key;
  }
}

function one(id: number) {
  return { route: `${ROUTE}/{id}`, path: `${ROUTE}/${idPart(id, 'callbackId')}` };
}

import { z } from 'zod';
import { type ListOptions, listRecords } from './pager.js';
import type { Requester } from './requester.js';
import { fieldsOf, flag, recordId } from './shapes.js';

export interface AgreementType {
  readonly id: number;
  readonly name: string;
  readonly isInactive: boolean;
}

const fields = z.object({ id: recordId, name: z.string(), inactiveFlag: flag });
const shape = fields.transform(({ inactiveFlag, ...same }): AgreementType => ({ ...same, isInactive: inactiveFlag }));

export class AgreementTypes {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  list(options?: ListOptions): AsyncGenerator<AgreementType, void, undefined> {
    return listRecords(
      this.#requester,
      { route: '/finance/agreements/types', fields: fieldsOf(fields), shape },
      options,
    );
  }
}

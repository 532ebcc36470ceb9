import { z } from 'zod';
import { fieldsOf, recordInfo, text } from './shapes.js';

/** A company of ConnectWise as we keep it. */
export interface Company {
  readonly id: number;
  readonly identifier: string;
  readonly name: string;
  readonly status: CompanyStatus | null;
  /** By the status record's own flag where it could be read, else by the status being called Inactive or Not-Active. */
  readonly isInactive: boolean;
  readonly types: readonly string[];
  readonly isDeleted: boolean;
  readonly lastUpdated: Date | null;
  readonly website: string | null;
  readonly phoneNumber: string | null;
  readonly address: CompanyAddress;
  /** The record id of its main contact. */
  readonly defaultContactId?: number | undefined;
}

export interface CompanyStatus {
  readonly id: number | null;
  readonly name: string;
}

export interface CompanyAddress {
  readonly lines: readonly string[];
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly country: string | null;
}

/** Without an id too: the name of a status says enough. */
const reference = z
  .object({ id: z.int().nullish(), name: text })
  .nullish()
  .transform((value) => value ?? null);

/** A company as ConnectWise sends it: only what identifies it must be there. */
export const companyShape = z.object({
  id: z.int().nonnegative(),
  identifier: z.string(),
  name: z.string(),
  status: reference,
  types: z.array(z.object({ name: text })).nullish(),
  deletedFlag: z.boolean().nullish(),
  website: text,
  phoneNumber: text,
  addressLine1: text,
  addressLine2: text,
  city: text,
  state: text,
  zip: text,
  country: reference,
  defaultContact: reference,
  _info: recordInfo,
});

/** The fields to ask for; `_info` only comes when it is named. */
export const COMPANY_FIELDS = fieldsOf(companyShape);

type CompanyAnswer = z.infer<typeof companyShape>;

/** Whether each company status means inactive, by the status's record id. */
export type StatusFlags = ReadonlyMap<number, boolean>;

export function toCompany(answer: CompanyAnswer, flags: StatusFlags): Company {
  const { id, identifier, name, website, phoneNumber, city, state, zip } = answer;
  const status = answer.status ? { id: answer.status.id ?? null, name: answer.status.name ?? '' } : null;
  return {
    id,
    identifier,
    name,
    status,
    isInactive: status !== null && isInactive(status, flags),
    types: (answer.types ?? []).flatMap((type) => type.name ?? []),
    isDeleted: answer.deletedFlag === true,
    lastUpdated: answer._info.lastUpdated,
    website,
    phoneNumber,
    address: {
      lines: [answer.addressLine1, answer.addressLine2].flatMap((line) => line ?? []),
      city,
      state,
      zip,
      country: answer.country?.name ?? null,
    },
    defaultContactId: answer.defaultContact?.id || undefined,
  };
}

const INACTIVE_NAMES = new Set(['inactive', 'notactive']);

function isInactive(status: CompanyStatus, flags: StatusFlags): boolean {
  const flag = status.id === null ? undefined : flags.get(status.id);
  return flag ?? INACTIVE_NAMES.has(status.name.toLowerCase().replace(/[^a-z]/g, ''));
}

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const FOLDER = new URL('../data/match-pairs/', import.meta.url);

const companySchema = z.object({
  identifier: z.string().min(1),
  name: z.string().min(1),
  website: z.string(),
  state: z.enum(['active', 'inactive', 'deleted']),
});
const userSchema = z.object({
  source: z.string().min(1),
  externalId: z.string().min(1),
  name: z.string().min(1),
  domains: z.string().transform((text) => text.split(' ').filter((domain) => domain !== '')),
  /** Identifiers of the right company, or of those that nothing tells apart. */
  answer: z.string().transform((text) => text.split('/').filter((identifier) => identifier !== '')),
  kind: z.string().min(1),
});

export type LabelledCompany = z.infer<typeof companySchema>;
export type LabelledUser = z.infer<typeof userSchema>;

export function readMatchPairs(): { readonly companies: LabelledCompany[]; readonly users: LabelledUser[] } {
  return {
    companies: z.array(companySchema).parse(rowsOf('companies.csv')),
    users: z.array(userSchema).parse(rowsOf('users.csv')),
  };
}

function rowsOf(file: string): unknown {
  return parse(readFileSync(new URL(file, FOLDER)), { columns: true });
}

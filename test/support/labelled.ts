import type { MatchReason } from '../../src/features/matching/scoring.js';
import { type InstanceId, newId, type SourceId, type UserId } from '../../src/shared/ids.js';
import { runJobs } from '../api/support/jobs.js';
import { sql } from '../api/support/rows.js';
import { type LabelledUser, readMatchPairs } from './match-pairs.js';
import type { Suggestion } from './match-reference.js';
import { mirrorCompanies, type NamedCompany } from './matching.js';
import { plausibleNames } from './plausible-names.js';
import type { SeedAccount } from './seed.js';
import type { TestApp } from './test-app.js';

export interface Labelled {
  readonly user: LabelledUser;
  readonly suggestions: readonly Suggestion[];
}

/** Puts the labelled pairs, and whatever else there shall be, into an account and has the job make its suggestions. */
export async function suggestLabelled(
  { app, database }: TestApp,
  account: SeedAccount,
  others: readonly NamedCompany[] = [],
): Promise<Labelled[]> {
  const { companies, users } = readMatchPairs();
  const { id: instanceId } = await app.services.integration.instance(account.caller);
  await mirrorCompanies(database, { accountId: account.id, instanceId }, [...companies, ...others]);
  // Past the limits of what a source may report: one of the names is longer.
  await database.write(account.id, async (tx) => {
    const codes = [...new Set(users.map(({ source }) => source))];
    const sources = new Map(codes.map((code) => [code, newId<SourceId>()]));
    await tx.source.createMany({
      data: codes.map((code) => ({ accountId: account.id, id: sources.get(code) ?? '', code, name: code })),
    });
    await tx.user.createMany({
      data: users.map(({ source, externalId, name, domains: mailDomains }) => ({
        ...{ accountId: account.id, id: newId<UserId>(), sourceId: sources.get(source) ?? '' },
        ...{ externalId, name, mailDomains },
      })),
    });
  });
  await app.services.matching.start(account.caller, undefined);
  await runJobs(app, account, 'MATCHING');
  return readSuggestions(account, instanceId, users);
}

/** Companies that are nobody's answer, with names as plausible as those of the labelled ones. */
export function fillerCompanies(count: number): NamedCompany[] {
  return plausibleNames(count).map((name, index) => ({
    identifier: `Filler${index}`,
    name,
    ...(index % 2 === 0 && { website: `https://www.filler-${index}.example` }),
  }));
}

interface Row {
  readonly code: string;
  readonly external_id: string;
  readonly identifier: string;
  readonly score: number;
  readonly reasons: MatchReason[];
  readonly is_sure: boolean;
}

/** What is open for each user, best first. */
async function readSuggestions(
  { id }: SeedAccount,
  instanceId: InstanceId,
  users: readonly LabelledUser[],
): Promise<Labelled[]> {
  const rows = await sql<Row>(
    `SELECT o.code, u.external_id, c.identifier, s.score, s.reasons::text[], s.is_sure
     FROM match_suggestions s
     JOIN users u ON u.account_id = s.account_id AND u.id = s.user_id
     JOIN sources o ON o.account_id = s.account_id AND o.id = u.source_id
     JOIN companies c ON c.account_id = s.account_id AND c.id = s.company_id
     WHERE s.account_id = $1 AND s.instance_id = $2 AND s.status = 'OPEN'
     ORDER BY s.score DESC, c.identifier COLLATE "C"`,
    [id, instanceId],
  );
  const byUser = new Map<string, Suggestion[]>();
  for (const row of rows) {
    const key = `${row.code} ${row.external_id}`;
    const { identifier, score, reasons, is_sure: isSure } = row;
    byUser.set(key, [...(byUser.get(key) ?? []), { identifier, score, reasons, isSure }]);
  }
  return users.map((user) => ({ user, suggestions: byUser.get(`${user.source} ${user.externalId}`) ?? [] }));
}

/** How good suggestions are, by the labels: in words, and in figures. */
export function measure(labelled: readonly Labelled[]) {
  const pairs = labelled.map(({ user, suggestions: found }) => ({ user, found }));
  const answered = pairs.filter(({ user }) => user.answer.length > 0);
  const right = answered.filter(isRight).length;
  const falsely = pairs.filter(({ user, found }) => user.answer.length === 0 && found.length > 0);
  const sure = pairs.flatMap(({ user, found }) => found.filter(({ isSure }) => isSure).map((one) => ({ user, one })));
  const sureAndWrong = sure
    .filter(({ user, one }) => user.answer.length !== 1 || user.answer[0] !== one.identifier)
    .map(({ user, one }) => `${user.name} → ${one.identifier}`);
  const shareRight = right / answered.length;
  const lines = [
    `first suggestion right: ${right} of ${answered.length} (${(100 * shareRight).toFixed(1)} %)`,
    `something suggested where there is no answer: ${falsely.length} of ${pairs.length - answered.length}`,
    `sure: ${sure.length} of ${pairs.length}, wrong: ${sureAndWrong.length}`,
  ];
  return { lines, shareRight, sureAndWrong, sure: sure.length };
}

function isRight({ user, found }: { user: LabelledUser; found: readonly Suggestion[] }): boolean {
  const [first] = found;
  if (first === undefined || !user.answer.includes(first.identifier)) return false;
  const best = found.filter(({ score }) => score === first.score).map(({ identifier }) => identifier);
  return user.answer.every((identifier) => best.includes(identifier)) && best.length === user.answer.length;
}

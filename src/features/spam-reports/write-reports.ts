import type { Caller } from '../../shared/caller.js';
import { Failure } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { ExportSpam, SpamCells } from '../spam/export-spam.js';
import type { SpamLanguage } from '../spam-settings/spam-settings.js';
import { fileNamePart } from './plain-name.js';
import type { ReportOutcome, ReportRequest, WrittenReport } from './report.js';
import { csvOf, isTooLong, tooLong } from './report-csv.js';
import { figuresOf } from './report-figures.js';
import type { DomainSums, NativeSums, ReportFiguresRepository } from './report-figures.repository.js';
import { nativePeriodsOf, periodsOf } from './report-periods.js';
import { subjectOf, textOf } from './report-text.js';

interface Deps {
  readonly figures: ReportFiguresRepository;
  readonly exportSpam: ExportSpam;
}

/** Whom a report is about. */
export interface ReportedUser {
  readonly id: UserId;
  readonly name: string;
}

export interface WritingRequest extends ReportRequest {
  readonly language: SpamLanguage;
}

/** What a report of one user is made of. */
interface Material {
  readonly sums: readonly DomainSums[];
  readonly native: readonly NativeSums[];
  readonly rows: readonly SpamCells[];
}

/** Makes reports of what the mail filter saw, each of a user and month. */
export class WriteReports {
  constructor(private readonly deps: Deps) {}

  /** Those of some 50 users, in as many statements as of one. Users without any day in the month have none. */
  async write(
    caller: Caller,
    request: WritingRequest,
    users: readonly ReportedUser[],
  ): Promise<ReadonlyMap<UserId, ReportOutcome>> {
    const material = await this.gather(caller, request, users);
    const outcomes = new Map<UserId, ReportOutcome>();
    for (const user of users) {
      const found = material.get(user.id);
      if (found) outcomes.set(user.id, await outcomeOf(() => written(request, user, found)));
    }
    return outcomes;
  }

  private async gather(
    caller: Caller,
    request: WritingRequest,
    users: readonly ReportedUser[],
  ): Promise<ReadonlyMap<UserId, Material>> {
    const { figures, exportSpam } = this.deps;
    const periods = periodsOf(request.month);
    const userIds = users.map(({ id }) => id);
    const all = byUser(await figures.ofUsers(caller.accountId, userIds, periods));
    const told = [...all].filter(([, sums]) => sums.some(({ days }) => days > 0));
    if (told.length === 0) return new Map();
    const domains = new Set(told.flatMap(([, sums]) => sums.map(({ domain }) => domain)));
    const listed = told.filter(([, sums]) => !isTooLong(sums)).map(([userId]) => userId);
    const [native, rows] = await Promise.all([
      figures.ofDomains(caller.accountId, [...domains], nativePeriodsOf(request)),
      exportSpam.ofUsers(caller, listed, periods.month),
    ]);
    const byDomain = new Map(native.map((sums) => [sums.domain, sums]));
    const materialOf = (userId: UserId, sums: readonly DomainSums[]): Material => ({
      ...{ sums, native: sums.flatMap(({ domain }) => byDomain.get(domain) ?? []), rows: rows.get(userId) ?? [] },
    });
    return new Map(told.map(([userId, sums]) => [userId, materialOf(userId, sums)]));
  }
}

async function written(
  { month, asOf, language }: WritingRequest,
  { id: userId, name }: ReportedUser,
  { sums, native, rows }: Material,
): Promise<WrittenReport> {
  if (isTooLong(sums)) throw tooLong();
  const figures = figuresOf(sums, native);
  const head = { userId, name, month, asOf, language };
  const fileName = `spam-${month}-${fileNamePart(name, userId.slice(-12))}.csv`;
  const text = textOf(head, figures, fileName);
  return { figures, subject: subjectOf(head), text, fileName, csv: await csvOf(rows) };
}

function byUser(sums: readonly DomainSums[]): ReadonlyMap<UserId, readonly DomainSums[]> {
  const found = new Map<UserId, DomainSums[]>();
  for (const one of sums) {
    const ofUser = found.get(one.userId) ?? [];
    ofUser.push(one);
    found.set(one.userId, ofUser);
  }
  return found;
}

/** What cannot be written of one user is told of it, and stops none of the others. */
async function outcomeOf(write: () => Promise<WrittenReport>): Promise<ReportOutcome> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

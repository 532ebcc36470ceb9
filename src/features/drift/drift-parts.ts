import { z } from 'zod';
import { type CompanyFacts, type Drift, SurvivorReason } from './drift.js';

/** The columns of a drift that belong together, as either door names them. */
export interface DriftParts {
  readonly beforeIdentifier: string;
  readonly beforeName: string | null;
  readonly beforeStatus: string | null;
  readonly afterIdentifier: string | null;
  readonly afterName: string | null;
  readonly afterStatus: string | null;
  readonly survivorConnectWiseId: number | null;
  readonly survivorIdentifier: string | null;
  readonly survivorName: string | null;
  readonly survivorStatus: string | null;
  readonly survivorReasons: readonly string[];
}

const reasonsShape = z.array(z.enum(SurvivorReason));

export function toParts(row: DriftParts): Pick<Drift, 'before' | 'after' | 'survivor'> {
  const facts = (identifier: string, name: string | null, status: string | null): CompanyFacts => ({
    ...{ identifier, name: name ?? undefined, status: status ?? undefined },
  });
  const { survivorConnectWiseId: connectWiseId, survivorIdentifier } = row;
  return {
    before: facts(row.beforeIdentifier, row.beforeName, row.beforeStatus),
    after: row.afterIdentifier === null ? undefined : facts(row.afterIdentifier, row.afterName, row.afterStatus),
    survivor:
      connectWiseId === null || survivorIdentifier === null
        ? undefined
        : {
            connectWiseId,
            ...facts(survivorIdentifier, row.survivorName, row.survivorStatus),
            reasons: reasonsShape.parse(row.survivorReasons),
          },
  };
}

/** The other way round, as the write door names them. */
export function columnsOf({ after, survivor }: Pick<Drift, 'after' | 'survivor'>) {
  return {
    afterIdentifier: after?.identifier,
    afterName: after?.name,
    afterStatus: after?.status,
    survivorConnectWiseId: survivor?.connectWiseId,
    survivorIdentifier: survivor?.identifier,
    survivorName: survivor?.name,
    survivorStatus: survivor?.status,
    survivorReasons: [...(survivor?.reasons ?? [])],
  };
}

import type { Companies } from '../../connectwise/companies.js';
import type { Company } from '../../connectwise/company.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, type Problem } from '../../shared/failure.js';
import type { IntegrationService } from '../integration/integration.service.js';

/** What ConnectWise said of record ids. One that is not among them was not answered; `problem` tells why. */
export interface CompanyAnswers {
  /** Undefined for a record id that ConnectWise does not have. */
  readonly companies: ReadonlyMap<number, Company | undefined>;
  readonly problem: Problem | undefined;
}

/**
 * Asks ConnectWise about record ids, with as few calls as it takes. What must not become the problem of single rows,
 * such as being put off, is thrown.
 */
export type AskCompanies = (caller: Caller, recordIds: readonly number[]) => Promise<CompanyAnswers>;

/** How long a person waits for answers about many companies. */
const PATIENCE_MS = 10_000;
/** As many as one URL holds of ids with up to six digits. */
const IDS_A_CALL = 200;
/** What is only a matter of time, which an import has more of. */
const TIME_CODES = new Set<string>([
  FailureCode.CONNECTWISE_UNAVAILABLE,
  FailureCode.CONNECTWISE_RATE_LIMITED,
  FailureCode.UNAVAILABLE,
]);

/** Asks while somebody waits, and says of what could not be asked in time which way takes its time. */
export function askWhileWaiting(integration: IntegrationService, patienceMs = PATIENCE_MS): AskCompanies {
  return async (caller, recordIds) => {
    const answers = new Map<number, Company | undefined>();
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(outOfTime()), patienceMs);
    try {
      await integration.ask(caller, ({ companies }) => collectAnswers(companies, recordIds, answers), patience.signal);
      return { companies: answers, problem: undefined };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { companies: answers, problem: forRows(error.problems[0]) };
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Puts the answers into a map call by call: what was answered counts although a later call fails. */
export async function collectAnswers(
  companies: Companies,
  recordIds: readonly number[],
  answers: Map<number, Company | undefined>,
): Promise<void> {
  for (let first = 0; first < recordIds.length; first += IDS_A_CALL) {
    const asked = recordIds.slice(first, first + IDS_A_CALL);
    const found = new Map((await companies.findByIds(asked)).map((company) => [company.id, company]));
    for (const id of asked) answers.set(id, found.get(id));
  }
}

function outOfTime(): Failure {
  const message = 'ConnectWise did not answer about all companies in time.';
  return new Failure({ code: FailureCode.CONNECTWISE_UNAVAILABLE, message });
}

function forRows({ code, message, retryAfterSeconds }: Problem): Problem {
  const way = TIME_CODES.has(code) ? ' An import of the same rows as CSV waits until all are checked.' : '';
  const text = `The company could not be checked: ${message}${way}`;
  return { code, message: text, field: ['company'], ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

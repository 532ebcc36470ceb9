import type { PageOfCompanies } from '../../connectwise/companies.js';
import type { Company } from '../../connectwise/company.js';
import type { ListPage } from '../../connectwise/pager.js';
import type { Caller } from '../../shared/caller.js';
import type { InstanceId } from '../../shared/ids.js';
import type { BackgroundWork } from '../integration/background-work.js';
import { OutgoingWork } from '../integration/health.js';
import type { JobRun } from '../jobs/job-task.js';

/** A page, how many calls it took, and whose companies they are. */
export interface AnsweredPage {
  readonly page: ListPage<Company> & { readonly calls: number };
  readonly answeredBy: InstanceId;
}

interface Ahead {
  readonly after: number;
  readonly answer: Promise<AnsweredPage>;
}

/**
 * Asks ConnectWise for pages of companies, for the next one already while the last one is written. What was asked ahead
 * counts only in the run it was asked for: a crash loses that one answer.
 */
export class PagesAhead {
  readonly #ahead = new WeakMap<JobRun, Ahead>();

  constructor(private readonly backgroundWork: BackgroundWork) {}

  take(caller: Caller, run: JobRun, place: PageOfCompanies): Promise<AnsweredPage> {
    const ahead = this.#ahead.get(run);
    this.#ahead.delete(run);
    return ahead?.after === place.after ? ahead.answer : this.#ask(caller, run, place);
  }

  /** Nothing happens when the run ends with the part in hand: then nobody would take the page. */
  askAhead(caller: Caller, run: JobRun, place: PageOfCompanies): void {
    if (!run.goesOn) return;
    const answer = this.#ask(caller, run, place);
    // Whoever takes it learns of it; when nobody does, it is of no interest.
    answer.catch(() => {});
    this.#ahead.set(run, { after: place.after, answer });
  }

  #ask(caller: Caller, { signal }: JobRun, { after, changedAfter }: PageOfCompanies): Promise<AnsweredPage> {
    const piece = { work: OutgoingWork.COMPANY_SYNC, capability: 'READ_COMPANIES', signal } as const;
    return this.backgroundWork.run(caller, piece, async ({ companies }, answeredBy) => ({
      page: await companies.page({ after, changedAfter }),
      answeredBy,
    }));
  }
}

import type { Company } from '../../connectwise/company.js';
import type { BackgroundWork } from '../integration/background-work.js';
import { OutgoingWork } from '../integration/health.js';
import { type AskCompanies, collectAnswers } from './ask-companies.js';

/** Asks for as long as it takes, at the pace of background work; what cannot be asked now puts the job off. */
export function askInBackground(backgroundWork: BackgroundWork, signal: AbortSignal): AskCompanies {
  return async (caller, recordIds) => {
    const answers = new Map<number, Company | undefined>();
    if (recordIds.length === 0) return { companies: answers, problem: undefined };
    const piece = { work: OutgoingWork.COMPANY_SYNC, capability: 'READ_COMPANIES', signal } as const;
    await backgroundWork.run(caller, piece, ({ companies }) => collectAnswers(companies, recordIds, answers));
    return { companies: answers, problem: undefined };
  };
}

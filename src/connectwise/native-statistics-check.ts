import { causeOf } from './check-causes.js';
import type { CheckSheet, Verdict } from './check-sheet.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { ConnectWiseSession } from './session.js';
import type { IntegratorLogin } from './spam-statistics.js';

/** A login of the older service, and the management solution that figures are kept under. */
export interface NativeLogin extends Omit<IntegratorLogin, 'loginCompanyId'> {
  readonly solutionName: string;
}

/**
 * Judges whether ConnectWise's own spam statistics can be written, without writing any. It is the last check and one of
 * many routes: whatever happens in it, a lost connection too, speaks of nothing else.
 */
export async function checkNativeStatistics(
  session: ConnectWiseSession,
  sheet: CheckSheet,
  login: (NativeLogin & IntegratorLogin) | undefined,
): Promise<void> {
  sheet.put('NATIVE_STATISTICS', await judge(session, login));
}

async function judge(
  { spamStatistics }: ConnectWiseSession,
  login: (NativeLogin & IntegratorLogin) | undefined,
): Promise<Omit<Verdict, 'role'>> {
  try {
    if (!(await spamStatistics.isOffered())) return ABSENT;
    if (!login) return NO_LOGIN;
    await spamStatistics.check(login, login.solutionName);
    return { outcome: 'PASSED', cause: null, message: 'The service for spam statistics accepts the integrator login.' };
  } catch (error) {
    if (!(error instanceof ConnectWiseError)) throw error;
    const { kind, problem, message } = error;
    if (kind === 'integrator-login' || kind === 'integrator-right') {
      return { outcome: 'FAILED', cause: causeOf(problem), message };
    }
    const untried = `The service for spam statistics could not be tried. ${message}`;
    return { outcome: 'NOT_PROVABLE', cause: causeOf(problem), message: untried };
  }
}

const ABSENT = {
  outcome: 'FAILED',
  cause: 'SERVICE_ABSENT',
  message:
    'This ConnectWise does not offer the older service that takes its own spam statistics. Choose another route for reports.',
} as const;

const NO_LOGIN = {
  outcome: 'SKIPPED',
  cause: 'LOGIN_MISSING',
  message:
    'The service for spam statistics is there. To use it, save an integrator login and a management solution in the spam settings.',
} as const;

import { CAPABILITIES, type Capability, READ_COMPANIES } from './capabilities.js';
import { causeOf, subjectOf } from './check-causes.js';
import type { CheckSheet, Verdict } from './check-sheet.js';
import { ConnectWiseError } from './connectwise-error.js';
import { type Proof, proofOf, type RoleNeed, roleRowOf, tableProofOf } from './rights.js';
import type { ConnectWiseSession } from './session.js';
import type { SecurityRight } from './system.js';

/**
 * Judges every capability without changing anything in ConnectWise: by the caller's own rights, and by small reads.
 * Rejects with the ConnectWiseErrors that speak of the connection as a whole.
 */
export async function checkCapabilities(session: ConnectWiseSession, sheet: CheckSheet): Promise<void> {
  // The one that blocks goes first: time may run out.
  const readError = await errorOf(() => session.probes.readCompanies());
  const rights = await rightsOf(session);
  sheet.put(READ_COMPANIES.subject, companiesVerdict(readError, rights));
  for (const capability of CAPABILITIES) {
    sheet.put(capability.subject, await judge(session, capability, rights));
  }
}

async function judge(
  session: ConnectWiseSession,
  capability: Capability,
  rights: readonly SecurityRight[],
): Promise<Verdict> {
  const { read, isReadDecisive, need } = capability;
  const proof = proofOf(need, rights);
  if (read && (isReadDecisive || proof === 'unknown')) {
    return readVerdict(capability, await errorOf(() => read(session)));
  }
  const isByTable = proof === 'granted' && need.table !== undefined;
  return proofVerdict(capability, isByTable ? await tableProof(session, need, rights) : proof);
}

async function tableProof(
  session: ConnectWiseSession,
  need: RoleNeed,
  rights: readonly SecurityRight[],
): Promise<Proof> {
  let proof: Proof = 'unknown';
  await errorOf(async () => {
    proof = tableProofOf(need, rights, await session.system.customizedItems());
  });
  return proof;
}

function companiesVerdict(error: ConnectWiseError | undefined, rights: readonly SecurityRight[]): Verdict {
  const verdict = readVerdict(READ_COMPANIES, error);
  if (verdict.outcome === 'NOT_PROVABLE') return { ...verdict, outcome: 'FAILED' };
  if (error || proofOf(READ_COMPANIES.need, rights) !== 'own-records-only') return verdict;
  const message = `Reading companies works, but shows the API member's own companies only. To see all, ${changeOf(READ_COMPANIES)}.`;
  return { ...verdict, message, role: roleRowOf(READ_COMPANIES.need) };
}

function readVerdict(capability: Capability, error: ConnectWiseError | undefined): Verdict {
  const { what } = capability;
  if (!error) return { outcome: 'PASSED', cause: null, message: `${what} works.`, role: null };
  if (error.kind === 'permission') return proofVerdict(capability, 'missing');
  const message = `${what} could not be tried. ${error.message}`;
  return { outcome: 'NOT_PROVABLE', cause: causeOf(error.problem), message, role: null };
}

function proofVerdict(capability: Capability, proof: Proof): Verdict {
  const { what, need } = capability;
  const role = roleRowOf(need);
  const failed = { outcome: 'FAILED', cause: 'PERMISSION', role } as const;
  const change = changeOf(capability);
  switch (proof) {
    case 'granted':
      return { outcome: 'PASSED', cause: null, message: `${what} is permitted.`, role: null };
    case 'missing':
      return { ...failed, message: `${what} is not permitted. In ConnectWise, ${change}.` };
    case 'own-records-only':
      return {
        ...failed,
        message: `${what} is permitted for the API member's own records only. In ConnectWise, ${change}.`,
      };
    case 'unknown': {
      const message = `ConnectWise does not show whether this is permitted. If it fails later, ${change}.`;
      return { outcome: 'NOT_PROVABLE', cause: 'RIGHTS_NOT_SHOWN', message, role };
    }
  }
}

function changeOf({ need }: Capability): string {
  const role = roleRowOf(need);
  const tables = need.table ? ', and where that row is customised choose the tables of the hosted API' : '';
  return `set ${role.module} › ${role.function} to ${role.level} in the security role of the API member (System › Security Roles)${tables}`;
}

/** No answer, a refusal or an odd shape all mean the same: nothing is known of the rights. */
async function rightsOf(session: ConnectWiseSession): Promise<readonly SecurityRight[]> {
  let rights: readonly SecurityRight[] = [];
  await errorOf(async () => {
    rights = await session.system.mySecurity();
  });
  return rights;
}

/** The error of one step, if it speaks of that step alone. */
async function errorOf(step: () => Promise<void>): Promise<ConnectWiseError | undefined> {
  try {
    await step();
    return undefined;
  } catch (error) {
    if (error instanceof ConnectWiseError && subjectOf(error.problem) === undefined) return error;
    throw error;
  }
}

import type { Finding, Verdict } from '../../../src/cli/doctor/finding.js';
import type { Workshop } from '../../support/process.js';

export interface Diagnosis {
  readonly code: number | null;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** All that was printed. */
  readonly text: string;
  /** `verdict message` of the findings about one subject that are not ok. */
  readonly complaints: (subject: string) => string[];
}

export async function diagnose(workshop: Workshop, environment: Record<string, string>): Promise<Diagnosis> {
  const { code, stdout, stderr } = await workshop.run(['doctor', '--json'], environment);
  if (stderr !== '') throw new Error(stderr);
  const { verdict, findings } = JSON.parse(stdout) as Pick<Diagnosis, 'verdict' | 'findings'>;
  const complaints = (subject: string) =>
    findings
      .filter((finding) => finding.subject === subject && finding.verdict !== 'ok')
      .map((finding) => `${finding.verdict} ${finding.message}`);
  return { code, verdict, findings, text: stdout, complaints };
}

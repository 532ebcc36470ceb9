import type { Command } from 'commander';
import { examine } from './doctor/examine.js';
import type { Finding, Verdict } from './doctor/finding.js';
import { say } from './terminal.js';

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Look at everything a server depends on, and say what is wrong and what to do; changes nothing.')
    .option('--json', 'one JSON document instead of lines')
    .action(doctor);
}

async function doctor({ json }: { readonly json?: boolean }): Promise<void> {
  const findings: Finding[] = [];
  for await (const sheet of examine()) {
    findings.push(...sheet.findings);
    if (!json) for (const finding of sheet.findings) say(lineOf(finding));
  }
  const verdict = worstOf(findings);
  say(json ? JSON.stringify({ verdict, findings }, null, 2) : `\n${summaryOf(findings)}`);
  if (verdict === 'failed') process.exitCode = 1;
}

const WIDTH = 'warning'.length;

function lineOf({ verdict, subject, message, remedy }: Finding): string {
  const line = `${verdict.padEnd(WIDTH)}  ${subject}: ${message}`;
  return remedy ? `${line}\n${' '.repeat(WIDTH + 2)}→ ${remedy}` : line;
}

function worstOf(findings: readonly Finding[]): Verdict {
  const has = (verdict: Verdict) => findings.some((finding) => finding.verdict === verdict);
  if (has('failed')) return 'failed';
  return has('warning') ? 'warning' : 'ok';
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  return `${count('ok')} ok, ${count('warning')} to look at, ${count('failed')} failed.`;
}

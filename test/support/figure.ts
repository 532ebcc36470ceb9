import { appendFileSync } from 'node:fs';

/** Notes what was measured for a row of docs/reliability.md; `npm run test:faults` gathers it into its table. */
export function figure(row: string, measured: string): void {
  note({ row, measured });
}

/** Says why a row, or a part of it, cannot be shown on this machine. */
export function notRun(row: string, why: string): void {
  note({ row, notRun: why });
}

function note(fact: Readonly<Record<string, string>>): void {
  const file = process.env['FAULT_FIGURES'];
  if (file) appendFileSync(file, `${JSON.stringify(fact)}\n`);
}

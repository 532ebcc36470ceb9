// Tables: on the screen as soon as they are measured, and with `--write` between their marks in docs/benchmarks.md.
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';

const FILE = 'docs/benchmarks.md';
const began = performance.now();

/** Tells on standard error how far the run is. */
export function progress(text) {
  const passed = Math.round((performance.now() - began) / 1_000);
  process.stderr.write(`${String(passed).padStart(5)} s  ${text}\n`);
}

export class Report {
  constructor(isWritten) {
    this.isWritten = isWritten;
  }

  /** A cut-off run has all tables but its last. */
  async table(mark, { head = ['what', 'figure'], rows, how }) {
    const text = [
      `| ${head.join(' | ')} |`,
      `|${' --- |'.repeat(head.length)}`,
      ...rows.map((cells) => `| ${cells.join(' | ')} |`),
      '',
      `Node ${process.version}, ${machine()}, load ${loadavg()[0].toFixed(1)} at the end; ${how}; ${new Date().toISOString().slice(0, 10)}.`,
      '',
    ].join('\n');
    process.stdout.write(`${mark}\n\n${text}\n`);
    if (this.isWritten) await write(mark, text);
  }
}

function machine() {
  return `${cpus().length} × ${cpus()[0].model.trim()} shared by all processes`;
}

async function write(mark, table) {
  const text = await readFile(FILE, 'utf8');
  const place = new RegExp(`(<!-- ${mark} -->\\n)[\\s\\S]*?(<!-- /${mark} -->)`);
  if (!place.test(text)) throw new Error(`${FILE} has no place for ${mark}.`);
  await writeFile(
    FILE,
    text.replace(place, (_, open, close) => `${open}${table}${close}`),
  );
}

// What processes use, as the kernel tells it: processor time and memory of each with all it started.
import { readFile, writeFile } from 'node:fs/promises';

const TICKS_A_SECOND = 100;

/** Processor time so far, with that of children, also of those that have ended. */
export async function processorSeconds({ pid }) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name of the program comes before, in brackets, and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0);
  const below = await Promise.all((await childrenOf(pid)).map(processorSeconds));
  return below.reduce((sum, value) => sum + value, ticks / TICKS_A_SECOND);
}

/** What the work costs each of the processes, by their names. */
export async function costOf(processes, work) {
  const names = Object.keys(processes);
  const used = () => Promise.all(names.map((name) => processorSeconds(processes[name])));
  const before = await used();
  const answer = await work();
  const after = await used();
  return { answer, cost: Object.fromEntries(names.map((name, at) => [name, after[at] - before[at]])) };
}

export function toldCost(cost) {
  return Object.entries(cost)
    .map(([name, used]) => `${name} ${used.toFixed(1)}`)
    .join(', ');
}

/** Memory in use now, in MB. */
export async function residentMemory({ pid }) {
  const below = await Promise.all((await childrenOf(pid)).map(residentMemory));
  return below.reduce((sum, value) => sum + value, await megabytes(pid, /VmRSS:\s+(\d+)/));
}

/** The highest since the last reset, in MB, of the process alone. */
export function peakMemory({ pid }) {
  return megabytes(pid, /VmHWM:\s+(\d+)/);
}

export function resetPeak({ pid }) {
  return writeFile(`/proc/${pid}/clear_refs`, '5');
}

async function megabytes(pid, pattern) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(pattern.exec(status)?.[1] ?? 0) / 1_024);
}

async function childrenOf(pid) {
  const threads = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return threads
    .split(' ')
    .filter(Boolean)
    .map((child) => ({ pid: child }));
}

import { cutTo, shortened } from '../../shared/text.js';
import type { Delivery } from './ticket.js';
import { noteMark } from './ticket.js';

const SUMMARY = 100;
/** ConnectWise takes 16 KB; bytes, so that no alphabet has less room than another. */
const BODY_BYTES = 16_384;
const CUT_NOTE = '\n\n[The text was cut here: ConnectWise takes no more.]';

/** The title as far as a summary has room, cut between characters as people see them. */
export function summaryOf(title: string): string {
  const plain = withoutControls(title, ' ').replace(/\s+/gu, ' ').trim();
  return shortened(plain, SUMMARY);
}

/** What a source said of a condition, as far as its ticket tells of it. */
export type Told = Pick<Delivery, 'kind' | 'severity' | 'title' | 'body' | 'occurredAt' | 'occurrences'>;

/** The first text of a ticket. `userName` is absent for what concerns the whole account. */
export function openingText(told: Told, userName: string | undefined): string {
  return fitted([told.title, '', told.body, '', ...factsOf(told, userName)], '');
}

/** The text of a note: news of an open condition, or that it is over. */
export function noteText(delivery: Delivery): string {
  const { isOpen, title, body, resolution, toldRevision } = delivery;
  // A ticket that several share, or that a person opened, hears of it for the first time.
  const lead = toldRevision === 0 ? 'Reported' : 'Still open';
  const lines = isOpen
    ? [`${lead}: ${title}`, '', body, '', ...factsOf(delivery, undefined)]
    : [`Resolved: ${title}`, ...(resolution ? ['', resolution] : [])];
  return fitted(lines, `\n\n${noteMark(delivery)}`);
}

function factsOf({ kind, severity, occurredAt, occurrences }: Told, userName: string | undefined): string[] {
  return [
    ...(userName === undefined ? [] : [`Customer: ${userName}`]),
    `Kind: ${kind}`,
    `Severity: ${severity.toLowerCase().replaceAll('_', ' ')}`,
    `Occurred: ${occurredAt.toISOString()}${occurrences > 1 ? `, ${occurrences} times so far` : ''}`,
  ];
}

/** All lines that there are, as much of them as there is room for beside the end. */
function fitted(lines: readonly string[], end: string): string {
  const text = withoutControls(lines.join('\n'), '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const room = BODY_BYTES - bytes(end);
  if (bytes(text) <= room) return text + end;
  return cutTo(text, room - bytes(CUT_NOTE), bytes) + CUT_NOTE + end;
}

function withoutControls(text: string, instead: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, instead);
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

import type { CsvCells } from '../../shared/csv/write-csv.js';
import type { RecordSpamItem } from './record-spam.js';

const COLUMN_OF = {
  source: 'source',
  userExternalId: 'user_external_id',
  domain: 'domain',
  day: 'day',
  totalMessages: 'total_messages',
  accountMessages: 'account_messages',
  spam: 'spam',
  phishing: 'phishing',
  viruses: 'viruses',
} as const satisfies Record<keyof RecordSpamItem, string>;

type Column = (typeof COLUMN_OF)[keyof typeof COLUMN_OF];

const { source, ...required } = COLUMN_OF;
/** What our own files have beside them; passed over, so that they can be sent back. */
const TOLD_COLUMNS = ['user_name'] as const;
/** Which columns a file has to have; `source` may be left out by a token that is bound to one. */
export const SPAM_LAYOUT = { required: Object.values(required), optional: [source, ...TOLD_COLUMNS] } as const;

/** One row of a file as an item of a call; what is no number becomes one that is refused with its column. */
export function readSpamRow(cells: CsvCells<Column>): RecordSpamItem {
  const text = (field: keyof typeof COLUMN_OF) => cells[COLUMN_OF[field]]?.trim() ?? '';
  const count = (field: keyof typeof COLUMN_OF) => (/^-?\d+$/.test(text(field)) ? Number(text(field)) : Number.NaN);
  return {
    source: text('source') || undefined,
    userExternalId: text('userExternalId'),
    domain: text('domain'),
    day: text('day'),
    totalMessages: count('totalMessages'),
    accountMessages: count('accountMessages'),
    spam: count('spam'),
    phishing: count('phishing'),
    viruses: count('viruses'),
  };
}

/** The column that a field of an item comes from. */
export function columnOf(field: string): string {
  return field in COLUMN_OF ? COLUMN_OF[field as keyof typeof COLUMN_OF] : field;
}

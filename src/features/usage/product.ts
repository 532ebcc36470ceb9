import { FailureCode, type Problem, type ProblemList } from '../../shared/failure.js';
import type { ProductId, SourceId } from '../../shared/ids.js';
import { isPrintable } from '../../shared/text.js';
import { MOST_DECIMALS } from './quantity.js';

/** How the days of a period become the one quantity that is billed. */
export const PeriodRule = { LAST: 'LAST', MAXIMUM: 'MAXIMUM', AVERAGE: 'AVERAGE', SUM: 'SUM' } as const;
export type PeriodRule = (typeof PeriodRule)[keyof typeof PeriodRule];

/** A product as its source tells of it. */
export interface ReportedProduct {
  /** The source's own key of the product. */
  readonly code: string;
  readonly name: string;
  /** What its quantities count, such as "mailbox". */
  readonly unit: string;
  /** Decimals that its quantities may have. */
  readonly decimals: number;
  readonly periodRule: PeriodRule;
}

export interface ProductKey {
  readonly sourceId: SourceId;
  readonly code: string;
}

export interface Product extends ReportedProduct {
  readonly id: ProductId;
  readonly sourceId: SourceId;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** As much as each text takes. */
const MOST = { code: 100, name: 200, unit: 50 } as const;

export const REPEATED_PRODUCT: Problem = {
  ...{ code: FailureCode.INVALID, message: 'The same product stands above in this call.' },
  field: ['code'],
};

/** Checks and normalises one reported product; what is wrong is added to `problems` by field. */
export function normaliseProduct(input: ReportedProduct, problems: ProblemList): ReportedProduct {
  const text = (field: keyof typeof MOST) => {
    const given = input[field].trim();
    if (given === '' || given.length > MOST[field]) problems.add(field, `This takes 1 to ${MOST[field]} characters.`);
    else if (!isPrintable(given)) problems.add(field, 'Control characters are not accepted.');
    return given;
  };
  const { decimals, periodRule } = input;
  const product = { code: text('code'), name: text('name'), unit: text('unit'), decimals, periodRule };
  if (decimals < 0 || decimals > MOST_DECIMALS) problems.add('decimals', `This takes 0 to ${MOST_DECIMALS}.`);
  return product;
}

export function productKey({ sourceId, code }: ProductKey): string {
  return `${sourceId}/${code}`;
}

import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { SpamDeliveryId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { ReportFigures } from '../spam-reports/report.js';
import type { DeliveryFilter, SpamDelivery } from './delivery.js';
import type { Content, ContentColumn, DeliveryRepository } from './delivery.repository.js';
import { figuresShape } from './figures.js';

/** The history of reports: what was sent to whom, and why not. */
export class DeliveryService {
  constructor(private readonly deliveries: DeliveryRepository) {}

  page(caller: Caller, request: PageRequest, filter: DeliveryFilter): Promise<Page<SpamDelivery>> {
    return this.deliveries.page(caller.accountId, request, filter);
  }

  find({ accountId }: Caller, ids: readonly SpamDeliveryId[]): Promise<SpamDelivery[]> {
    return this.deliveries.find(accountId, ids);
  }

  /** What of each delivery may be large, as it was stored. */
  contents({ accountId }: Caller, column: ContentColumn, ids: readonly SpamDeliveryId[]) {
    return this.deliveries.contents(accountId, column, ids);
  }
}

/** @throws Failure LIMIT_EXCEEDED */
export function textOf(content: Content<unknown> | undefined): string | undefined {
  const value = requireValue(content);
  return typeof value === 'string' ? value : undefined;
}

/** @throws Failure LIMIT_EXCEEDED */
export function figuresOf(content: Content<unknown> | undefined): ReportFigures | undefined {
  const value = requireValue(content);
  return value === undefined ? undefined : figuresShape.parse(value);
}

function requireValue(content: Content<unknown> | undefined): unknown {
  if (!content || 'value' in content) return content?.value;
  const message = 'This is more than one request answers. Ask for it of fewer deliveries.';
  throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message });
}

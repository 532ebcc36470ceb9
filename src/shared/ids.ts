import { v7 } from 'uuid';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Ids of different things are different types: all are UUIDs in their usual text form. */
export type AccountId = Branded<'AccountId'>;
export type SourceId = Branded<'SourceId'>;
export type TokenId = Branded<'TokenId'>;
export type PersonId = Branded<'PersonId'>;
export type ActorId = TokenId | PersonId;
export type InstanceId = Branded<'InstanceId'>;
export type UserId = Branded<'UserId'>;
export type MappingId = Branded<'MappingId'>;
export type CompanyId = Branded<'CompanyId'>;
export type JobId = Branded<'JobId'>;
export type DriftId = Branded<'DriftId'>;
export type NotificationId = Branded<'NotificationId'>;
export type ProductId = Branded<'ProductId'>;
export type BillingPlanId = Branded<'BillingPlanId'>;
export type BillingLineId = Branded<'BillingLineId'>;
export type SpamDeliveryId = Branded<'SpamDeliveryId'>;
export type TicketId = Branded<'TicketId'>;
export type SuggestionId = Branded<'SuggestionId'>;
export type AuditEventId = Branded<'AuditEventId'>;

/** The platform itself: platform tokens and the audit of what they do belong to this account. */
export const PLATFORM_ACCOUNT = '00000000-0000-0000-0000-000000000000' as AccountId;

/** A new id that sorts by time of making, so that pages by id are pages by age and indexes grow at one end. */
export function newId<Id extends string>(): Id {
  return v7() as Id;
}

/** The first id that can be made at a moment or later. */
export function firstIdOf(moment: Date): string {
  const hex = Math.max(moment.getTime(), 0).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

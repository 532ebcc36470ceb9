/** What ConnectWise has of an erased user, and only people can take out of it. */
export const RemainingKind = {
  COMPANY: 'COMPANY',
  TICKET: 'TICKET',
  COMPANY_NOTE: 'COMPANY_NOTE',
  DOCUMENT: 'DOCUMENT',
  SUMMARY_REPORT: 'SUMMARY_REPORT',
} as const;
export type RemainingKind = (typeof RemainingKind)[keyof typeof RemainingKind];

export interface RemainingRecord {
  readonly kind: RemainingKind;
  /** Its number in ConnectWise; undefined while nobody knows whether it is there. */
  readonly connectWiseId: number | undefined;
  /** The `externalXRef` by which such a ticket is found. */
  readonly reference: string | undefined;
}

/** What one call may ask for. One list, shown to callers by `viewer` and held by whoever it concerns. */
export const limits = {
  /** Rows a request may read in all. */
  cost: 5_000,
  pageSize: 100,
  /** Items of a bulk call that our own data answers. */
  bulkItems: 1_000,
  /** Items of a bulk call that needs ConnectWise. */
  connectWiseItems: 100,
  /** Notifications of one call: each may be long. */
  notificationItems: 500,
} as const;

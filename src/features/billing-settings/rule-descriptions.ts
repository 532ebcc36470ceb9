// What fields of a rule mean, the same wherever the rule is read, given, or overridden for a user.

export const CATALOG_ITEM = 'The product of the catalog that it is billed as, by record id.';
export const AGREEMENT_TYPE = "The user's agreement of this type is the one, by record id.";
export const MAX_CHANGE = 'A change by more percent of the quantity before waits for a person; null: none does.';
export const HOLDS_INVOICED =
  'Whether a line waits for a person when its agreement was invoiced for the period already.';

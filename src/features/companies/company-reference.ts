import type { ProblemList } from '../../shared/failure.js';
import { isPrintable } from '../../shared/text.js';

/** Names a company in exactly one way. */
export type CompanyReference =
  /** `isSeen`: ConnectWise itself returned it, so no length is too long. */
  | { readonly kind: 'identifier'; readonly identifier: string; readonly isSeen?: boolean }
  | { readonly kind: 'record'; readonly connectWiseId: number }
  /** The whole name, which only one live company may have. */
  | { readonly kind: 'name'; readonly name: string };

/** ConnectWise's own limit for new identifiers and names; what is longer cannot have come from its screen. */
const MAX_TEXT = 156;
/** What a record id can be at most. */
const MAX_ID = 2_147_483_647;

/** The reference as it would be asked for; what makes it name no company is added to `problems`. */
export function checkReference(reference: CompanyReference, problems: ProblemList): CompanyReference {
  switch (reference.kind) {
    case 'record': {
      const { connectWiseId: id } = reference;
      if (!Number.isInteger(id) || id < 1 || id > MAX_ID) {
        problems.add(['company', 'connectWiseId'], 'A record id is a positive number.');
      }
      return reference;
    }
    case 'identifier': {
      const identifier = reference.identifier.trim();
      const most = reference.isSeen ? identifier.length : MAX_TEXT;
      checkText(identifier, { field: 'identifier', what: 'A company identifier', most: most }, problems);
      return { ...reference, identifier };
    }
    case 'name': {
      const name = reference.name.trim();
      checkText(name, { field: 'name', what: 'A company name', most: MAX_TEXT }, problems);
      return { ...reference, name };
    }
  }
}

/** Under what an answer of ConnectWise about it is remembered. */
export function keyOf(asked: CompanyReference): string {
  switch (asked.kind) {
    case 'record':
      return `id:${asked.connectWiseId}`;
    case 'identifier':
      return `identifier:${asked.identifier.toLowerCase()}`;
    case 'name':
      return `name:${asked.name.toLowerCase()}`;
  }
}

function checkText(
  text: string,
  { field, what, most }: { field: string; what: string; most: number },
  problems: ProblemList,
): void {
  if (text === '' || text.length > most) problems.add(['company', field], `${what} has 1 to ${MAX_TEXT} characters.`);
  else if (!isPrintable(text)) problems.add(['company', field], `${what} holds no control characters.`);
}

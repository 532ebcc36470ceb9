import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { ProblemList } from '../../shared/failure.js';
import { MOST_CHOICES, oneOf } from './check-template.js';
import type { FixedPlace } from './template.js';
import type { Choice } from './template-problem.js';

/**
 * A contact and a site are ones of the company, and in use: ConnectWise refuses a ticket with those of another one.
 * @throws ConnectWiseError
 */
export async function checkPlace(
  { contacts, sites }: Pick<ConnectWiseSession, 'contacts' | 'sites'>,
  { contactId, siteId, companyId }: FixedPlace,
  problems: ProblemList,
): Promise<void> {
  if (companyId === null) return;
  if (contactId !== null) await requireOne('contactId', contactId, { list: contacts.ofCompany(companyId), problems });
  if (siteId !== null) await requireOne('siteId', siteId, { list: sites.ofCompany(companyId), problems });
}

async function requireOne(
  field: string,
  id: number,
  { list, problems }: { list: AsyncIterable<Choice & { readonly isInactive: boolean }>; problems: ProblemList },
): Promise<void> {
  const choices: Choice[] = [];
  for await (const { isInactive, ...choice } of list) {
    if (isInactive) continue;
    if (choice.id === id) return;
    // One more than is told shows that there are others.
    if (choices.length <= MOST_CHOICES) choices.push(choice);
  }
  problems.add(field, `This is none of the user's company, or not in use. ${oneOf(choices)}`);
}

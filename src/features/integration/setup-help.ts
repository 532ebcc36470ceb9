import { CAPABILITIES, READ_COMPANIES } from '../../connectwise/capabilities.js';
import type { RoleRow } from '../../connectwise/connection-report.js';
import { roleRowOf } from '../../connectwise/rights.js';

export interface SetupHelp {
  readonly steps: readonly { readonly title: string; readonly text: string }[];
  readonly role: readonly RoleRow[];
}

/** What a person does in ConnectWise, in the words of its screens, before anything can be entered here. */
export const setupHelp: SetupHelp = {
  steps: [
    {
      title: 'Make a security role',
      text: 'In ConnectWise PSA open System › Security Roles, choose New Item, name it psa-bridge, and set the rows listed below. A role with fewer rows works too: the connection test tells what is missing.',
    },
    {
      title: 'Make an API member',
      text: 'Open System › Members › API Members, choose New Item, fill in Member ID, Member Name, Role ID (the role you made), Level, Name, Default Territory and the other required fields, and choose Save. An API member uses no licence.',
    },
    {
      title: 'Make a key pair',
      text: 'Open the member, its tab API Keys, choose New Item, enter a Description, choose Save, and copy both keys. They are a user name and a password, not an encryption pair.',
    },
    {
      title: 'Keep the private key',
      text: 'ConnectWise shows the private key once, right after Save. If it is lost, make a new entry and delete the old one.',
    },
    {
      title: 'Enter the settings here',
      text: 'The site is the address you sign in at, such as na.myconnectwise.net. The login company id is what you type as Company at sign-in. Then the public and the private key.',
    },
    {
      title: 'Register a clientId, once for this server',
      text: "Whoever runs this server registers a clientId at developer.connectwise.com: a private one for an MSP's own system, a public one for a vendor whose product MSPs use. It is set as CONNECTWISE_CLIENT_ID.",
    },
  ],
  role: leastRole(),
};

/** One row for each function of the role, with all the levels that any capability needs. */
function leastRole(): RoleRow[] {
  const levels = new Map<string, { row: RoleRow; needed: Set<string> }>();
  for (const { need } of [READ_COMPANIES, ...CAPABILITIES]) {
    const row = roleRowOf(need);
    const key = `${row.module} › ${row.function}`;
    const { needed } = levels.get(key) ?? { needed: new Set<string>() };
    for (const level of row.level.split(', ')) needed.add(level);
    levels.set(key, { row, needed });
  }
  return [...levels.values()].map(({ row, needed }) => ({ ...row, level: [...needed].join(', ') }));
}

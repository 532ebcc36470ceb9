import { beforeAll, expect, it } from '@jest/globals';
import { withSession } from './support/sandbox-session.js';
import { all } from './support/session.js';

// ConnectWise adds fields and enumeration values without a new version; nothing of ours may trip over them.
const using = withSession();

beforeAll(() => {
  using.sandbox.tickets.add({ summary: 'By phone', company: { id: using.sandbox.landmarks.ordinary[0].id } });
});

const READS: Readonly<Record<string, () => Promise<readonly unknown[]>>> = {
  companies: () => all(using.session.companies.list()),
  boards: () => all(using.session.boards.list()),
  'types of a board': () => all(using.session.boards.types(1)),
  'statuses of a board': () => all(using.session.boards.statuses(1)),
  priorities: () => all(using.session.priorities.list()),
  'sources of tickets': () => all(using.session.ticketSources.list()),
  tickets: () => all(using.session.tickets.list()),
  agreements: () => all(using.session.agreements.list()),
  'types of agreements': () => all(using.session.agreementTypes.list()),
  additions: () => all(using.session.additions.list(using.sandbox.landmarks.agreements.active)),
  'billing cycles': () => all(using.session.billingCycles.list()),
  'items of the catalog': () => all(using.session.catalog.list()),
  rights: () => using.session.system.mySecurity(),
};

it.each(Object.entries(READS))(
  '%s are read alike when every record has fields that nobody knows',
  async (_what, read) => {
    const before = await read();
    using.sandbox.faults.add({ times: null, fault: { kind: 'extraFields' } });
    expect(before.length).toBeGreaterThan(0);
    expect(await read()).toEqual(before);
  },
);

it.each(Object.entries(READS))('%s are read when every enumeration holds a new value', async (_what, read) => {
  const before = await read();
  using.sandbox.faults.add({ times: null, fault: { kind: 'unknownEnumeration' } });
  expect(await read()).toHaveLength(before.length);
});

import { expect, it } from '@jest/globals';
import { eq } from '../../src/connectwise/conditions.js';
import { given, withSession } from './support/sandbox-session.js';
import { all } from './support/session.js';

// The client against the sandbox over HTTP: what comes back, and what the sandbox then holds.
const using = withSession();

const company = () => using.sandbox.landmarks.ordinary[0];

it('finds a company by id, ids, identifier and name, and counts', async () => {
  const { session, sandbox } = using;
  const { id, identifier } = company();

  const found = given(await session.companies.findById(id));

  expect(found).toMatchObject({ id, identifier });
  expect(await session.companies.findByIds([id, 999_999])).toEqual([found]);
  expect(await session.companies.findByIdentifier(identifier.toLowerCase())).toContainEqual(found);
  expect(await session.companies.findByName(found.name)).toContainEqual(found);
  expect(await session.companies.match(identifier)).toMatchObject({ company: { id } });
  expect(await session.companies.count()).toBe(sandbox.companies.count);
  expect(await session.companies.count(eq('id', id))).toBe(1);
  expect(await all(session.companies.list({ conditions: eq('id', id) }))).toEqual([found]);
});

it('writes a note of a company, changes its text and deletes it', async () => {
  const { session, sandbox } = using;
  const { id } = company();
  const text = 'Billed by psa-bridge\nsince 2026 — 請求';

  const note = await session.companyNotes.create(id, { text, isFlagged: true });
  const changed = await session.companyNotes.changeText(id, note.id, 'Another text');
  const listed = await all(session.companyNotes.list(id));
  const held = sandbox.records('companyNotes').get(note.id);
  await session.companyNotes.delete(id, note.id);

  expect(note).toMatchObject({ text, isFlagged: true, updatedBy: 'psabridge' });
  expect(changed).toMatchObject({ id: note.id, text: 'Another text', isFlagged: true });
  expect(listed).toContainEqual(changed);
  expect(held).toMatchObject({ text: 'Another text', flagged: true });
  expect(sandbox.records('companyNotes').get(note.id)).toBeUndefined();
});

it('makes a management summary report, writes it anew and deletes it', async () => {
  const { session, sandbox } = using;
  const { companyId: id, active: agreementId } = sandbox.landmarks.agreements;
  const groupIdentifier = 'psa-bridge:2026-01';

  const made = await session.summaryReports.create(id, {
    ...{ groupIdentifier, agreementId, deviceType: 'WorkstationsAndServers' },
    ...{ virusesRemoved: 12, spywareItemsRemoved: 3_456, alertsGenerated: 7 },
  });
  const replaced = await session.summaryReports.replace(id, made.id, { groupIdentifier, virusesRemoved: 13 });
  const listed = await all(session.summaryReports.list(id, { conditions: eq('groupIdentifier', groupIdentifier) }));
  const held = sandbox.records('managementSummaryReports').get(made.id);
  await session.summaryReports.delete(id, made.id);

  expect(made).toMatchObject({
    groupIdentifier,
    agreementId,
    virusesRemoved: 12,
    spywareItemsRemoved: 3_456,
    alertsGenerated: '7',
  });
  expect(replaced).toMatchObject({ id: made.id, virusesRemoved: 13 });
  expect(replaced.spywareItemsRemoved ?? 0).toBe(0);
  expect(listed).toEqual([replaced]);
  expect(held).toMatchObject({ groupIdentifier, virusesRemoved: 13 });
  expect(sandbox.records('managementSummaryReports').get(made.id)).toBeUndefined();
});

it('reads the system, its rights and its members', async () => {
  const { session, sandbox } = using;

  expect(await session.system.info()).toMatchObject({ version: expect.stringMatching(/^v/), isCloud: false });
  expect(await session.system.mySecurity()).toContainEqual(
    expect.objectContaining({ moduleFunctionName: 'Service Tickets', addLevel: 'All' }),
  );
  expect(Array.isArray(await session.system.customizedItems())).toBe(true);
  const members = await all(session.system.members());
  expect(members).toHaveLength(sandbox.records('members').count);
  expect(members).toContainEqual(expect.objectContaining({ identifier: 'psabridge', isInactive: false }));
  expect(await session.address()).toMatchObject({ origin: sandbox.url, basePath: '/v2025_1/apis/3.0' });
});

it('probes what the role may read without changing anything', async () => {
  const { session, sandbox } = using;
  const { probes } = session;

  await Promise.all([probes.readCompanies(), probes.readAgreements(), probes.readCatalog(), probes.readBoards()]);

  expect(sandbox.journal.changes).toBe(0);
});

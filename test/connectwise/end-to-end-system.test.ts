import { afterEach, describe, expect, it } from '@jest/globals';
import { Secret } from '../../src/shared/secret.js';
import { errorOf } from './support/client.js';
import { withSession } from './support/sandbox-session.js';
import { all } from './support/session.js';

// The client against the sandbox over HTTP: what comes back, and what the sandbox then holds.
const using = withSession();

const company = () => using.sandbox.landmarks.ordinary[0];

describe('documents', () => {
  const content = Buffer.from('name,count\r\n"O\'Brien ☕",12\r\n--boundary\r\n\0\x01\xff', 'latin1');
  const upload = (recordId = company().id) =>
    using.session.documents.upload({
      ...{ recordType: 'Company', recordId, title: 'Usage of "January" — 使用量', fileName: 'usage 1.csv' },
      ...{ contentType: 'text/csv', content },
    });

  it('are attached, listed, downloaded as they were sent, and deleted', async () => {
    const { session, sandbox } = using;
    const owner = { recordType: 'Company', recordId: company().id } as const;

    const document = await upload();
    const listed = await all(session.documents.list(owner));
    const others = await all(session.documents.list({ ...owner, recordType: 'Ticket' }));
    const bytes = await session.documents.download(document.id);
    const held = sandbox.records('documents').get(document.id);
    await session.documents.delete(document.id);

    expect(document).toMatchObject({ title: 'Usage of "January" — 使用量', fileName: 'usage 1.csv' });
    expect(document.size).toBe(content.length);
    expect(listed).toEqual([document]);
    expect(others).toEqual([]);
    expect(Buffer.from(bytes).equals(content)).toBe(true);
    expect(held).toMatchObject({ publicFlag: false });
    expect(await all(session.documents.list(owner))).toEqual([]);
    expect((await errorOf(session.documents.download(document.id))).kind).toBe('not-found');
  });

  it('are not downloaded beyond the size that is asked for', async () => {
    const { session } = using;
    const { id } = await upload();

    expect(await session.documents.download(id, content.length)).toHaveLength(content.length);
    expect((await errorOf(session.documents.download(id, content.length - 1))).kind).toBe('too-large');
  });

  it('are not accepted for a record that is not there', async () => {
    expect((await errorOf(upload(999_999))).kind).toMatch(/^(rejected|not-found)$/);
    expect(using.sandbox.journal.changes).toBe(0);
  });
});

describe('callbacks', () => {
  const wanted = () => ({
    ...({ url: 'http://127.0.0.1:9/cw/token?recordId=', type: 'company', level: 'company' } as const),
    ...{ objectId: company().id, description: 'psa-bridge' },
  });

  it('are registered once, listed and deleted', async () => {
    const { session, sandbox } = using;
    const made = await session.callbacks.create(wanted());
    const twin = await errorOf(session.callbacks.create(wanted()));
    const listed = await all(session.callbacks.list());
    const held = sandbox.records('callbacks').get(made.id);
    await session.callbacks.delete(made.id);

    expect(made).toMatchObject({ ...wanted(), isInactive: false });
    expect(twin.problem).toMatchObject({ kind: 'rejected', fields: [{ code: 'ObjectExists' }] });
    expect(listed).toEqual([made]);
    expect(held).toMatchObject({ isSelfSuppressedFlag: false, payloadVersion: '3.0.0' });
    expect(await all(session.callbacks.list())).toEqual([]);
  });

  it('are switched on again after ConnectWise has switched them off', async () => {
    const { session, sandbox } = using;
    const { id } = await session.callbacks.create(wanted());
    sandbox.records('callbacks').edit(id, { inactiveFlag: true });
    const off = await all(session.callbacks.list());

    const on = await session.callbacks.activate(id);
    const held = sandbox.records('callbacks').get(id);
    await session.callbacks.delete(id);

    expect(off).toMatchObject([{ id, isInactive: true }]);
    expect(on.isInactive).toBe(false);
    expect(held).toMatchObject({ inactiveFlag: false });
  });

  it('are signed with a key that is fetched from their own address, and from no other', async () => {
    const { session, sandbox } = using;
    const { signingKeys, credentials, url } = sandbox;
    const page = '/v2025_1//system/callbackkey/index.rails';
    const query = `?companyName=${credentials.loginCompanyId}&id=${signingKeys.currentId}`;

    expect(await session.callbacks.signingKey(url + page + query)).toBe(signingKeys.get(signingKeys.currentId));
    sandbox.journal.clear();
    const foreign = session.callbacks.signingKey(`http://127.0.0.1:9${page}${query}`);
    await expect(foreign).rejects.toMatchObject({ name: 'Failure' });
    expect(sandbox.journal.total).toBe(0);
  });
});

describe('spam statistics', () => {
  afterEach(() => {
    using.sandbox.settings.managedDeviceApi = true;
    using.sandbox.spamStatistics.clear();
  });

  const login = (password = using.sandbox.integratorLogin.password) => ({
    loginCompanyId: using.sandbox.credentials.loginCompanyId,
    name: using.sandbox.integratorLogin.username,
    password: new Secret(password),
  });
  const counters = { spamRemoved: 12, emailVirusesRemoved: 3, accountMessages: 456, totalMessages: 789 };
  const statistics = [{ domain: 'example.com', last30Days: counters, yearToDate: { ...counters, spamRemoved: 99 } }];

  it('arrive figure by figure, and a later report replaces an earlier one', async () => {
    const { session, sandbox } = using;
    const solution = solutionName();

    await session.spamStatistics.update(login(), solution, [
      { domain: 'example.com', last30Days: counters, yearToDate: counters },
    ]);
    await session.spamStatistics.update(login(), solution, statistics);

    expect(await session.spamStatistics.isOffered()).toBe(true);
    expect(sandbox.spamStatistics.list()).toMatchObject([
      {
        ...{ domain: 'example.com', solution },
        counters: {
          ...{ SpamRemovedLast30Days: 12, SpamRemovedYTD: 99, EmailVirusesRemovedLast30Days: 3 },
          ...{ AccountMessagesLast30Days: 456, TotalMessagesYTD: 789 },
        },
      },
    ]);
  });

  it('are refused for a wrong login', async () => {
    const { session, sandbox } = using;

    const error = await errorOf(session.spamStatistics.update(login('wrong'), solutionName(), statistics));

    expect(error.kind).toBe('integrator-login');
    expect(sandbox.spamStatistics.list()).toEqual([]);
  });

  it('are known not to be offered where the service is off', async () => {
    const { session, sandbox } = using;
    sandbox.settings.managedDeviceApi = false;

    expect(await session.spamStatistics.isOffered()).toBe(false);
    const error = await errorOf(session.spamStatistics.update(login(), solutionName(), statistics));
    expect(['endpoint-missing', 'wrong-route']).toContain(error.kind);
  });

  const solutionName = () => 'psa-bridge';
});

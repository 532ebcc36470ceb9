import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Ask, type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 10, control: true });
const PATH = '/v4_6_release/apis/2.0/ManagedDeviceApi.asmx';
const ACTION = '"http://connectwise.com/UpdateSpamStatsDomains"';

beforeEach(() => using.sandbox.spamStatistics.clear());

function envelope(content: string, more: { password?: string; company?: string; login?: string } = {}): string {
  const { password = 'SandboxIntegratorPassword', company = 'sandboxmsp', login = 'SandboxIntegrator' } = more;
  return `<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
<UpdateSpamStatsDomains xmlns="http://connectwise.com"><credentials><CompanyId>${company}</CompanyId>
<IntegratorLoginId>${login}</IntegratorLoginId><IntegratorPassword>${password}</IntegratorPassword></credentials>
<managementSolutionName>psa &amp; bridge</managementSolutionName><spamStatsDomainData>${content}</spamStatsDomainData>
</UpdateSpamStatsDomains></soap:Body></soap:Envelope>`;
}

const row = (domain: string, more = '<SpamRemovedLast30Days>12</SpamRemovedLast30Days>'): string =>
  `<SpamStatsDomainData><DomainName>${domain}</DomainName>${more}</SpamStatsDomainData>`;

function send(raw: string, ask: Ask = {}, path = PATH): Promise<Reply> {
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: ACTION, ...ask.headers };
  return using.client.plain(path, { method: 'POST', ...ask, headers, raw });
}

describe('the managed-device service', () => {
  it('keeps the figures of each domain, a later report in place of the one before', async () => {
    const reply = await send(envelope(row('one.example') + row('二.example')));
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(reply.text).toContain('<UpdateSpamStatsDomainsResult><SpamStatsDomainData><DomainName>one.example<');
    await send(
      envelope(row('ONE.example', '<TotalMessagesYTD>7</TotalMessagesYTD>')),
      {},
      PATH.replace('v4_6_release', 'v2025_1'),
    );
    expect(using.sandbox.spamStatistics.list()).toMatchObject([
      {
        solution: 'psa & bridge',
        domain: 'ONE.example',
        counters: { SpamRemovedLast30Days: 0, TotalMessagesYTD: 7 },
      },
      { domain: '二.example', counters: { SpamRemovedLast30Days: 12 } },
    ]);
    expect((await using.client.plain('/_control/spamStatistics')).json).toMatchObject([{ domain: 'ONE.example' }, {}]);
  });

  it.each<[string, string, string]>([
    ['a wrong password', envelope(row('x.example'), { password: 'wrong' }), 'Username or password is incorrect.'],
    ['another company', envelope(row('x.example'), { company: 'other' }), 'Username or password is incorrect.'],
    ['an unknown login', envelope(row('x.example'), { login: 'nobody' }), 'Username or password is incorrect.'],
    ['XML that is cut', envelope(row('x.example')).slice(0, 300), 'The XML document is not valid.'],
    ['no XML', '{}', 'The XML document is not valid.'],
    ['a document type', `<!DOCTYPE x [<!ENTITY a "aaaa">]>${envelope(row('&a;'))}`, 'The XML document is not valid.'],
    ['a text for a number', envelope(row('x.example', '<TotalMessagesYTD>1.5</TotalMessagesYTD>')), 'not an integer'],
    ['another namespace', envelope(row('x.example')).replace('http://connectwise.com', 'http://other'), 'namespace'],
    [
      'SOAP 1.2',
      envelope(row('x.example')).replace(
        'http://schemas.xmlsoap.org/soap/envelope/',
        'http://www.w3.org/2003/05/soap-envelope',
      ),
      'version mismatch',
    ],
    ['no domain', envelope('<SpamStatsDomainData></SpamStatsDomainData>'), 'The DomainName is required.'],
  ])('answers %s with a fault and keeps nothing', async (_what, raw, message) => {
    const reply = await send(raw);
    expect([reply.status, reply.headers['content-type']]).toEqual([500, 'text/xml; charset=utf-8']);
    expect(reply.text).toContain('<soap:Fault><faultcode>soap:');
    expect(reply.text).toContain(message);
    expect(using.sandbox.spamStatistics.list()).toEqual([]);
  });

  it('refuses a login without the right, or one that is switched off', async () => {
    const login = using.sandbox.records('integratorLogins');
    for (const change of [{ managedServicesApiFlag: false }, { inactiveFlag: true }]) {
      login.edit(1, change);
      expect((await send(envelope(row('x.example')))).text).toContain('soap:Server');
      login.edit(1, { managedServicesApiFlag: true, inactiveFlag: false });
    }
    expect((await send(envelope(row('x.example')))).status).toBe(200);
  });

  it('wants its action and its content type', async () => {
    const other = await send(envelope(row('x')), { headers: { soapaction: '"http://connectwise.com/Other"' } });
    expect([other.status, other.text]).toEqual([500, expect.stringContaining('SOAPAction')]);
    expect((await send(envelope(row('x')), { headers: { 'content-type': 'application/json' } })).status).toBe(415);
    expect((await using.client.plain(PATH)).status).toBe(200);
    expect((await using.client.plain(PATH, { method: 'PUT' })).status).toBe(405);
  });

  it('is in the journal with what it changed, without a password', async () => {
    using.sandbox.journal.clear();
    await send(envelope(row('x.example')));
    await send(envelope(row('x.example'), { password: 'wrong' }));
    const { journal } = using.sandbox;
    expect([journal.count('POST', '/apis/2.0/ManagedDeviceApi.asmx'), journal.changes]).toEqual([2, 1]);
    expect(JSON.stringify(journal.entries)).not.toContain('Password');
  });

  it('can be made to fail, and switched off', async () => {
    using.sandbox.faults.add({ route: '/apis/2.0/ManagedDeviceApi.asmx', fault: { kind: 'frontEnd', status: 503 } });
    expect((await send(envelope(row('x.example')))).status).toBe(503);
    using.sandbox.settings.managedDeviceApi = false;
    const reply = await send(envelope(row('x.example')));
    using.sandbox.settings.managedDeviceApi = true;
    expect([reply.status, reply.headers['content-type']]).toEqual([404, 'text/html']);
  });
});

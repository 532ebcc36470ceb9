import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import type { DomainStatistics } from '../../src/connectwise/domain-statistics.js';
import { readXml, writeXml } from '../../src/connectwise/xml.js';
import { Secret } from '../../src/shared/secret.js';
import { isPrintable } from '../../src/shared/text.js';
import { CANARY, closeClients, errorOf } from './support/client.js';
import { mockedSession } from './support/session.js';

afterEach(closeClients);

const PATH = '/v4_6_release/apis/2.0/ManagedDeviceApi.asmx';
const LOGIN = { loginCompanyId: 'examplemsp', name: 'integrator', password: new Secret('INTcanary<5>&"') };
const COUNTERS = { spamRemoved: 1, emailVirusesRemoved: 2, accountMessages: 3, totalMessages: 4 };
const ROW: DomainStatistics = { domain: 'a&b<c>.example', last30Days: COUNTERS, yearToDate: COUNTERS };
const soap = (body: string) =>
  `<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`;
const GOOD = soap('<UpdateSpamStatsDomainsResponse xmlns="http://connectwise.com"/>');
const FAULT = soap('<soap:Fault><faultcode>soap:Server</faultcode><faultstring>secret text</faultstring></soap:Fault>');

describe('spam statistics', () => {
  it('go to the older service with its own login, without the keys of the API', async () => {
    const { session, sent } = mockedSession(() => ({ body: GOOD }));
    await session.spamStatistics.update(LOGIN, 'psa-bridge', [ROW]);
    const [call] = sent();
    expect(call).toMatchObject({ method: 'POST', path: PATH });
    expect(call?.headers).toMatchObject({
      soapaction: '"http://connectwise.com/UpdateSpamStatsDomains"',
      'content-type': 'text/xml; charset=utf-8',
    });
    for (const name of ['authorization', 'clientid']) expect(call?.headers).not.toHaveProperty(name);
    const read = new XMLParser({ removeNSPrefix: true, parseTagValue: false }).parse(call?.body ?? '');
    expect(read.Envelope.Body.UpdateSpamStatsDomains).toMatchObject({
      credentials: { CompanyId: 'examplemsp', IntegratorLoginId: 'integrator', IntegratorPassword: 'INTcanary<5>&"' },
      managementSolutionName: 'psa-bridge',
      spamStatsDomainData: {
        SpamStatsDomainData: { DomainName: 'a&b<c>.example', SpamRemovedLast30Days: '1', TotalMessagesYTD: '4' },
      },
    });
  });

  it.each([
    ['a fault with a good status', { body: FAULT }, 'rejected'],
    ['a fault with its own status', { status: 500, body: FAULT }, 'rejected'],
    ['an answer to something else', { body: soap('<Other/>') }, 'outcome-unknown'],
    ['a page', { body: '<html><p>hello' }, 'outcome-unknown'],
    ['no XML', { body: 'hello' }, 'outcome-unknown'],
    ['a service that is gone', { status: 404, body: '<html/>' }, 'wrong-route'],
    ['no answer in time', { status: 504, body: '' }, 'outcome-unknown'],
  ])('tell %s', async (_what, answer, kind) => {
    const { session, logger } = mockedSession(() => answer);
    const error = await errorOf(session.spamStatistics.update(LOGIN, 'psa-bridge', [ROW]));
    expect(error.kind).toBe(kind);
    expect(error.message).not.toContain('secret text');
    expect(JSON.stringify(logger.lines)).not.toContain(LOGIN.password.reveal());
  });

  it.each([
    ['Username or password is incorrect.', 'integrator-login'],
    ['USERNAME OR PASSWORD IS INCORRECT', 'integrator-login'],
    ['Access denied: invalid credentials.', 'integrator-login'],
    ['Integrator login failed', 'integrator-login'],
    ['Unknown login &quot;integrator&quot;', 'integrator-login'],
    ['The integrator login has no access to the Managed Services API.', 'integrator-right'],
    ['Integrator is not authorized for this API', 'integrator-right'],
    ['Permission denied', 'integrator-right'],
    ['THIS LOGIN DOES NOT HAVE ACCESS', 'integrator-right'],
    ['Input string was not in a correct format.', 'rejected'],
    ['', 'rejected'],
    [`no ${'x'.repeat(2 * 1024 * 1024)}`, 'rejected'],
  ])('tell a refused login, a missing right and refused figures apart by what a fault says: %s', async (text, kind) => {
    for (const status of [200, 500]) {
      const body = soap(
        `<soap:Fault><faultcode>soap:Server</faultcode><faultstring>${text}</faultstring></soap:Fault>`,
      );
      const { session } = mockedSession(() => ({ status, body }));
      const error = await errorOf(session.spamStatistics.update(LOGIN, 'psa-bridge', [ROW]));
      expect(error.kind).toBe(kind);
      if (text) expect(error.message).not.toContain(text);
      // With no figures to refuse, it is the login.
      const tried = await errorOf(session.spamStatistics.check(LOGIN, 'psa-bridge'));
      expect(tried.kind).toBe(kind === 'rejected' ? 'integrator-login' : kind);
    }
  });

  it('are tried without any figure', async () => {
    const { session, sent } = mockedSession(() => ({ body: GOOD }));
    await session.spamStatistics.check(LOGIN, 'psa-bridge');
    const read = new XMLParser({ removeNSPrefix: true, parseTagValue: false }).parse(sent()[0]?.body ?? '');
    expect(read.Envelope.Body.UpdateSpamStatsDomains).toMatchObject({
      ...{ credentials: { IntegratorLoginId: 'integrator' }, managementSolutionName: 'psa-bridge' },
      spamStatsDomainData: '',
    });
  });

  it.each([401, 403])(
    'take status %d for a page of something between, which says nothing of the keys',
    async (status) => {
      for (const body of ['', '<html/>', '{"code":"Security","message":"no clientId"}']) {
        const { session } = mockedSession(() => ({ status, body }));
        for (const call of [
          session.spamStatistics.update(LOGIN, 'psa-bridge', [ROW]),
          session.spamStatistics.check(LOGIN, 'psa-bridge'),
          session.spamStatistics.isOffered(),
        ]) {
          expect((await errorOf(call)).kind).toBe('bad-answer');
        }
      }
    },
  );

  it.each([
    ['as it is', LOGIN.password.reveal()],
    ['as text of XML', 'INTcanary&lt;5&gt;&amp;"'],
    ['as an attribute of XML', 'INTcanary&lt;5&gt;&amp;&quot;'],
    ['by numbers', 'INTcanary&#60;5&#x3E;&#38;&#34;'],
    ['as JSON', String.raw`INTcanary\u003c5\u003E&\"`],
  ])('T3: keep the password out of the log, should the service send it back %s', async (_how, password) => {
    const { session, logger } = mockedSession(() => ({ status: 500, body: `<p>${password}</p>` }));
    await errorOf(session.spamStatistics.update(LOGIN, 'psa-bridge', [ROW]));
    expect(JSON.stringify(logger.lines)).toContain('[secret]');
    for (const secret of ['INTcanary', CANARY.privateKey]) expect(JSON.stringify(logger.lines)).not.toContain(secret);
  });

  it('are refused when they are no counts', async () => {
    const { session, sent } = mockedSession(() => ({ body: GOOD }));
    for (const rows of [[], [{ ...ROW, yearToDate: { ...COUNTERS, spamRemoved: -1 } }], Array(1_001).fill(ROW)]) {
      await expect(session.spamStatistics.update(LOGIN, 'psa-bridge', rows)).rejects.toMatchObject({
        problems: [{ code: 'INVALID', field: ['domains'] }],
      });
    }
    expect(sent()).toEqual([]);
  });

  it.each([
    ['shows its page', { body: '<html><title>ManagedDeviceApi Web Service</title></html>' }, true],
    ['is not there', { status: 404, body: '<html/>' }, false],
    ['is a sign-in page', { body: '<html>Sign in</html>' }, false],
  ])('know whether the service %s', async (_what, answer, isOffered) => {
    const { session, sent } = mockedSession(() => answer);
    expect(await session.spamStatistics.isOffered()).toBe(isOffered);
    expect(sent()[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('T9: injection into XML', () => {
  it('T9: keeps any text one text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", ']]>', '<!--', ';') }),
    );
    const parser = new XMLParser({ parseTagValue: false, trimValues: false, ignoreAttributes: false });
    fc.assert(
      fc.property(
        text.filter((one) => isPrintable(one) && !/[\ufffe\uffff]/.test(one)),
        (one) => {
          const read = parser.parse(
            writeXml({ name: 'a', content: [{ name: 'b', attributes: { c: one }, content: one }] }),
          );
          expect(Object.keys(read.a)).toEqual(['b']);
          const found = typeof read.a.b === 'string' ? read.a.b : (read.a.b['#text'] ?? '');
          expect(found).toBe(one);
        },
      ),
      { seed: 9, numRuns: 1_000 },
    );
  });

  it.each(['a\u0000b', 'a\u001bb', 'a\ud800b', 'a\uffffb'])('T9: refuses what no XML can hold: %j', (content) => {
    expect(() => writeXml({ name: 'DomainName', content })).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ field: ['DomainName'] })] }),
    );
  });

  it('T16: resolves no entities and reads no document types', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>';
    expect(readXml(bomb)).toBeUndefined();
    expect(readXml('<a>&lt;</a>')).toEqual({ a: '&lt;' });
  });
});

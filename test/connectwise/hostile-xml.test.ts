import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Limits } from '../../src/connectwise/limits.js';
import { systemTiming } from '../../src/connectwise/timing.js';
import { readXml } from '../../src/connectwise/xml.js';
import { Secret } from '../../src/shared/secret.js';
import { heldBytes } from '../support/heap.js';
import { accessTo, clientFor, closeClients, errorOf, memoryLogger, policyFor, siteOf } from './support/client.js';
import { type FarSide, knownCompany, startFarSide } from './support/far-side.js';

let far: FarSide[] = [];
afterEach(async () => {
  await closeClients();
  await Promise.all(far.map((server) => server.close()));
  far = [];
});

const MB = 1024 * 1024;
const LOGIN = { loginCompanyId: 'examplemsp', name: 'integrator', password: new Secret('INTcanary5') };
const COUNTERS = { spamRemoved: 1, emailVirusesRemoved: 2, accountMessages: 3, totalMessages: 4 };
const ROW = { domain: 'a.example', last30Days: COUNTERS, yearToDate: COUNTERS };
const XML = { 'content-type': 'text/xml; charset=utf-8' };
const soap = (body: string, head = '') =>
  `<?xml version="1.0"?>${head}<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
const GOOD = '<UpdateSpamStatsDomainsResponse xmlns="http://connectwise.com"/>';
const ENTITIES = Array.from({ length: 30 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(20)}">`).join('');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

async function statisticsOf(listener: RequestListener, limits: Partial<Limits> = {}) {
  const server = await startFarSide(knownCompany(listener));
  far.push(server);
  const logger = memoryLogger();
  const timing = { ...systemTiming, sleep: async () => undefined };
  const client = clientFor({ policy: policyFor(server.host), logger, limits, timing });
  const session = client.open(accessTo(siteOf(`http://${server.host}`, server.host)), 'job');
  return { server, logger, statistics: session.spamStatistics };
}

const answer =
  (
    body: string | Buffer,
    { status = 200, headers = XML }: { status?: number; headers?: object } = {},
  ): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { ...headers }).end(body);

// A good answer in each of them: what makes it hostile is all that keeps it from being believed.
const HOSTILE: readonly (readonly [string, string | Buffer, object?])[] = [
  ['an entity bomb', soap(`${GOOD}&e29;`, `<!DOCTYPE s [<!ENTITY e0 "ha">${ENTITIES}]>`)],
  ['an external entity', soap(`${GOOD}&x;`, '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hosts">]>')],
  ['an external document type', soap(GOOD, '<!DOCTYPE s SYSTEM "http://127.0.0.1:1/x.dtd">')],
  ['a document type in small letters', soap(GOOD, '<!doctype s [<!entity x "y">]>')],
  ['an entity declared inside', soap(`<!ENTITY x "y">${GOOD}`)],
  ['a document type in UTF-16 with its mark', utf16(`\ufeff${soap(GOOD, '<!DOCTYPE s [<!ENTITY x "y">]>')}`)],
  ['a document type in UTF-16 without it', utf16(soap(GOOD, '<!DOCTYPE s [<!ENTITY x "y">]>'))],
  ['a document type in UTF-16, the other way round', utf16(soap(GOOD, '<!DOCTYPE s []>')).swap16()],
  ['UTF-16 by its header', utf16(soap(GOOD)), { 'content-type': 'text/xml; charset=utf-16' }],
  ['text that is not UTF-8', Buffer.from(soap(`${GOOD}<a>\u00e9</a>`), 'latin1')],
  ['100,000 levels', soap(GOOD + '<a>'.repeat(100_000) + '</a>'.repeat(100_000))],
  ['100,000 levels that never close', `${soap(GOOD).replace('</s:Body></s:Envelope>', '')}${'<a>'.repeat(100_000)}`],
  ['half a million elements', soap(GOOD + '<a/>'.repeat(500_000))],
  ['a tag of megabytes', soap(`${GOOD}<a ${' '.repeat(3 * MB)}>x</a>`)],
  ['a tag of megabytes behind a quote', soap(`${GOOD}<a '>${' '.repeat(3 * MB)}=' >x</a>`)],
  ['an answer that is cut', soap(GOOD).slice(0, -4)],
  ['an answer that is cut within its result', soap(GOOD).slice(0, soap(GOOD).indexOf('/></s:Body>'))],
  ['an answer that is cut within a comment', soap(`${GOOD}<!-- x`)],
  ['tags that cross', soap(`<a>${GOOD}<b></a></b>`)],
  ['a sign-in page', '<!DOCTYPE html><html><body><form action="/login"><input name="password"></form></body></html>'],
  ['a sign-in page without a document type', '<html><body><p>Sign in<br></body></html>'],
  ['names of JavaScript', soap('<__proto__><UpdateSpamStatsDomainsResponse/></__proto__><constructor/>')],
  ['nothing', ''],
  ['zeros', Buffer.alloc(3 * MB)],
  ['a compressed bomb', gzipSync(Buffer.alloc(100 * MB, '<a>')), { 'content-encoding': 'gzip' }],
  ['a compressed bomb that does not say so', gzipSync(Buffer.alloc(100 * MB, '<a>'))],
];

describe('T16: what answers instead of ConnectWise', () => {
  it.each(HOSTILE)('T16: %s is neither believed nor held', async (_what, body, headers = {}) => {
    const { server, logger, statistics } = await statisticsOf(answer(body, { headers: { ...XML, ...headers } }));
    const before = heldBytes();
    expect((await errorOf(statistics.update(LOGIN, 'psa-bridge', [ROW]))).kind).toBe('outcome-unknown');
    expect((await errorOf(statistics.check(LOGIN, 'psa-bridge'))).kind).toBe('bad-answer');
    expect(heldBytes() - before).toBeLessThan(16 * MB);
    // Nobody went to see what the answer points at, and nothing of ours was told.
    expect(server.seen.every(({ url }) => /companyinfo|ManagedDeviceApi/.test(url))).toBe(true);
    expect(JSON.stringify(logger.lines)).not.toContain('INTcanary');
  });

  it.each(HOSTILE)('T16: %s with the status of a fault is a fault of the server', async (_what, body, headers = {}) => {
    const { statistics } = await statisticsOf(answer(body, { status: 500, headers: { ...XML, ...headers } }));
    const kinds = headers && 'content-encoding' in headers ? ['bad-answer'] : ['server-fault'];
    expect(kinds).toContain((await errorOf(statistics.update(LOGIN, 'psa-bridge', [ROW]))).kind);
  });

  it.each([200, 500])('T16: 100 MB are cut off at the limit, with status %d', async (status) => {
    let sent = 0;
    const { statistics } = await statisticsOf((_request, response) => {
      response.writeHead(status, XML);
      const chunk = Buffer.alloc(MB, '<a>x</a>');
      const more = () => {
        while (sent < 100 && !response.destroyed) {
          sent += 1;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const before = heldBytes();
    const error = await errorOf(statistics.update(LOGIN, 'psa-bridge', [ROW]));
    expect(error.kind).toBe('outcome-unknown');
    expect(heldBytes() - before).toBeLessThan(16 * MB);
    // What the sockets hold beside.
    expect(sent).toBeLessThan(50);
  });

  it('T16: 100 MB that are announced are not even read', async () => {
    const { statistics } = await statisticsOf((_request, response) => {
      response.writeHead(200, { ...XML, 'content-length': 100 * MB }).write('<a>');
    });
    expect((await errorOf(statistics.check(LOGIN, 'psa-bridge'))).kind).toBe('too-large');
  });

  it('F2: an answer that drips is cut off at the limit of the call', async () => {
    const drip: RequestListener = (_request, response) => {
      response.writeHead(200, XML).write('<?xml version="1.0"?>');
      const drops = setInterval(() => response.write('<a/>'), 5);
      response.on('close', () => clearInterval(drops));
    };
    const { statistics } = await statisticsOf(drip, { jobMs: 200 });
    expect((await errorOf(statistics.update(LOGIN, 'psa-bridge', [ROW]))).kind).toBe('outcome-unknown');
    expect((await errorOf(statistics.check(LOGIN, 'psa-bridge'))).problem).toEqual({
      kind: 'timeout',
      phase: 'answer',
    });
  });

  it('F5: an answer of which the connection is lost may have been carried out', async () => {
    const { statistics } = await statisticsOf((_request, response) => {
      response.writeHead(200, { ...XML, 'content-length': 5_000 }).write(soap(GOOD));
      setImmediate(() => response.destroy());
    });
    expect((await errorOf(statistics.update(LOGIN, 'psa-bridge', [ROW]))).kind).toBe('outcome-unknown');
  });

  it.each([200, 500])('a fault is a refusal with status %d, and never shown', async (status) => {
    const fault = soap(
      '<s:Fault><faultcode>s:Server</faultcode><faultstring>their <![CDATA[words]]></faultstring></s:Fault>',
    );
    const { logger, statistics } = await statisticsOf(answer(fault, { status }));
    const error = await errorOf(statistics.update(LOGIN, 'psa-bridge', [ROW]));
    expect(error.kind).toBe('rejected');
    expect(error.message).not.toContain('words');
    expect(JSON.stringify(logger.lines)).not.toContain('INTcanary');
  });

  it('a good answer is believed with a mark, comments, text and a declaration around it', async () => {
    const body = `\ufeff${soap(`<!-- <a> --><![CDATA[<b>]]><a b='>' c=">"/>${GOOD}`)}\r\n`;
    const { statistics } = await statisticsOf(answer(body));
    await expect(statistics.update(LOGIN, 'psa-bridge', [ROW])).resolves.toBeUndefined();
    await expect(statistics.check(LOGIN, 'psa-bridge')).resolves.toBeUndefined();
  });
});

describe('readXml', () => {
  it.each([
    '',
    'x',
    '<',
    '<>',
    '</a>',
    '<a',
    '<a>',
    '<a></b>',
    '<a/><!',
    '<a "></a>',
    '< a></a>',
    '<a>\0</a>',
    '<!-- -->x<',
  ])('takes no %j', (text) => {
    expect(readXml(text)).toBeUndefined();
  });

  it('takes what is sound, without prefixes, attributes and other meanings than text', () => {
    expect(readXml(' <?xml version="1.0"?><a:b xmlns:a="x"><c d="</c>">1</c><c>&x;</c></a:b> ')).toEqual({
      b: { c: ['1', '&x;'] },
    });
  });
});

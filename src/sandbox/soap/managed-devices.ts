import { html, outsideTheApi } from '../api-error.js';
import type { Incoming } from '../http/incoming.js';
import type { Handled, Reply } from '../http/reply.js';
import { firstBy } from '../store/tables.js';
import type { World } from '../world.js';
import { child, type Element, envelope, escapeXml, readCall, textOf } from './envelope.js';
import { SoapFault } from './fault.js';
import { type DomainStatistics, readStatistics, writeStatistics } from './spam-statistics.js';

const ACTION = 'http://connectwise.com/UpdateSpamStatsDomains';

/** The older SOAP service for managed devices, of which only the spam statistics are carried out. */
export function managedDevices(incoming: Incoming, world: World): Handled {
  if (!world.settings.managedDeviceApi) {
    throw outsideTheApi();
  }
  if (incoming.method === 'GET') {
    return { reply: page(200, 'ManagedDeviceApi'), changed: false };
  }
  if (incoming.method !== 'POST') {
    return { reply: page(405, 'Method Not Allowed'), changed: false };
  }
  if (!/^text\/xml\b/i.test(incoming.header('content-type') ?? '')) {
    return { reply: page(415, 'Unsupported Media Type'), changed: false };
  }
  try {
    const rows = updateSpamStatistics(incoming, world);
    return { reply: xml(200, writeStatistics(rows)), changed: rows.length > 0 };
  } catch (error) {
    if (error instanceof SoapFault) {
      return { reply: xml(500, faultOf(error)), changed: false };
    }
    throw error;
  }
}

function updateSpamStatistics(incoming: Incoming, world: World): readonly DomainStatistics[] {
  const action = (incoming.header('soapaction') ?? '').replaceAll('"', '');
  if (action !== ACTION) {
    throw SoapFault.client(`Server did not recognize the value of HTTP Header SOAPAction: ${action}.`);
  }
  const call = readCall(incoming.body.toString('utf8'));
  if (call.operation !== 'UpdateSpamStatsDomains') {
    throw SoapFault.client(`The element ${call.operation} does not belong to the action ${ACTION}.`);
  }
  checkLogin(child(call.arguments, 'credentials') ?? {}, world);
  const rows = readStatistics(call.arguments, new Date(world.clock.now()));
  for (const row of rows) {
    world.spamStatistics.put(row);
  }
  return rows;
}

/** An integrator login, not an API member: it has a password of its own and needs the right for this very service. */
function checkLogin(credentials: Element, { settings, tables }: World): void {
  const login = firstBy(tables.get('integratorLogins'), 'username', textOf(credentials, 'IntegratorLoginId') ?? '');
  const password = textOf(credentials, 'IntegratorPassword');
  if (
    textOf(credentials, 'CompanyId') !== settings.loginCompanyId ||
    !login ||
    login.values['inactiveFlag'] === true ||
    password === undefined ||
    password !== login.values['password']
  ) {
    throw SoapFault.server('Username or password is incorrect.');
  }
  if (login.values['managedServicesApiFlag'] !== true) {
    throw SoapFault.server('The integrator login has no access to the Managed Services API.');
  }
}

function faultOf(fault: SoapFault): string {
  const text = escapeXml(fault.message);
  return `<soap:Fault><faultcode>soap:${fault.side}</faultcode><faultstring>${text}</faultstring><detail /></soap:Fault>`;
}

function xml(status: number, content: string): Reply {
  return { status, headers: { 'Content-Type': 'text/xml; charset=utf-8' }, body: envelope(content) };
}

function page(status: number, title: string): Reply {
  return { status, headers: { 'Content-Type': 'text/html' }, body: html(status, title) };
}

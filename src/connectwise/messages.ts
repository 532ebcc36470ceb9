import { ALLOWED_HOSTS_VARIABLE, PROXY_VARIABLE } from './address-policy.js';
import type { BadAnswerReason, ConnectWiseProblem, ProxyReason, RejectedField, TlsProblem } from './problems.js';

/** Our own words for a problem, safe to show to a person. ConnectWise's text never gets in. */
export function describeProblem(problem: ConnectWiseProblem): string {
  switch (problem.kind) {
    case 'name-not-resolved':
      return `The name ${problem.host} was not found in DNS. Check the spelling of the ConnectWise site.`;
    case 'refused':
      return `${problem.host} refused the connection. Check the site and its port, and that no firewall stands between.`;
    case 'unreachable':
      return `${problem.host} cannot be reached from this server. Check the network and the firewall.`;
    case 'timeout':
      return describeTimeout(problem);
    case 'connection-lost':
      return 'ConnectWise ended the connection before its answer was complete. Try again.';
    case 'tls':
      return describeTlsProblem(problem.problem, problem.host);
    case 'address-forbidden':
      return `${problem.host} leads to an address that is not public. To allow it, the server's operator sets: ${ALLOWED_HOSTS_VARIABLE} must list ${problem.allow}.`;
    case 'proxy-failed':
      return PROXY_FAILURES[problem.reason];
    case 'plain-http-refused':
      return 'ConnectWise answers over https only. Enter the site with https, and the API host instead of a page host.';
    case 'integrator-login':
    case 'integrator-right':
      return INTEGRATOR_REFUSALS[problem.kind];
    default:
      return describeRefusal(problem);
  }
}

const INTEGRATOR_REFUSALS = {
  'integrator-login':
    'ConnectWise does not accept the integrator login. Check its name and password, that it is active, and the name of the management solution.',
  'integrator-right':
    'The integrator login may not use the managed services API. In ConnectWise, give it that access (System › Setup Tables › Integrator Login).',
} as const;

type EarlyKind =
  | 'name-not-resolved'
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'connection-lost'
  | 'tls'
  | 'address-forbidden'
  | 'proxy-failed'
  | 'plain-http-refused'
  | 'integrator-login'
  | 'integrator-right';

const PROXY_FAILURES: Readonly<Record<ProxyReason, string>> = {
  unreachable: `The proxy of this server cannot be reached. Its operator checks ${PROXY_VARIABLE} and the proxy itself.`,
  credentials: `The proxy of this server does not accept its credentials. Its operator checks ${PROXY_VARIABLE}.`,
  forbidden:
    'The proxy of this server does not allow connections to this site. Its operator allows the addresses of the site there, for the port that is used.',
  'bad-answer': `What ${PROXY_VARIABLE} names does not answer like a proxy. The server's operator checks host, port and scheme.`,
};

function describeRefusal(problem: Exclude<ConnectWiseProblem, { kind: EarlyKind }>): string {
  switch (problem.kind) {
    case 'unknown-login-company':
      return 'ConnectWise does not know this login company id at this site. It is the company name of the ConnectWise sign-in page, in the same capital and small letters.';
    case 'wrong-route':
      return 'This address does not lead to the ConnectWise API. Check the site and the login company id.';
    case 'wrong-keys':
      return 'ConnectWise does not accept the keys. Check public and private key, and that the API member is active; a lost private key means a new entry under API Keys.';
    case 'client-id':
      return 'ConnectWise does not accept the clientId: it is missing, unknown or blocked, or private to another company.';
    case 'permission':
      return 'The security role of the API member does not permit this in ConnectWise.';
    case 'not-found':
      return 'ConnectWise has no such record.';
    case 'endpoint-missing':
      return 'This ConnectWise server does not offer an operation that is needed. It may be too old.';
    case 'version':
      return describeVersion(problem);
    case 'rate-limited':
      return `ConnectWise limits the number of calls. Try again in ${problem.retryAfterSeconds} seconds.`;
    case 'busy':
      return `Too many calls of this account are waiting for ConnectWise. Try again in ${problem.retryAfterSeconds} seconds.`;
    case 'breaker-open':
      return `ConnectWise has failed several times in a row and is left alone for now. Try again in ${problem.retryAfterSeconds} seconds.`;
    case 'rejected':
      return ['ConnectWise did not accept the request.', ...problem.fields.map(describeField)].join(' ');
    case 'server-fault':
      return 'ConnectWise answered with a fault of its own. Try again later.';
    case 'bad-answer':
      return describeBadAnswer(problem.reason, problem.path);
    case 'redirect':
      return 'The site redirects to another address, which is not followed. Enter the address of the ConnectWise server itself.';
    case 'too-large':
      return 'The answer of ConnectWise was too large and was cut off.';
    case 'outcome-unknown':
      return 'It is not known whether ConnectWise carried out the request. It is looked up before it is tried again.';
    case 'change-ignored':
      return `ConnectWise accepted the change but did not carry it out for: ${problem.fields.join(', ')}.`;
  }
}

function describeTimeout(problem: Extract<ConnectWiseProblem, { kind: 'timeout' }>): string {
  const host = problem.host ?? 'ConnectWise';
  switch (problem.phase) {
    case 'dns':
      return `DNS did not answer in time for ${host}. Check the name server of this machine.`;
    case 'connect':
      return `${host} did not accept the connection in time. Check the site, its port and the firewall.`;
    case 'tls':
      return `${host} did not complete the TLS handshake in time. Check that the port speaks https.`;
    case 'answer':
      return 'ConnectWise did not answer in time. Try again later.';
  }
}

const CA_HINT = 'If the server uses a certificate authority of its own, paste its certificate (PEM) as custom CA.';

function describeTlsProblem(problem: TlsProblem, host: string): string {
  switch (problem) {
    case 'self-signed':
      return `${host} shows a self-signed certificate. Install a certificate from a public authority, or paste this certificate (PEM) as custom CA.`;
    case 'unknown-authority':
      return `The certificate of ${host} comes from an authority that is not known here, or the server leaves out an intermediate certificate. ${CA_HINT}`;
    case 'wrong-name':
      return `The certificate of ${host} is made out to another name. Enter the name in the certificate as the site. A custom CA does not help here.`;
    case 'expired':
      return `The certificate of ${host} has expired. Renew it on the server; a custom CA does not help here.`;
    case 'not-yet-valid':
      return `The certificate of ${host} is not valid yet. Check the clock of this machine and of the server; a custom CA does not help here.`;
    case 'revoked':
      return `The certificate of ${host} was revoked. Replace it on the server; a custom CA does not help here.`;
    case 'plain-http':
      return `${host} speaks plain http on this port. Enter the port that speaks https.`;
    case 'old-protocol':
      return `${host} offers only old versions of TLS. Enable TLS 1.2 or newer on the server; a custom CA does not help here.`;
    case 'unreadable-ca':
      return 'The custom CA cannot be read. Paste one or more certificates in PEM form, from BEGIN CERTIFICATE to END CERTIFICATE.';
    case 'handshake':
      return `No TLS connection to ${host} could be made. Check that the port speaks https. ${CA_HINT}`;
  }
}

function describeVersion(problem: Extract<ConnectWiseProblem, { kind: 'version' }>): string {
  const found = problem.found === undefined ? 'The version of this ConnectWise server' : `ConnectWise ${problem.found}`;
  return `${found} is not supported. The oldest supported version is ${problem.oldest}.`;
}

const BAD_ANSWERS: Readonly<Record<BadAnswerReason, string>> = {
  'not-json': 'The answer was not JSON.',
  'too-deep': 'The answer was nested too deeply.',
  'too-many': 'The answer held too many values.',
  'wrong-shape': 'The answer lacked something that is needed.',
  compressed: 'The answer was compressed although that was not asked for.',
  'no-text': 'The answer was not UTF-8 text.',
  'foreign-page': 'The answer was a page of something else: a proxy or firewall may stand between.',
  'repeats-itself': 'The pages of a list repeat themselves.',
};

function describeBadAnswer(reason: BadAnswerReason, path: string | undefined): string {
  const place = path === undefined ? '' : ` (at ${path})`;
  return `ConnectWise gave an answer that cannot be used${place}. ${BAD_ANSWERS[reason]}`;
}

function describeField({ field, code, limit }: RejectedField): string {
  switch (code) {
    case 'MissingRequiredField':
      return `The field ${field} is required.`;
    case 'MaxLengthField':
      return limit === undefined
        ? `The field ${field} is too long.`
        : `The field ${field} may have at most ${limit} characters.`;
    case 'OutOfRange':
      return `The field ${field} is out of range.`;
    case 'ObjectExists':
      return 'Such an object exists already.';
    case 'NotFound':
      return `What the field ${field} refers to was not found.`;
    default:
      return `The field ${field} was refused (${code}).`;
  }
}

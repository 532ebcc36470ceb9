import type { Sandbox } from './sandbox.js';

/** What a person has to know of a running sandbox, as plain text. */
export function describeSandbox(sandbox: Sandbox): string {
  const { credentials, companies, landmarks, integratorLogin } = sandbox;
  const lines = [
    `ConnectWise PSA sandbox with ${companies.count} made-up companies.${isHere(sandbox.url) ? ' It listens on this machine only.' : ''}`,
    '',
    `  Site              ${sandbox.url}`,
    ...(sandbox.tlsUrl ? [`  The same, HTTPS   ${sandbox.tlsUrl}`] : []),
    `  Login company id  ${credentials.loginCompanyId}`,
    `  Public key        ${credentials.publicKey}`,
    `  Private key       ${credentials.privateKey}`,
    `  clientId          ${credentials.clientId}`,
    `  Integrator login  ${integratorLogin.username}, password ${integratorLogin.password} (for SOAP)`,
    '',
    `A company to start with: ${landmarks.ordinary[0].identifier} (record id ${landmarks.ordinary[0].id}).`,
    '',
    ...(sandbox.controlUrl ? control(sandbox.controlUrl) : WITHOUT_CONTROL),
  ];
  return lines.join('\n');
}

function isHere(url: string): boolean {
  return new URL(url).hostname === '127.0.0.1';
}

const WITHOUT_CONTROL: readonly string[] = ['To break it and to see what was asked of it, start it with --control.'];

function control(url: string): readonly string[] {
  const fault = '{"route":"/company/companies","times":3,"fault":{"kind":"rateLimit","retryAfter":5}}';
  return [
    'What was asked of it so far, and the callbacks it sent:',
    `  curl ${url}/_control/journal`,
    `  curl ${url}/_control/deliveries`,
    'Break it, and mend it again:',
    `  curl -X POST ${url}/_control/faults -d '${fault}'`,
    `  curl -X DELETE ${url}/_control/faults`,
    'Companies that stand for special cases (inactive, deleted, ambiguous, …):',
    `  curl ${url}/_control/landmarks`,
  ];
}

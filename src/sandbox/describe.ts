import type { SandboxOptions } from './options.js';
import { type Sandbox, startSandbox } from './sandbox.js';

/** Starts the sandbox for a person or another process: with the control addresses, unless they are refused. */
export function runSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({ control: true, ...options });
}

/** What a person has to know of a running sandbox, as plain text. */
export function describeSandbox(sandbox: Sandbox): string {
  const { url, credentials, companies, landmarks } = sandbox;
  const lines = [
    `ConnectWise PSA sandbox with ${companies.count} made-up companies. It listens on this machine only.`,
    '',
    `  Site              ${url}`,
    `  Login company id  ${credentials.loginCompanyId}`,
    `  Public key        ${credentials.publicKey}`,
    `  Private key       ${credentials.privateKey}`,
    `  clientId          ${credentials.clientId}`,
    '',
    `A company to start with: ${landmarks.ordinary[0].identifier} (record id ${landmarks.ordinary[0].id}).`,
    ...(sandbox.hasControl ? control(url) : []),
  ];
  return lines.join('\n');
}

function control(url: string): readonly string[] {
  const fault = '{"route":"/company/companies","times":3,"fault":{"kind":"rateLimit","retryAfter":5}}';
  return [
    '',
    'What was asked of it so far:',
    `  curl ${url}/_control/journal`,
    'Break it, and mend it again:',
    `  curl -X POST ${url}/_control/faults -d '${fault}'`,
    `  curl -X DELETE ${url}/_control/faults`,
    'Companies that stand for special cases (inactive, deleted, ambiguous, …):',
    `  curl ${url}/_control/landmarks`,
  ];
}

import type { Caller } from '../../shared/caller.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import { openOrLocked } from '../../shared/open-sealed.js';
import type { SealContext, SecretBox } from '../../shared/secret-box.js';
import type { SpamLogin } from './spam-settings.js';
import type { SpamSettingsRepository } from './spam-settings.repository.js';

/** Where the password of an account belongs; key rotation builds the same. */
export function passwordContext(accountId: AccountId): SealContext {
  return { accountId, record: 'spam_settings', field: 'loginPassword' };
}

/** Gives out the integrator login, only ever for the ConnectWise that it was entered for. */
export class SpamLogins {
  constructor(private readonly deps: { readonly settings: SpamSettingsRepository; readonly box: SecretBox }) {}

  /**
   * Undefined when there is none for this ConnectWise, or no management solution to send figures under.
   * @throws Failure CREDENTIAL_LOCKED
   */
  async open({ accountId }: Caller, instanceId: InstanceId): Promise<SpamLogin | undefined> {
    const stored = await this.deps.settings.find(accountId);
    const { solutionName, loginName: name, passwordSealed: sealed } = stored ?? {};
    if (stored?.loginInstanceId !== instanceId || !solutionName || !name || !sealed) return undefined;
    const message = 'The stored password of the integrator login cannot be opened. Enter the login again.';
    const context = passwordContext(accountId);
    return {
      solutionName,
      name,
      password: openOrLocked(this.deps.box, { sealed, context }, { message, field: ['login'] }),
    };
  }
}

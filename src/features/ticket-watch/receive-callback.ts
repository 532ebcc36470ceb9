import { ExpiringCache } from '../../connectwise/expiring-cache.js';
import { systemCaller } from '../../shared/caller.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { isSigned, readCallback, readSignature, type TicketCallback } from './callback.js';
import type { CallbackRepository } from './callback.repository.js';
import type { CallbackIntake } from './callback-intake.js';
import type { CallbackKeys } from './callback-keys.js';
import { hashOfKey, isCallbackKey } from './callback-path.js';

interface Deps {
  readonly rows: CallbackRepository;
  readonly integration: IntegrationService;
  readonly keys: CallbackKeys;
  readonly intake: CallbackIntake;
}

/** Who may call at an address of ours. */
export interface CallbackSender {
  readonly accountId: AccountId;
  /** Absent while nothing may go out for the account, so that nobody can tell whether what comes is genuine. */
  readonly connectWise:
    | { readonly site: string; readonly loginCompanyId: string; readonly instanceId: InstanceId }
    | undefined;
}

export interface CallbackSent {
  readonly body: Uint8Array;
  /** The header as it came. */
  readonly signature: unknown;
  readonly requestId: string;
}

export type CallbackOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'not-now'; readonly retryAfterSeconds: number };

const REFUSED = { kind: 'refused' } as const;
const KEPT = 1_000;
/** Settings that were saved meanwhile count so much later. */
const KEPT_MS = 10_000;
const RETRY_SECONDS = 60;

/**
 * Takes what ConnectWise tells of changes. Cheap checks come first, and nothing is asked or stored for a message that
 * fails them; a genuine one is a hint, so storing it is all that is done before the answer.
 */
export class ReceiveCallback {
  private readonly senders = new ExpiringCache<CallbackSender>(KEPT, KEPT_MS, () => performance.now());

  constructor(private readonly deps: Deps) {}

  /** By the last part of the address; undefined when there is no such address. */
  async sender(key: string, requestId: string): Promise<CallbackSender | undefined> {
    if (!isCallbackKey(key)) return undefined;
    const hash = hashOfKey(key);
    const known = this.senders.get(hash.toString('hex'));
    if (known) return known;
    const account = await this.deps.rows.find(hash);
    if (!account) return undefined;
    const { accountId, isActive } = account;
    const settings = await this.deps.integration.find(systemCaller(accountId, requestId));
    const { site, loginCompanyId, instanceId } = settings ?? {};
    const isOpen = isActive && settings?.isEnabled && site && loginCompanyId && instanceId;
    const sender = { accountId, connectWise: isOpen ? { site, loginCompanyId, instanceId } : undefined };
    this.senders.set(hash.toString('hex'), sender);
    return sender;
  }

  async take({ accountId, connectWise }: CallbackSender, sent: CallbackSent): Promise<CallbackOutcome> {
    const callback = readCallback(sent.body);
    if (!callback) return REFUSED;
    if (!connectWise) return { kind: 'not-now', retryAfterSeconds: RETRY_SECONDS };
    if (callback.loginCompanyId !== connectWise.loginCompanyId) return REFUSED;
    const signature = readSignature(sent.signature);
    if (!signature) return REFUSED;
    const { site, instanceId } = connectWise;
    const { keyUrl } = callback;
    const found = await this.deps.keys.find(systemCaller(accountId, sent.requestId), { site, keyUrl });
    if (found.kind === 'not-now') return found;
    if (found.kind === 'none' || !isSigned(sent.body, signature, found.key.reveal())) return REFUSED;
    if (isOfTicket(callback)) await this.deps.intake.store(accountId, instanceId, callback);
    return { kind: 'taken' };
  }
}

function isOfTicket({ type }: TicketCallback): boolean {
  return type.toLowerCase() === 'ticket';
}

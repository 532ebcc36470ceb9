import type { Tracing } from '../shared/tracing.js';
import { AddressFinder, address } from './address.js';
import type { AddressPolicy } from './address-policy.js';
import { compose, type Step } from './call.js';
import type { StatusFlags } from './company.js';
import type { ApiAddress } from './company-info.js';
import { Connections, type OpenDispatcher, openGuarded } from './connections.js';
import { ConnectWiseError } from './connectwise-error.js';
import { type ConnectWiseAccess, credentialFaults, credentials, redactFor } from './credentials.js';
import { deadline } from './deadline.js';
import { decode } from './decode.js';
import { ExpiringCache } from './expiring-cache.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { MemoryPace } from './memory-pace.js';
import { oneByOne } from './one-by-one.js';
import { outcome } from './outcome.js';
import { DEFAULT_PACE, type Pace, type PaceFigures } from './pace.js';
import { type PacedOptions, paced } from './paced.js';
import type { OutboundProxy } from './proxy.js';
import { type CallFacts, type CallLogger, record } from './record.js';
import { createRequester } from './requester.js';
import { type Resolver, systemResolver } from './resolver.js';
import { type Mode, RETRY_POLICIES, retry } from './retry.js';
import { ConnectWiseSession } from './session.js';
import { systemTiming, type Timing } from './timing.js';
import { traceCalls } from './trace-calls.js';
import { transport } from './transport.js';
import { Turns } from './turns.js';

export interface ConnectWiseDeps {
  readonly policy: AddressPolicy;
  readonly logger: CallLogger;
  /** Told of every exchange, for metrics. */
  readonly onCall?: (facts: CallFacts) => void;
  readonly tracing?: Tracing | undefined;
  /** PEM text of authorities trusted for every account. */
  readonly serverCa?: string;
  /** An HTTP proxy that every connection goes through. */
  readonly proxy?: OutboundProxy;
  readonly limits?: Partial<Limits>;
  readonly timing?: Timing;
  readonly resolver?: Resolver;
  /** One for everything in a process that calls ConnectWise; without it each client keeps its own. */
  readonly pace?: Pace;
  readonly paceFigures?: PaceFigures;
  /** Where the bytes go; only tests put something else here. */
  readonly openDispatcher?: OpenDispatcher;
}

/** The way to every ConnectWise this process speaks with. */
export interface ConnectWise {
  /**
   * A session of one account; opening sends nothing. `signal` ends its calls early, with the signal's own reason.
   * Throws a ConnectWiseError when the credentials have characters that cannot be sent.
   */
  open(access: ConnectWiseAccess, mode: Mode, signal?: AbortSignal): ConnectWiseSession;
  /** Ends all connections; calls in hand fail. */
  close(): Promise<void>;
}

const MOST_INSTANCES = 10_000;
const STATUS_FLAGS_MS = 600_000;

export function createConnectWise(deps: ConnectWiseDeps): ConnectWise {
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const timing = deps.timing ?? systemTiming;
  const guard = { policy: deps.policy, resolver: deps.resolver ?? systemResolver };
  const connections = new Connections(
    deps.openDispatcher ?? openGuarded({ ...guard, limits, serverCa: deps.serverCa, proxy: deps.proxy }),
  );
  const shared: Shared = {
    limits,
    timing,
    connections,
    logger: deps.logger,
    onCall: deps.onCall ?? (() => undefined),
    trace: traceCalls(deps.tracing),
    pace: deps.pace ?? new MemoryPace(timing),
    figures: deps.paceFigures ?? DEFAULT_PACE,
    turns: new Turns(),
    addresses: new ExpiringCache(MOST_INSTANCES, limits.addressMs, timing.monotonic),
    statusFlags: new ExpiringCache(MOST_INSTANCES, STATUS_FLAGS_MS, timing.monotonic),
  };
  return {
    open: (access, mode, signal) =>
      openSession(shared, access, { mode, signal: signal ?? new AbortController().signal }),
    close: () => connections.close(),
  };
}

interface Shared {
  readonly limits: Limits;
  readonly timing: Timing;
  readonly connections: Connections;
  readonly logger: CallLogger;
  readonly onCall: (facts: CallFacts) => void;
  readonly trace: Step;
  readonly pace: Pace;
  readonly figures: PaceFigures;
  readonly turns: Turns;
  readonly addresses: ExpiringCache<ApiAddress>;
  readonly statusFlags: ExpiringCache<StatusFlags>;
}

interface Manner {
  readonly mode: Mode;
  readonly signal: AbortSignal;
}

/**
 * The duties of a call from the outside in: limit, order of writes, retry, address, then, for each exchange, whether its
 * outcome is known, pace, log and meaning.
 */
function openSession(shared: Shared, access: ConnectWiseAccess, { mode, signal }: Manner): ConnectWiseSession {
  refuseUnsendable(access);
  const { limits, timing, logger, onCall, statusFlags } = shared;
  const { site, loginCompanyId } = access;
  const instance = JSON.stringify([site.origin, loginCompanyId]);
  const policy = RETRY_POLICIES[mode];

  const wire = transport((origin) => shared.connections.to(origin, access.customCa), limits.answerBytes);
  const pacing: Omit<PacedOptions, 'provesApi'> = {
    ...shared,
    key: { instance: `${site.instanceHost}/${loginCompanyId}`, accountId: access.accountId },
    lane: mode === 'job' ? 'background' : 'interactive',
    waitsForRate: policy.waitsForRate,
    usesBreaker: mode !== 'trial',
    trialLimit: deadline(limits.interactiveMs, timing),
  };
  const around = paced({ ...pacing, provesApi: false });
  const recorded = [shared.trace, record({ logger, onCall, timing, redact: redactFor(access) })];
  const meaning = decode(timing.clock, limits);
  const whole = deadline(mode === 'job' ? limits.jobMs : limits.interactiveMs, timing);
  const outer = [whole, oneByOne(shared.turns, instance), retry(policy, timing)];

  const ask = compose([around, ...recorded, meaning], wire);
  const addressed = { site, loginCompanyId, cache: shared.addresses, cacheKey: instance };
  const finder = new AddressFinder({ ...addressed, ask });
  // Asked for by itself, the address is a whole call of its own; on the way of a call it shares that one's limits.
  const alone = new AddressFinder({ ...addressed, ask: compose(outer, ask) });
  const exchange = [outcome(), paced({ ...pacing, provesApi: true }), ...recorded, meaning];
  const signed = credentials(access);
  const requester = createRequester({
    send: compose([...outer, address(finder), ...exchange, signed], wire),
    sendDirect: {
      signed: compose([...outer, ...exchange, signed], wire),
      unsigned: compose([...outer, outcome(), around, ...recorded, meaning], wire),
    },
    finder: alone,
    ...{ site, signal },
  });
  return new ConnectWiseSession(requester, {
    get: () => statusFlags.get(instance),
    set: (flags) => statusFlags.set(instance, flags),
  });
}

/** Such credentials cannot be the right ones; sending them would fail in stranger ways. */
function refuseUnsendable(access: ConnectWiseAccess): void {
  const [fault] = credentialFaults(access);
  if (!fault) return;
  const kinds = {
    loginCompanyId: 'unknown-login-company',
    publicKey: 'wrong-keys',
    privateKey: 'wrong-keys',
    clientId: 'client-id',
  } as const;
  throw new ConnectWiseError({ kind: kinds[fault.field] });
}

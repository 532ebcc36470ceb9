import type { ConnectionReport } from '../../connectwise/connection-report.js';
import type { ConnectionTestInput } from '../../connectwise/connection-test-input.js';
import type { NativeLogin } from '../../connectwise/native-statistics-check.js';
import type { Database } from '../../database/database.js';
import { DatabaseUnavailable } from '../../database/errors.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { type AccountId, type InstanceId, newId } from '../../shared/ids.js';
import type { SecretBox } from '../../shared/secret-box.js';
import type { CompleteValues, ConnectionValues } from './integration.js';
import type { IntegrationRepository } from './integration.repository.js';
import { TESTS_PER_MINUTE, type TestPlaceRepository } from './test-places.repository.js';

/** A passed test of the exact values spares another one for this long. */
const REMEMBERED_MS = 600_000;

/** Gives out the stored login of ConnectWise's older service, for one instance only. */
export interface NativeLogins {
  open(caller: Caller, instanceId: InstanceId): Promise<NativeLogin | undefined>;
}

export type TestConnection = (input: ConnectionTestInput, signal?: AbortSignal) => Promise<ConnectionReport>;

interface Deps {
  readonly database: Database;
  readonly integrations: IntegrationRepository;
  readonly places: TestPlaceRepository;
  readonly box: SecretBox;
  readonly clock: Clock;
  readonly testConnection: TestConnection;
  readonly spamLogins: NativeLogins;
  /** The server's own clientId; settings may override it. */
  readonly clientId: string | undefined;
}

/** Tries values against ConnectWise, one test at a time for an account, and remembers those that passed. */
export class ConnectionTester {
  readonly #deps: Deps;
  /** Spares the database a crowd of the same question; what is allowed is decided there. */
  readonly #running = new Map<AccountId, { readonly values: string; readonly attempt: Promise<Attempt> }>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The report of these exact values when they passed within the last ten minutes, on whichever replica. */
  async remembered(caller: Caller, values: CompleteValues): Promise<ConnectionReport | undefined> {
    const since = new Date(this.#deps.clock.now().getTime() - REMEMBERED_MS);
    return this.#deps.integrations.findPassedTest(caller.accountId, this.#fingerprint(caller, values), since);
  }

  /** @throws Failure RATE_LIMITED when this account tests too often, or is testing other values */
  async test(caller: Caller, values: ConnectionValues): Promise<ConnectionReport> {
    const attempt = await this.#attempt(caller, values);
    if (attempt instanceof Failure) throw attempt;
    return attempt;
  }

  /** The same for whoever can do without: undefined when it is not this account's turn. `signal` ends it early. */
  async tryTest(caller: Caller, values: ConnectionValues, signal?: AbortSignal): Promise<ConnectionReport | undefined> {
    const attempt = await this.#attempt(caller, values, signal);
    return attempt instanceof Failure ? undefined : attempt;
  }

  /** One at a time; who asks for the very values under test shares its outcome, but not its being stopped. */
  async #attempt(caller: Caller, values: ConnectionValues, signal?: AbortSignal): Promise<Attempt> {
    const { accountId } = caller;
    const asked = this.#fingerprint(caller, values).toString('hex');
    const running = this.#running.get(accountId);
    if (running?.values === asked) return running.attempt.catch(() => this.#attempt(caller, values, signal));
    if (running) return isRunning();
    const attempt = this.#inPlace(caller, () => this.#run(caller, values, signal)).finally(() =>
      this.#running.delete(accountId),
    );
    this.#running.set(accountId, { values: asked, attempt });
    return attempt;
  }

  async #inPlace({ accountId }: Caller, run: () => Promise<ConnectionReport>): Promise<Attempt> {
    const { database, places } = this.#deps;
    const runner = newId<string>();
    const place = await database.write(accountId, (tx) => places.take(tx, accountId, runner));
    if (place.kind === 'running') return isRunning();
    if (place.kind === 'used-up') {
      return tooOften(`An account may test its connection ${TESTS_PER_MINUTE} times a minute.`, place.secondsLeft);
    }
    try {
      return await run();
    } finally {
      // A place that cannot be given back ends by itself; what the test found must not be lost with it.
      await database.write(accountId, (tx) => places.leave(tx, accountId, runner)).catch(ignoreOutage);
    }
  }

  async #run(caller: Caller, values: ConnectionValues, signal?: AbortSignal): Promise<ConnectionReport> {
    const input = {
      site: values.site ?? '',
      loginCompanyId: values.loginCompanyId ?? '',
      publicKey: values.publicKey,
      privateKey: values.privateKey,
      customCa: values.customCa,
      clientId: this.clientIdOf(values),
      accountId: caller.accountId,
      nativeLogin: await this.#nativeLogin(caller, values),
    };
    const report = await this.#deps.testConnection(input, signal);
    if (report.isHealthy) await this.#remember(caller, values, report);
    return report;
  }

  /** Goes to no other place than the saved one, as a stored key does. Where it does not open, the test goes without. */
  async #nativeLogin(caller: Caller, values: ConnectionValues): Promise<NativeLogin | undefined> {
    const stored = await this.#deps.integrations.find(caller.accountId);
    const isSaved = stored?.site === values.site && stored?.loginCompanyId === values.loginCompanyId;
    if (!stored?.instanceId || !isSaved) return undefined;
    try {
      return await this.#deps.spamLogins.open(caller, stored.instanceId);
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }

  clientIdOf(values: { readonly clientId: string | undefined }): string | undefined {
    return values.clientId ?? this.#deps.clientId;
  }

  async #remember(caller: Caller, values: ConnectionValues, report: ConnectionReport): Promise<void> {
    const { database, integrations, clock } = this.#deps;
    const passedAt = clock.now();
    const forgetBefore = new Date(passedAt.getTime() - REMEMBERED_MS);
    const passed = { fingerprint: this.#fingerprint(caller, values), report, passedAt, forgetBefore };
    await database.write(caller.accountId, (tx) => integrations.savePassedTest(tx, caller.accountId, passed));
  }

  /** A keyed hash: whoever reads the database can neither read the values from it nor try guesses. */
  #fingerprint(caller: Caller, values: ConnectionValues): Buffer {
    const { site = '', loginCompanyId = '', publicKey, privateKey, customCa = '' } = values;
    const keys = [publicKey?.reveal() ?? '', privateKey?.reveal() ?? ''];
    const clientId = this.clientIdOf(values) ?? '';
    return this.#deps.box.fingerprint([caller.accountId, site, loginCompanyId, ...keys, customCa, clientId]);
  }
}

/** What a test came to, or why it was not this account's turn. */
type Attempt = ConnectionReport | Failure;

function ignoreOutage(error: unknown): void {
  if (!(error instanceof DatabaseUnavailable)) throw error;
}

function isRunning(): Failure {
  return tooOften('A connection test of this account is running.', 5);
}

function tooOften(message: string, retryAfterSeconds: number): Failure {
  return new Failure({ code: FailureCode.RATE_LIMITED, message, retryAfterSeconds });
}

import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { ManageAPI } from 'connectwise-rest';
import type { SandboxOptions } from '../../../src/sandbox/options.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import { openShop } from '../../support/certificates.js';

type Section = Extract<keyof ManageAPI, `${string}API`>;
type Called<S extends Section> = Extract<keyof ManageAPI[S], string>;
type Method<S extends Section, M extends Called<S>> = Extract<ManageAPI[S][M], (...args: never[]) => Promise<unknown>>;
type ManageOptions = ConstructorParameters<typeof ManageAPI>[0];

/** What the package throws for a refused call; Jest compares it as it is. */
export interface Refusal {
  readonly status: number;
  readonly data: unknown;
  readonly message: string;
}

interface Order {
  readonly section: string;
  readonly method?: string;
  readonly args: readonly unknown[];
}

const CHILD = resolve('test', 'sandbox', 'foreign-client', 'child.js');

/** connectwise-rest, as it comes from the registry, in a process of its own that trusts the sandbox's authority. */
export class ForeignClient {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers>();
  #number = 0;

  constructor(
    private readonly options: ManageOptions,
    /** The certificate that the process trusts beside those it comes with. */
    authorityFile?: string,
  ) {
    const authority = authorityFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: authorityFile };
    const env = { PATH: process.env['PATH'], ...authority };
    this.#child = fork(CHILD, [], { env, execArgv: [], serialization: 'advanced' });
    this.#child.on('message', (message: { number: number; value?: unknown; error?: Refusal }) => {
      const waiting = this.#waiting.get(message.number);
      this.#waiting.delete(message.number);
      if (message.error) waiting?.reject(message.error);
      else waiting?.resolve(message.value);
    });
    this.#child.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The child process ended'));
    });
  }

  /** One method of the package, with its own types: `call('CompanyAPI', 'getCompanyCompaniesById', 250)`. */
  call<S extends Section, M extends Called<S>>(
    section: S,
    method: M,
    ...args: Parameters<Method<S, M>>
  ): Promise<Awaited<ReturnType<Method<S, M>>>> {
    return this.#send({ section, method, args }) as Promise<Awaited<ReturnType<Method<S, M>>>>;
  }

  /** The same with other options, such as wrong keys. */
  with(options: Partial<ManageOptions>): Pick<ForeignClient, 'call'> {
    return {
      call: (section, method, ...args) => this.#send({ section, method, args }, options) as never,
    };
  }

  /** The package's own paging over all pages of a list. */
  paginate<S extends Section>(
    section: S,
    method: Called<S>,
    paging: { readonly pageSize?: number; readonly startPage?: number },
    parameters: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>[]> {
    return this.#send({ section: 'paginate', args: [section, method, paging, parameters] }) as Promise<
      Record<string, unknown>[]
    >;
  }

  /** The package's call for what it has no method for, or whose types would not let a mistake through. */
  request(path: string, method: 'get' | 'post' | 'put' | 'patch' | 'delete', data?: unknown): Promise<unknown> {
    return this.#send({ section: 'request', args: [{ path, method, data }] });
  }

  /** A file for a record, as a form: what the package's `request` hands on as it is. */
  upload(fields: Readonly<Record<string, string>>, content: Buffer): Promise<unknown> {
    return this.#send({ section: 'upload', args: [fields, content] });
  }

  /** Whether the package finds the signature of a callback right. */
  verifies(body: unknown, signature: string, signingKey: string): Promise<unknown> {
    return this.#send({ section: 'utils', method: 'verifyMessage', args: [body, signature, signingKey] });
  }

  async end(): Promise<void> {
    const exited = new Promise((done) => this.#child.once('exit', done));
    this.#child.disconnect();
    await exited;
  }

  #send(order: Order, options: Partial<ManageOptions> = {}): Promise<unknown> {
    this.#number += 1;
    const number = this.#number;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#child.send({ ...order, number, options: { ...this.options, ...options } });
    });
  }
}

interface PromiseWithResolvers {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** The package's types want an object as the value of each operation, although any JSON may stand there. */
export function operations(...list: readonly PatchOperation[]): { op: string; value?: Record<string, unknown> }[] {
  return [...list] as { op: string; value?: Record<string, unknown> }[];
}

/** A sandbox that speaks TLS, and the foreign client before it, for the tests of a file. */
export function withForeignClient(options: SandboxOptions = {}): {
  readonly sandbox: Sandbox;
  readonly foreign: ForeignClient;
} {
  let running: { sandbox: Sandbox; foreign: ForeignClient; folder: string } | undefined;
  beforeAll(async () => {
    const shop = await openShop();
    const sandbox = await startSandbox({ ...options, tls: await shop.issued('IP:127.0.0.1') });
    const folder = await mkdtemp(join(tmpdir(), 'psa-foreign-'));
    const authorityFile = join(folder, 'authority.pem');
    await writeFile(authorityFile, shop.authority);
    running = { sandbox, foreign: new ForeignClient(optionsFor(sandbox), authorityFile), folder };
  });
  afterAll(async () => {
    await running?.foreign.end();
    await running?.sandbox.close();
    if (running) await rm(running.folder, { recursive: true });
  });
  const present = () => {
    if (!running) throw new Error('The sandbox is not running yet');
    return running;
  };
  return {
    get sandbox() {
      return present().sandbox;
    },
    get foreign() {
      return present().foreign;
    },
  };
}

export function optionsFor(sandbox: Sandbox): ManageOptions {
  const { loginCompanyId, publicKey, privateKey, clientId } = sandbox.credentials;
  return { companyId: loginCompanyId, publicKey, privateKey, clientId, companyUrl: new URL(sandbox.tlsUrl ?? '').host };
}

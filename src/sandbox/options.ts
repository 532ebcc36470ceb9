import type { Tls } from './http/listener.js';

/** How a sandbox is started; everything has a default. */
export interface SandboxOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /**
   * A name that others reach it by, as in a network of containers: then it listens on every address. 127.0.0.1, the
   * default, listens on this machine only.
   */
  readonly host?: string;
  /** The number that all made-up data follows from; default 1. */
  readonly seed?: number;
  /** From 10 to 100,000; default 200. */
  readonly companies?: number;
  /** Whether the switches are served under `/_control`, and whether on a port of their own; default false. */
  readonly control?: boolean | { readonly port: number };
  readonly loginCompanyId?: string;
  readonly publicKey?: string;
  readonly privateKey?: string;
  /** The clientIds that are known; the first is the one shown. */
  readonly clientIds?: readonly string[];
  /** The newest version of the API it speaks, such as `2022.1`, which also makes its codebase; default 2025.16. */
  readonly version?: string;
  /** Default `v2025_1`. */
  readonly codebase?: string;
  /** A tenant of the cloud instead of an on-premise server; default false. */
  readonly cloud?: boolean;
  /** The time of day; default the real one. */
  readonly clock?: () => Date;
  /** Serves HTTPS as well, on a port of its own; 0, the default, takes a free one. */
  readonly tls?: Tls & { readonly port?: number };
}

/** What a client needs to be let in. */
export interface SandboxCredentials {
  readonly loginCompanyId: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly clientId: string;
}

/** Fixed, and no secrets: they open nothing but a sandbox. */
export const DEFAULT_CREDENTIALS: SandboxCredentials = {
  loginCompanyId: 'sandboxmsp',
  publicKey: 'SandboxPublicKey',
  privateKey: 'SandboxPrivatKey',
  clientId: '5a2db0c5-5a2d-4b0c-8b0c-5a2db0c55a2d',
};

export const FEWEST_COMPANIES = 10;
export const MOST_COMPANIES = 100_000;

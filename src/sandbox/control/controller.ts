import type { Incoming } from '../http/incoming.js';
import type { Json } from '../json.js';

/** One control request; `rest` is what follows the name of the thing controlled, cut at the slashes. */
export interface ControlRequest {
  readonly method: string;
  readonly rest: readonly string[];
  readonly incoming: Incoming;
  /** The body as JSON; an empty one is undefined. */
  readonly body: () => unknown;
}

/** Answers JSON, or undefined when it knows nothing of the method or address. */
export type Controller = (request: ControlRequest) => Json | undefined;

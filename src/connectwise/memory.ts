/** One remembered value. Forgets by itself when it is too old. */
export interface Memory<Value> {
  get(): Value | undefined;
  set(value: Value): void;
}

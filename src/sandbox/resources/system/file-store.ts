/** All files together: what goes beyond is refused, so that a sandbox that runs for weeks stays small. */
const LIMIT = 64_000_000;

/** The contents of documents, in memory. */
export class FileStore {
  readonly #files = new Map<number, Buffer>();
  #size = 0;

  /** Answers whether there was room. */
  keep(id: number, content: Buffer): boolean {
    if (this.#size + content.length > LIMIT) {
      return false;
    }
    this.#files.set(id, content);
    this.#size += content.length;
    return true;
  }

  get(id: number): Buffer | undefined {
    return this.#files.get(id);
  }

  drop(id: number): void {
    this.#size -= this.#files.get(id)?.length ?? 0;
    this.#files.delete(id);
  }
}

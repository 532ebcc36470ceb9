/** The contents of documents, in memory. */
export class FileStore {
  readonly #files = new Map<number, Buffer>();
  #size = 0;

  /** Answers whether there was room below the limit, in bytes for all files together. */
  keep(id: number, content: Buffer, limit: number): boolean {
    if (this.#size + content.length > limit) {
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

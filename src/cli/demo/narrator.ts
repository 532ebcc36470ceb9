import { say } from '../terminal.js';

/** Tells a person what is done: numbered steps, each with what was asked and what came back. */
export class Narrator {
  #step = 0;
  #startedAt = performance.now();

  title(text: string): void {
    say(`${text}\n`);
  }

  step(text: string): void {
    this.#step += 1;
    say(`${String(this.#step).padStart(2)}  ${text}`);
  }

  asked(text: string): void {
    say(`      asked       ${text}`);
  }

  answered(text: string): void {
    say(`      answered    ${text}`);
  }

  remarked(text: string): void {
    say(`                  ${text}`.trimEnd());
  }

  done(): void {
    say('');
  }

  get seconds(): string {
    return `${((performance.now() - this.#startedAt) / 1_000).toFixed(1)} s`;
  }
}

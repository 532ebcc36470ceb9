/** What a command says to the person in front of it. Logs go elsewhere. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Something to know that must not mix with what a program reads from standard output. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function fail(text: string): void {
  note(text);
  process.exitCode = 1;
}

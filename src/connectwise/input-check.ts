import { ProblemList } from '../shared/failure.js';
import { isPrintable } from '../shared/text.js';

export interface TextRule {
  readonly most: number;
  /** Whether line breaks and tabs may be in it. */
  readonly isMultiLine?: boolean;
}

/** Checks what is to be written to ConnectWise. One Failure tells all that is wrong, field by field. */
export class InputCheck {
  readonly #problems = new ProblemList();

  /** Undefined values pass: what is needed at all is the type's matter. */
  text(field: string, value: string | undefined, { most, isMultiLine = false }: TextRule): this {
    if (value === undefined) return this;
    const line = isMultiLine ? value.replace(/[\t\n\r]/g, '') : value;
    if (value.trim() === '') this.#problems.add(field, 'Enter a text.');
    else if (value.length > most) this.#problems.add(field, `At most ${most} characters fit.`);
    else if (!isPrintable(line)) this.#problems.add(field, 'Control characters and broken Unicode are not accepted.');
    return this;
  }

  ids(values: Readonly<Record<string, number | undefined>>): this {
    for (const [field, value] of Object.entries(values)) {
      if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) continue;
      this.#problems.add(field, 'A record id is a whole number.');
    }
    return this;
  }

  day(field: string, value: string | undefined): this {
    const isDay = value === undefined || (/^\d{4}-\d\d-\d\d$/.test(value) && isCalendarDay(value));
    if (!isDay) this.#problems.add(field, 'Enter a date like 2026-01-31.');
    return this;
  }

  /** @throws Failure INVALID */
  throwIfAny(): void {
    this.#problems.throwIfAny();
  }
}

/** The thirtieth of February would otherwise become the second of March. */
function isCalendarDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

import type { Agenda } from '../agenda.js';

const DAY = 86_400_000;
const MOST = 3;

interface Standing {
  /** Failing days in a row that are over. */
  streak: number;
  /** Of today; null before the first outcome of the day. */
  today: { delivered: boolean } | null;
}

/**
 * Counts for each callback the days on which nothing at all could be delivered, by UTC. Three in a row and it is given
 * up; a day without anything to deliver counts neither way.
 */
export class FailingDays {
  readonly #standings = new Map<number, Standing>();

  constructor(
    private readonly agenda: Agenda,
    private readonly giveUp: (callbackId: number) => void,
  ) {}

  note(callbackId: number, isDelivered: boolean, now: number): void {
    const standing = this.#standings.get(callbackId) ?? { streak: 0, today: null };
    this.#standings.set(callbackId, standing);
    if (standing.today) {
      standing.today.delivered ||= isDelivered;
      return;
    }
    standing.today = { delivered: isDelivered };
    this.agenda.at((Math.floor(now / DAY) + 1) * DAY, () => this.#close(callbackId, standing));
  }

  #close(callbackId: number, standing: Standing): void {
    standing.streak = standing.today?.delivered ? 0 : standing.streak + 1;
    standing.today = null;
    if (standing.streak === MOST) {
      this.giveUp(callbackId);
    }
  }
}

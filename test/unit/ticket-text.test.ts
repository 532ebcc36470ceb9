import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Delivery, nextStep, noteMark, type OwnTicket } from '../../src/features/tickets/ticket.js';
import { noteText, openingText, summaryOf } from '../../src/features/tickets/ticket-text.js';
import { newId } from '../../src/shared/ids.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const delivery = (values: Partial<Delivery> = {}): Delivery => ({
  ...{ id: newId(), sourceId: newId(), userId: newId(), kind: 'MAIL_FLOW', severity: 'WARNING' as const },
  ...{ title: 'Mail does not flow', body: 'Since ten.', occurredAt: NOW, occurrences: 1, isOpen: true },
  ...{ resolvedBy: undefined, resolution: undefined, revision: 1, toldRevision: 0, tries: 0, now: NOW },
  ...{ ticket: undefined, hold: undefined, dueAt: new Date(0) },
  ...values,
});
const ticket = (values: Partial<OwnTicket> = {}): OwnTicket => ({
  ...{ id: newId(), instanceId: newId(), companyId: 5, connectWiseId: 7 },
  ...{ state: 'OPEN' as const, statusId: 1, statusName: 'New' },
  ...{ boardId: 1, isTakenOver: false, intent: undefined, closedAt: undefined, isNeededByOthers: false },
  ...values,
});
const graphemes = (text: string) =>
  [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
const family = '👨‍👩‍👧‍👦';

describe('N8: texts of a ticket', () => {
  it('has a summary of at most 100 characters, a beginning of the title in whole characters', () => {
    const titles = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc
        .array(fc.constantFrom(family, 'é', 'e\u0301', '株', 'が', 'か\u3099', 'x', ' '), { maxLength: 200 })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(titles, (title) => {
        const summary = summaryOf(title);
        expect(summary.length).toBeLessThanOrEqual(100);
        expect(summary).not.toMatch(/\p{Cc}/u);
        const whole = graphemes(
          title
            .replace(/\p{Cc}+/gu, ' ')
            .replace(/\s+/gu, ' ')
            .trim(),
        );
        const shown = graphemes(summary.replace(/…$/, ''));
        expect(whole.slice(0, shown.length).join('').startsWith(shown.join(''))).toBe(true);
      }),
    );
  });

  it.each([
    ['families', family.repeat(20), 100 - 1],
    ['combining marks', 'e\u0301'.repeat(80), 100 - 1],
    ['Japanese', '株式会社さくら電機'.repeat(20), 100 - 1],
  ])('cuts %s between them', (_name, title, most) => {
    const summary = summaryOf(title);
    expect(summary.endsWith('…')).toBe(true);
    const kept = summary.slice(0, -1);
    expect(title.startsWith(kept)).toBe(true);
    expect(kept.length).toBeLessThanOrEqual(most);
    expect(graphemes(title).slice(0, graphemes(kept).length).join('')).toBe(kept);
  });

  it('has a body of at most 16 KB, with a word that it was cut and the mark of a note at its end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer({ min: 0, max: 3_000 }), (text, times) => {
        const long = delivery({ body: text.repeat(times), ticket: ticket() });
        for (const body of [openingText(long, 'A customer'), noteText(long)]) {
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(16_384);
          expect(body).not.toMatch(/[^\P{Cc}\n\t]/u);
        }
        expect(noteText(long).endsWith(noteMark(long))).toBe(true);
      }),
      { numRuns: 50 },
    );
    const cut = openingText(delivery({ body: '株'.repeat(20_000) }), undefined);
    expect(cut).toContain('The text was cut here');
    expect(cut).not.toContain('\uFFFD');
  });

  it('keeps the whole title in the body', () => {
    const title = `${'A long title '.repeat(20)}end`;
    expect(openingText(delivery({ title }), 'A customer')).toContain(title);
  });
});

describe('N4, N6: what a ticket is told next', () => {
  const lifeCycle = { closesTickets: true, closesTakenOver: false, reopenDays: 7 };
  const days = (count: number) => new Date(NOW.getTime() - count * 86_400_000);

  it.each<[string, Partial<Delivery>, string | undefined]>([
    ['an open condition without a ticket', {}, 'CREATE'],
    ['one whose ticket was never made', { ticket: ticket({ state: 'PLANNED', connectWiseId: undefined }) }, 'CREATE'],
    ['one that is over before it had a ticket', { isOpen: false }, undefined],
    ['news', { ticket: ticket() }, 'NOTE'],
    ['no news', { ticket: ticket(), toldRevision: 1 }, undefined],
    ['the end, first as a note', { ticket: ticket(), isOpen: false, revision: 2, toldRevision: 1 }, 'NOTE'],
    [
      'the end of what the ticket never heard of',
      { ticket: ticket({ isNeededByOthers: true }), isOpen: false },
      undefined,
    ],
    ['then by closing', { ticket: ticket(), isOpen: false, toldRevision: 1 }, 'CLOSE'],
    ['but not of a person', { ticket: ticket({ isTakenOver: true }), isOpen: false, toldRevision: 1 }, undefined],
    ['a recurrence within days', { ticket: ticket({ state: 'CLOSED', closedAt: days(6) }) }, 'REOPEN'],
    ['a recurrence later', { ticket: ticket({ state: 'CLOSED', closedAt: days(8) }) }, 'CREATE'],
    ['a deleted ticket', { ticket: ticket({ state: 'GONE' }) }, undefined],
  ])('%s', (_name, values, step) => {
    expect(nextStep(delivery(values), lifeCycle)).toBe(step);
  });
});

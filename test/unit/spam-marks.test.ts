import { describe, expect, it } from '@jest/globals';
import type { WaitingDelivery } from '../../src/features/spam-delivery/delivery.js';
import { documentTitle, endsWithReference, isDocumentOf } from '../../src/features/spam-delivery/marks.js';
import { newId, type SpamDeliveryId, type UserId } from '../../src/shared/ids.js';

const userId = newId<UserId>();
const of = (subject: string, month = '2026-01') =>
  ({ id: newId<SpamDeliveryId>(), userId, month, subject }) as WaitingDelivery;

describe('M3: the document of a report', () => {
  it.each([
    ['short', 'Short'],
    ['long', 'x'.repeat(300)],
    ['Japanese', '迷惑メール統計レポート'.repeat(20)],
  ])('has a title that fits and tells each delivery from the others: a %s subject', (_kind, subject) => {
    const delivery = of(subject);
    const title = documentTitle(delivery);
    expect(title.length).toBeLessThanOrEqual(100);
    expect(isDocumentOf(title, delivery, delivery.id)).toBe(true);
    expect(isDocumentOf(title, delivery, undefined)).toBe(true);
    expect(isDocumentOf(title, delivery, newId<SpamDeliveryId>())).toBe(false);
    expect(isDocumentOf(title, of(subject, '2026-02'), undefined)).toBe(false);
  });

  it.each([null, '', 'Contract', 'psa-bridge:spam:2026-01'])('is none that is titled %p', (title) => {
    const delivery = of('Short');
    expect(isDocumentOf(title, delivery, delivery.id)).toBe(false);
    expect(isDocumentOf(title, delivery, undefined)).toBe(false);
  });
});

describe('M3: the note of a report', () => {
  const reference = `Ref: psa-bridge:spam:2026-01:${userId}`;
  it.each([
    ['with the line ends of ConnectWise', `Spam: 7\r\n\r\n${reference}\r\n`, true],
    ['with spaces behind it', `Spam: 7\n${reference}  \n\n`, true],
    ['of another month', `Spam: 7\nRef: psa-bridge:spam:2026-02:${userId}`, false],
    ['with more text behind it', `${reference}\nand what a person added`, false],
    ['with more text in the line', `Spam: 7\nsee ${reference}`, false],
    ['without any text', null, false],
  ])('is known by its last line: one %s', (_what, text, isKnown) => {
    expect(endsWithReference(text, of('Short'))).toBe(isKnown);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { TicketRule, TicketTemplate } from '../../src/features/ticketing-settings/template.js';
import { isBroken, placeAt, templateFor } from '../../src/features/ticketing-settings/template-for.js';
import type { TemplateProblem } from '../../src/features/ticketing-settings/template-problem.js';

const NONE = { statusId: null, closedStatusId: null, typeId: null, subTypeId: null, itemId: null, teamId: null };

function on(boardId: number): TicketTemplate {
  const internal = { contact: 'NONE', isCustomerVisible: false, mailsContact: false } as const;
  return { ...NONE, ...internal, boardId, priorityId: null, sourceId: null };
}

const rule = (boardId: number, when: Partial<TicketRule> = {}): TicketRule => ({
  ...{ kinds: null, severities: null, template: on(boardId) },
  ...when,
});
const RULES = [
  rule(11, { kinds: ['MAIL_FLOW'], severities: ['ACTION_REQUIRED'] }),
  rule(12, { kinds: ['MAIL_FLOW', 'QUARANTINE'] }),
  rule(13, { severities: ['INFORMATION', 'WARNING'] }),
  rule(14, { kinds: ['QUARANTINE'], severities: ['ACTION_REQUIRED'] }),
];
const SETTINGS = { template: on(1), rules: RULES, problems: [] };

describe('N2: the template of a condition', () => {
  it.each([
    ['MAIL_FLOW', 'ACTION_REQUIRED', 'RULE', 0, 11],
    ['MAIL_FLOW', 'WARNING', 'RULE', 1, 12],
    ['QUARANTINE', 'ACTION_REQUIRED', 'RULE', 1, 12],
    ['BACKUP', 'WARNING', 'RULE', 2, 13],
    ['BACKUP', 'INFORMATION', 'RULE', 2, 13],
    ['BACKUP', 'ACTION_REQUIRED', 'DEFAULT', undefined, 1],
    ['mail_flow', 'ACTION_REQUIRED', 'DEFAULT', undefined, 1],
  ] as const)('N2: of %s at %s is that of %s %s', (kind, severity, origin, index, boardId) => {
    const chosen = templateFor(SETTINGS, undefined, { kind, severity });
    expect([chosen.origin, chosen.rule, chosen.template.boardId]).toEqual([origin, index, boardId]);
  });

  it('N2: is that of the user where there is one, whatever rules say', () => {
    const place = { contactId: 5, siteId: null, companyId: 70 };
    const chosen = templateFor(
      SETTINGS,
      { template: on(99), place, problems: [] },
      { kind: 'MAIL_FLOW', severity: 'WARNING' },
    );
    expect(chosen).toEqual({ origin: 'USER', rule: undefined, template: on(99), place, problems: [] });
  });

  it('N2: a rule without conditions takes all that is left', () => {
    const rules = [rule(11, { kinds: ['A'] }), rule(12)];
    const chosen = templateFor({ ...SETTINGS, rules }, undefined, { kind: 'B', severity: 'WARNING' });
    expect(chosen).toMatchObject({ origin: 'RULE', rule: 1 });
  });
});

describe('N2: a template that does not fit its board', () => {
  const problem = (path: string, field: TemplateProblem['field']): TemplateProblem => ({
    ...{ path: path.split('.'), field, boardId: 1, recordId: 1, message: '', choices: [], foundAt: new Date() },
  });
  const told = { kind: 'A', severity: 'ACTION_REQUIRED' } as const;

  it.each([
    ['template', 'statusId', [], true],
    ['template', 'closedStatusId', [], false],
    ['rules.0.template', 'boardId', [], false],
    ['rules.0.template', 'boardId', [rule(2)], true],
    ['rules.1.template', 'boardId', [rule(2)], false],
    ['template', 'boardId', [rule(2)], false],
  ] as const)('N2: %s.%s, seen from the template that applies', (path, field, rules, expected) => {
    const settings = { template: on(1), rules, problems: [problem(path, field)] };
    expect(isBroken(templateFor(settings, undefined, told))).toBe(expected);
  });

  it('N2: of the user is its own matter', () => {
    const place = { contactId: null, siteId: null, companyId: null };
    const own = { template: on(9), place, problems: [] };
    const settings = { ...SETTINGS, problems: [problem('template', 'boardId')] };
    expect(isBroken(templateFor(settings, own, told))).toBe(false);
    const broken = { ...own, problems: [problem('template', 'boardId')] };
    expect(isBroken(templateFor(SETTINGS, broken, told))).toBe(true);
  });
});

describe('N2: a contact and a site', () => {
  const place = { contactId: 5, siteId: 6, companyId: 70 };
  const chosen = templateFor(SETTINGS, { template: on(1), place, problems: [] }, { kind: 'A', severity: 'WARNING' });

  it('N2: count at their company, and at no other', () => {
    expect(placeAt(chosen, 70)).toEqual(place);
    for (const companyId of [71, undefined]) {
      expect(placeAt(chosen, companyId)).toEqual({ contactId: null, siteId: null, companyId: null });
    }
  });

  it('N2: are of no company where there are none', () => {
    const none = templateFor(SETTINGS, undefined, { kind: 'A', severity: 'ACTION_REQUIRED' });
    expect(placeAt(none, 70)).toEqual({ contactId: null, siteId: null, companyId: null });
  });
});

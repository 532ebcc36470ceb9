import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Drift, NewDrift } from '../../src/features/drift/drift.js';
import type { CompanyNow } from '../../src/features/drift/drift-findings.js';
import { compare } from '../../src/features/drift/drift-rules.js';
import { type Candidate, likelySurvivor } from '../../src/features/drift/survivor.js';
import type { Mapping } from '../../src/features/mappings/mapping.js';
import { type InstanceId, type MappingId, newId, type SourceId, type UserId } from '../../src/shared/ids.js';

const now = new Date('2026-01-31T12:00:00Z');
const survivor = {
  ...{ connectWiseId: 8, identifier: 'other', name: 'Other', status: 'Active' },
  reasons: ['CONTACT_MOVED'] as const,
};

function mappingOf(allowsInactive: boolean): Mapping & { readonly connectWiseId: number } {
  return {
    ...{ id: newId<MappingId>(), userId: newId<UserId>(), sourceId: newId<SourceId>() },
    ...{ instanceId: newId<InstanceId>(), returnsBy: undefined, connectWiseId: 7 },
    ...{ identifier: 'A', companyName: 'A', companyStatus: 'Active', companyTypes: [] },
    ...{ isEnabled: true, isShared: false, allowsInactive, origin: 'MANUAL', verification: 'VERIFIED' },
    ...{ problem: undefined, verifiedAt: now, version: 1, createdAt: now, updatedAt: now },
  };
}

type Kept = Pick<NewDrift, 'id' | 'kind' | 'status' | 'before' | 'after' | 'survivor' | 'isSurvivorAskable'>;

/** A mapping with its drifts, as the database would keep them. */
class Model {
  mapping;
  drifts: Kept[] = [];

  constructor(allowsInactive: boolean) {
    this.mapping = mappingOf(allowsInactive);
  }

  get open(): Kept[] {
    return this.drifts.filter(({ status }) => status === 'OPEN');
  }

  look(company: CompanyNow, found: Candidate | undefined = undefined) {
    const before = this.mapping;
    const isGone = company.presence !== 'LIVE';
    const verdict = compare({
      ...{ mapping: before, company, open: this.open, now, isSurvivorAskable: false },
      survivor: isGone && found ? likelySurvivor([found]) : undefined,
    });
    this.mapping = { ...verdict.mapping, connectWiseId: before.connectWiseId };
    this.drifts = this.drifts.map((drift) => {
      const change = verdict.changed.find(({ id }) => id === drift.id);
      return change ? { ...drift, ...change } : drift;
    });
    this.drifts.push(...verdict.opened);
    return verdict;
  }

  close(status: Drift['status']): void {
    this.drifts = this.drifts.map((drift) => (drift.status === 'OPEN' ? { ...drift, status } : drift));
  }
}

const text = fc.constantFrom('A', 'B', 'a', 'C');
const company: fc.Arbitrary<CompanyNow> = fc.oneof(
  fc.record({
    presence: fc.constant('LIVE' as const),
    isInactive: fc.boolean(),
    types: fc.constantFrom([], ['Client']),
    identifier: text,
    name: text,
    status: fc.constantFrom('Active', 'Inactive', undefined),
  }),
  fc.record({ presence: fc.constant('DELETED' as const), identifier: text, name: text, status: fc.constant('Active') }),
  fc.constant({ presence: 'MISSING' as const }),
);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ company, found: fc.constantFrom(undefined, survivor) }) },
  { weight: 1, arbitrary: fc.record({ close: fc.constantFrom('RESOLVED' as const, 'IGNORED' as const) }) },
);

const GONE = ['COMPANY_DELETED', 'COMPANY_MERGED', 'COMPANY_MISSING'];

function problemBy(company: CompanyNow, allowsInactive: boolean) {
  if (company.presence !== 'LIVE') return company.presence === 'DELETED' ? 'COMPANY_DELETED' : 'COMPANY_NOT_FOUND';
  return company.isInactive && !allowsInactive ? 'COMPANY_INACTIVE' : undefined;
}

describe('C5: what a mapping makes of its company', () => {
  it('stands as the company does after any sequence of changes, with at most one open drift of a kind', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 12 }), (allowsInactive, steps) => {
        const model = new Model(allowsInactive);
        for (const next of steps) {
          if ('close' in next) {
            model.close(next.close);
            continue;
          }
          const before = model.mapping;
          const { news } = model.look(next.company, next.found);
          const { mapping, open } = model;
          const problem = problemBy(next.company, allowsInactive);
          expect([mapping.problem, mapping.verification]).toEqual([problem, problem ? 'BROKEN' : 'VERIFIED']);
          if (next.company.presence === 'LIVE') {
            const { identifier, name, status, types } = next.company;
            expect(mapping).toMatchObject({ identifier, companyName: name, companyTypes: types });
            expect(mapping.companyStatus).toBe(status);
          }
          const kinds = open.map(({ kind }) => kind);
          expect(new Set(kinds).size).toBe(kinds.length);
          expect(kinds).not.toContain('COMPANY_BACK');
          const isGone = next.company.presence !== 'LIVE';
          expect(kinds.filter((kind) => GONE.includes(kind)).length).toBeLessThanOrEqual(isGone ? 1 : 0);
          if (isGone || !('isInactive' in next.company && next.company.isInactive)) {
            expect(kinds).not.toContain('COMPANY_INACTIVATED');
          }
          // Whatever holds work, or lets it go again, has a drift that says why.
          if (before.verification !== mapping.verification) expect(news.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('says the same thing once', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 8 }), company, (allowsInactive, steps, last) => {
        const model = new Model(allowsInactive);
        for (const next of steps) {
          if ('close' in next) model.close(next.close);
          else model.look(next.company, next.found);
        }
        model.look(last);
        const { mapping } = model;
        const again = model.look(last);
        expect([again.opened, again.changed, again.news]).toEqual([[], [], []]);
        expect(again.mapping).toEqual(mapping);
        model.close('IGNORED');
        expect(model.look(last)).toMatchObject({ opened: [], changed: [], news: [] });
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells again of what was ignored once it changes to something else', () => {
    const model = new Model(false);
    const live = { presence: 'LIVE', isInactive: false, types: [], identifier: 'A', status: 'Active' } as const;
    model.look({ ...live, name: 'B' });
    model.close('IGNORED');
    expect(model.look({ ...live, name: 'B' }).news).toEqual([]);
    expect(model.look({ ...live, name: 'C' }).news).toMatchObject([{ kind: 'COMPANY_RENAMED', before: { name: 'B' } }]);
  });

  it('turns a company that is gone into a merged one when it learns where it went, and keeps that', () => {
    const model = new Model(false);
    model.look({ presence: 'MISSING' });
    const [first] = model.open;
    expect(model.look({ presence: 'MISSING' }, survivor).news).toMatchObject([
      { kind: 'COMPANY_MERGED', survivorId: 8 },
    ]);
    expect(model.open).toMatchObject([{ id: first?.id, kind: 'COMPANY_MERGED', survivor: { connectWiseId: 8 } }]);
    model.look({ presence: 'MISSING' });
    expect(model.open).toMatchObject([{ kind: 'COMPANY_MERGED', survivor: { connectWiseId: 8 } }]);
  });
});

describe('C5: the likely survivor of a merge', () => {
  const candidate = (connectWiseId: number, ...reasons: Candidate['reasons']): Candidate => ({
    ...{ connectWiseId, identifier: `c${connectWiseId}`, name: undefined, status: undefined, reasons },
  });

  it.each<[string, Candidate[], number | undefined]>([
    ['nobody when there is nobody', [], undefined],
    [
      'who has the people, before all others',
      [candidate(1, 'SAME_IDENTIFIER', 'SAME_NAME'), candidate(2, 'CONTACT_MOVED')],
      2,
    ],
    [
      'who has the identifier, before who has the name',
      [candidate(1, 'SAME_NAME', 'SAME_DOMAIN'), candidate(2, 'SAME_IDENTIFIER')],
      2,
    ],
    ['who has more beside the name', [candidate(1, 'SAME_NAME'), candidate(2, 'SAME_NAME', 'SAME_PHONE_NUMBER')], 2],
    [
      'nobody of two that are equally good',
      [candidate(1, 'SAME_NAME'), candidate(2, 'SAME_NAME'), candidate(3, 'SAME_DOMAIN')],
      undefined,
    ],
    ['nobody for a phone number alone', [candidate(1, 'SAME_PHONE_NUMBER')], undefined],
  ])('is %s', (_who, candidates, expected) => {
    expect(likelySurvivor(candidates)?.connectWiseId).toBe(expected);
  });

  it('tells its reasons, the strongest first', () => {
    expect(likelySurvivor([candidate(1, 'SAME_DOMAIN', 'CONTACT_MOVED', 'SAME_NAME')])?.reasons).toEqual([
      ...['CONTACT_MOVED', 'SAME_NAME', 'SAME_DOMAIN'],
    ]);
  });
});

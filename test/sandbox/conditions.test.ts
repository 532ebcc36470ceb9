import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withSandbox } from './client.js';

const using = withSandbox({ companies: 60, seed: 7 });

async function identifiers(conditions: string, query: Record<string, string> = {}): Promise<string[]> {
  return (await using.client.find(conditions, query)).map(({ identifier }) => identifier);
}

function quoted(text: string, quote = '"'): string {
  return `${quote}${text.replace(/[\\"']/g, '\\$&')}${quote}`;
}

describe('conditions', () => {
  it.each([
    ['identifier = "NORTHWIND" and id = 0', 0],
    ['identifier = "NORTHWIND"', 2],
    ["IDENTIFIER = 'northwind'", 2],
    ['identifier="Northwind"AND(name="Northwind Traders Ltd")', 1],
    ['identifier != "Northwind"', 58],
    ['identifier in ("Northwind", "GoneFishing", "nobody")', 3],
    ['identifier not in ("Northwind", "GoneFishing")', 57],
    ['name contains "traders"', 1],
    ['name contains "*traders*"', 0],
    ['name not contains "northwind"', 58],
    ['name like "northwind*"', 2],
    ['name like "northwind"', 0],
    ['name like "*TRAD*"', 2],
    ['name like "northwind %"', 0],
    ['name Not Like "northwind*"', 58],
    ['identifier like "*[[]a*"', 1],
    ['identifier like "*[xyz[]a*"', 1],
    ['identifier like "*[^a-z [a]?*"', 0],
    ['identifier like "*[a"', 0],
    ['status/name = "inactive" and identifier = "DormantWorks"', 1],
    ['status/id = 2 and identifier = "DormantWorks"', 1],
    ['status/NAME in ("Inactive") and Status/Id > 1 and identifier = "DormantWorks"', 1],
    ['deletedFlag = True and identifier = "GoneFishing"', 1],
    ['deletedFlag = false and identifier = "GoneFishing"', 0],
    ['deletedFlag != false and identifier = "GoneFishing"', 1],
    ['dateDeleted != null and identifier in ("GoneFishing", "Northwind")', 1],
    ['dateDeleted = null and identifier in ("GoneFishing", "Northwind")', 2],
    ['parentCompany = null', 60],
    ['addressLine2 = "x"', 0],
    ['addressLine2 != "x"', 0],
    ['addressLine2 not contains "x"', 0],
    ['addressLine2 = NULL', 60],
    ['_info/lastUpdated > [2018-01-01T00:00:00Z]', 60],
    ['lastUpdated >= [2030-01-01]', 0],
    ['lastUpdated < [2030-01-01T00:00:00.000+09:00]', 60],
    ['id > 252 and id <= 254', 2],
    ['id = 252 or id = 253 and identifier = "nobody"', 1],
    ['(id = 252 or id = 253) and identifier = "nobody"', 0],
    ['id in (252, 253, 253) or id in (253, 254)', 3],
    ['id = -1', 0],
  ])('%s finds %i', async (conditions, count) => {
    expect(await identifiers(conditions)).toHaveLength(count);
    const counted = await using.client.api('/company/companies/count', { query: { conditions } });
    expect(counted.json).toEqual({ count });
  });

  it.each([
    ['foo = 1', 'foo is not a recognized name.'],
    ['status/foo = 1', 'status/foo is not a recognized name.'],
    ['status/name/x = 1', 'status/name/x is not a recognized name.'],
    ['id = 1 and Nope/Name = "x"', 'Nope/Name is not a recognized name.'],
    ['types/name = "Customer"', 'types/name is not a recognized name.'],
    ['customFields = null', 'customFields is not a recognized name.'],
    ['constructor = 1', 'constructor is not a recognized name.'],
    ['__proto__ = null', '__proto__ is not a recognized name.'],
    ['status/constructor = 1', 'status/constructor is not a recognized name.'],
    ['name', /^Malformed/],
    ['name =', /^Malformed/],
    ['= "x"', /^Malformed/],
    ['name = "x" and', /^Malformed/],
    ['name = "x" name = "y"', /^Malformed/],
    ['(name = "x"', /^Malformed/],
    ['name = "x")', /^Malformed/],
    ['name in ()', /^Malformed/],
    ['name in "x"', /^Malformed/],
    ['name like null', /^Malformed/],
    ['name contains 5', /^Malformed/],
    ['name = bare', /^Malformed/],
    ['name == "x"', /^Malformed/],
    ['not name = "x"', /^Malformed/],
    ['name = "x', /^Unterminated/],
    ['name = "x\\', /^Unrecognized escape/],
    ['name = "a\\b"', /^Unrecognized escape/],
    ['name = "x"; drop', /^Unexpected character/],
    ['lastUpdated > [yesterday]', /not a valid date/],
    ['lastUpdated > [2026-02-30]', /not a valid date/],
    ['lastUpdated > "2026-01-01"', /not of its type/],
    ['name = 5', /not of its type/],
    ['id = "5"', /not of its type/],
    ['deletedFlag = "false"', /not of its type/],
    ['deletedFlag > false', /boolean/],
    ['name > null', /null/],
    ['id in (null)', /null/],
    ['id like "5*"', /not a text/],
    ['status = 1', /not of its type/],
    ['id = 12x', /Unexpected|Malformed/],
  ])('%s is refused', async (conditions, message) => {
    const reply = await using.client.api('/company/companies', { query: { conditions } });
    expect([reply.status, reply.json.code]).toEqual([400, 'ApiFindCondition']);
    expect(reply.json.message).toMatch(message);
  });

  it.each([
    'addLevel = "Some"',
    'addLevel = null',
    'addLevel like "A*"',
    'addLevel > "All"',
    'addLevel in ("All", "x")',
  ])('refuse %s on an enumeration', async (conditions) => {
    const reply = await using.client.api('/system/mySecurity', { query: { conditions } });
    expect([reply.status, reply.json]).toEqual([
      400,
      { code: 'ApiFindCondition', message: 'Enum value supplied was invalid' },
    ]);
  });

  it('compare enumerations without regard to letter case', async () => {
    const reply = await using.client.api('/system/mySecurity', {
      query: { conditions: 'addLevel = "ALL" and moduleName = "Finance"' },
    });
    expect(reply.json).toHaveLength(2);
  });

  it('take % and _ as wildcards only on servers that do', async () => {
    using.sandbox.settings.likeDialect = 'sql';
    const found = await identifiers('name like "northw_nd %"');
    using.sandbox.settings.likeDialect = 'stars';
    expect(found).toHaveLength(2);
  });

  it('find exactly the company of a hostile identifier', async () => {
    const { hostile } = using.sandbox.landmarks;
    expect(await identifiers(`identifier = ${quoted(hostile.identifier)}`)).toEqual([hostile.identifier]);
    expect(await identifiers(`identifier = ${quoted(hostile.identifier, "'")}`)).toEqual([hostile.identifier]);
  });

  it('match any quoted text exactly and nothing else', async () => {
    const odd = fc.constantFrom(
      '"',
      '\\',
      "'",
      '*',
      '%',
      '[',
      ']',
      '&',
      '+',
      '#',
      '=',
      '(',
      ')',
      ' ',
      'a',
      'A',
      'ß',
      '株',
      '😀',
      '\n',
    );
    const text = fc.oneof(
      fc.string({ unit: odd, minLength: 1, maxLength: 20 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    );
    const { companies } = using.sandbox;
    await fc.assert(
      fc.asyncProperty(text, text, async (wanted, other) => {
        const added = [
          companies.add({ identifier: wanted, name: 'wanted' }),
          companies.add({ identifier: `${other}~`, name: 'other' }),
        ];
        const found = await identifiers(`identifier = ${quoted(wanted)}`);
        const scanned = await identifiers(`identifier in (${quoted(wanted)})`);
        const slow = await using.client.api('/company/companies/count', {
          query: {
            conditions: `name = "wanted" and (identifier >= ${quoted(wanted)} and identifier <= ${quoted(wanted)})`,
          },
        });
        for (const { id } of added) {
          companies.remove(id);
        }
        expect(found.every((identifier) => identifier.toLowerCase() === wanted.toLowerCase())).toBe(true);
        expect(found).toContain(wanted);
        expect(scanned).toEqual(found);
        expect(slow.json).toEqual({ count: 1 });
      }),
      { seed: 20_260_131, numRuns: 150 },
    );
  });
});

describe('childConditions', () => {
  it('test the elements of an array', async () => {
    const { companies } = using.sandbox;
    const { id } = companies.add({
      identifier: 'Twofold',
      name: 'Twofold',
      types: [{ name: 'Vendor' }, { name: 'Partner' }],
    });
    const found = async (childConditions: string): Promise<number> =>
      (await using.client.find(`id = ${id}`, { childConditions })).length;
    expect(await found('types/name = "vendor"')).toBe(1);
    expect(await found('types/name like "Part*" or types/id = 0')).toBe(1);
    expect(await found('types/name = "Vendor" and types/name = "Partner"')).toBe(0);
    expect(await found('types/name = "Customer"')).toBe(0);
    companies.remove(id);
  });

  it.each(['types/name in ("Vendor")', 'name = "x"', 'types/foo = 1', 'types'])(
    'refuse %s',
    async (childConditions) => {
      const reply = await using.client.api('/company/companies', { query: { childConditions } });
      expect([reply.status, reply.json.code]).toEqual([400, 'ApiFindCondition']);
    },
  );
});

describe('customFieldConditions', () => {
  it('test one custom field as a whole', async () => {
    const { companies, landmarks } = using.sandbox;
    const [{ id, identifier }] = landmarks.ordinary;
    companies.edit(id, { customFields: [{ id: 1, value: 'C-77' }] });
    const found = (customFieldConditions: string): Promise<string[]> =>
      identifiers('id > 0', { customFieldConditions });
    expect(await found('caption = "Contract no" AND value != null')).toEqual([identifier]);
    expect(await found('caption = "Contract no" AND value = "c-77"')).toEqual([identifier]);
    expect(await found('caption = "Managed" AND value = "C-77"')).toEqual([]);
    const refused = await using.client.api('/company/companies', {
      query: { customFieldConditions: 'value in ("x")' },
    });
    expect(refused.status).toBe(400);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { countStatements } from '../../support/statements.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  AuditEventsDocument,
  NodesDocument,
  ProductsDocument,
  SaveProductsDocument,
  type SaveProductsItemInput,
} from '../operations.generated.js';
import { given } from '../support/calls.js';
import { errorsIn, saveProducts } from '../support/usage.js';

let test: TestApp;
let account: SeedAccount;
let source: string;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  account = await test.account();
  source = (await account.source()).code;
});

const product = (rest: Partial<SaveProductsItemInput> = {}): SaveProductsItemInput => ({
  ...{ source, code: 'mailboxes', name: 'Mailboxes', unit: 'mailbox' },
  ...rest,
});
const productsOf = async (first = 100, after?: string) =>
  given((await ask(account, ProductsDocument, { first, after })).products);

describe('B1: products', () => {
  it('B1: are made with the rule and decimals that fit most, and trimmed', async () => {
    const { results, userErrors } = await saveProducts(account, [product({ code: ' mailboxes ', unit: 'mailbox\t' })]);
    expect(userErrors).toEqual([]);
    expect((await productsOf()).nodes).toEqual([
      {
        ...{ id: results?.[0]?.productId, code: 'mailboxes', name: 'Mailboxes', unit: 'mailbox' },
        ...{ decimals: 0, periodRule: 'LAST', version: 1, source: { code: source } },
      },
    ]);
  });

  it('B1: told again become what is told; the same again changes nothing', async () => {
    const [first] = given((await saveProducts(account, [product()])).results);
    const changed = product({ name: 'Protected mailboxes', decimals: 3, periodRule: 'AVERAGE' });
    for (let time = 0; time < 2; time += 1) {
      const { results } = await saveProducts(account, [changed]);
      expect(results?.[0]?.productId).toBe(first?.productId);
      expect((await productsOf()).nodes).toMatchObject([
        { name: 'Protected mailboxes', decimals: 3, periodRule: 'AVERAGE', version: 2 },
      ]);
    }
  });

  it('B1: one code of two sources is two products; case tells codes apart', async () => {
    const other = (await account.source()).code;
    const { results } = await saveProducts(account, [
      product(),
      product({ source: other }),
      product({ code: 'MAILBOXES' }),
    ]);
    expect(new Set(results?.map(({ productId }) => productId)).size).toBe(3);
    expect((await productsOf()).totalCount).toBe(3);
  });

  it('B1: are refused by row: no source, texts, decimals, repeated', async () => {
    const { results, userErrors } = await saveProducts(account, [
      product({ source: null }),
      product({ source: 'no-such' }),
      product({ code: ' ', name: 'x'.repeat(201), unit: 'a\u0007b' }),
      product({ code: 'a\nb' }),
      product({ code: 'few', decimals: -1 }),
      product({ code: 'many', decimals: 7 }),
      product({ code: 'good' }),
      product({ code: ' good' }),
    ]);
    expect(userErrors).toEqual([]);
    expect(errorsIn(results)).toEqual([
      ...['INVALID source', 'NOT_FOUND source', 'INVALID code,INVALID name,INVALID unit', 'INVALID code'],
      ...['INVALID decimals', 'INVALID decimals', '', 'INVALID code'],
    ]);
    expect((await productsOf()).nodes.map(({ code }) => code)).toEqual(['good']);
  });

  it('B1: of a call that wants all or none are not saved when one is bad', async () => {
    const { results, userErrors } = await saveProducts(account, [product(), product({ code: '' })], 'REJECT_ALL');
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: null }]);
    expect(results?.map(({ productId }) => productId)).toEqual([null, null]);
    expect((await productsOf()).totalCount).toBe(0);
  });

  it('B1: 1,000 fit in a call, in as many statements as 5; 1,001 do not', async () => {
    const items = Array.from({ length: 1_000 }, (_, at) => product({ code: `p${String(at).padStart(4, '0')}` }));
    const few = await countStatements(() => saveProducts(account, items.slice(0, 5)));
    expect(await countStatements(() => saveProducts(account, items))).toBe(few);
    const input = { items: [...items, product()] };
    const answer = await execute(account, SaveProductsDocument, { input });
    expect(JSON.stringify(answer)).toContain('LIMIT_EXCEEDED');
  });

  it('B1: are listed by code, page by page, and found as nodes', async () => {
    const codes = ['b', 'a', 'c', 'B', 'ä'];
    await saveProducts(
      account,
      codes.map((code) => product({ code })),
    );
    const read: string[] = [];
    let after: string | undefined;
    do {
      const { nodes, pageInfo } = await productsOf(2, after);
      read.push(...nodes.map(({ code }) => code));
      after = pageInfo.hasNextPage ? given(pageInfo.endCursor) : undefined;
    } while (after);
    expect([...read].sort()).toEqual([...codes].sort());
    expect(read).toEqual((await productsOf()).nodes.map(({ code }) => code));
    const [first] = (await productsOf()).nodes;
    expect((await ask(account, NodesDocument, { ids: [given(first).id] })).nodes).toMatchObject([{ id: first?.id }]);
  });

  it('A2, B1: INGEST tells of those of its own source alone, and reads none', async () => {
    const other = (await account.source()).code;
    const ingest = { url: test.url, token: await account.tokenOf('INGEST', { source }) };
    const sources = [null, other, 'no-such'];
    const { results } = await saveProducts(
      ingest,
      sources.map((of) => product({ source: of })),
    );
    expect(errorsIn(results)).toEqual(['', 'FORBIDDEN source', 'FORBIDDEN source']);
    expect((await productsOf()).nodes).toMatchObject([{ source: { code: source } }]);
    const { data, errors } = await execute(ingest, ProductsDocument, {});
    expect(data?.products).toBeNull();
    expect(JSON.stringify(errors)).toContain('FORBIDDEN');
  });

  it('A4, B1: the trail tells each that is new or changed, with before and after', async () => {
    await saveProducts(account, [product(), product({ code: 'seats' })]);
    await saveProducts(account, [product({ decimals: 2 }), product({ code: 'seats' })]);
    const filter = { actions: ['PRODUCT_CREATED' as const, 'PRODUCT_CHANGED' as const] };
    const { auditEvents } = await ask(account, AuditEventsDocument, { filter });
    expect(auditEvents?.nodes.map(({ action }) => action)).toEqual([
      ...['PRODUCT_CHANGED', 'PRODUCT_CREATED', 'PRODUCT_CREATED'],
    ]);
    expect(auditEvents?.nodes[0]?.changes).toEqual([{ field: 'decimals', before: '0', after: '2' }]);
  });
});

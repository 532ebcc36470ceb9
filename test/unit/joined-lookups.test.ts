import { describe, expect, test } from '@jest/globals';
import { JoinedLookups } from '../../src/shared/joined-lookups.js';

/** Look-ups that end when the test says so. */
function lookups() {
  const begun: { key: string; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const joined = new JoinedLookups((key) => new Promise<string>((answer, fail) => begun.push({ key, answer, fail })));
  return { begun, joined };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('T12: joined look-ups', () => {
  test('answer whoever asks with a look-up that began afterwards', async () => {
    const { begun, joined } = lookups();
    const first = joined.find('a');
    const late = [joined.find('a'), joined.find('a')];
    begun[0]?.answer('before the change');
    expect(await first).toBe('before the change');
    await settled();
    expect(begun).toHaveLength(2);
    begun[1]?.answer('after the change');
    expect(await Promise.all(late)).toEqual(['after the change', 'after the change']);
  });

  test('let those who come while the shared one runs wait for the one behind it', async () => {
    const { begun, joined } = lookups();
    void joined.find('a');
    const second = joined.find('a');
    begun[0]?.answer('one');
    await settled();
    const third = joined.find('a');
    begun[1]?.answer('two');
    expect(await second).toBe('two');
    await settled();
    begun[2]?.answer('three');
    expect(await third).toBe('three');
    expect(begun).toHaveLength(3);
  });

  test('keep nothing once all are answered', async () => {
    const { begun, joined } = lookups();
    const first = joined.find('a');
    begun[0]?.answer('one');
    await first;
    await settled();
    const again = joined.find('a');
    expect(begun).toHaveLength(2);
    begun[1]?.answer('two');
    expect(await again).toBe('two');
  });

  test('do not mix keys', async () => {
    const { begun, joined } = lookups();
    const both = [joined.find('a'), joined.find('b')];
    expect(begun.map(({ key }) => key)).toEqual(['a', 'b']);
    begun[1]?.answer('of b');
    begun[0]?.answer('of a');
    expect(await Promise.all(both)).toEqual(['of a', 'of b']);
  });

  test('F13: fail together, so that nobody waits twice', async () => {
    const { begun, joined } = lookups();
    const all = [joined.find('a'), joined.find('a')];
    begun[0]?.fail(new Error('no answer'));
    const ended = await Promise.allSettled(all);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(begun).toHaveLength(1);
    void joined.find('a');
    expect(begun).toHaveLength(2);
  });
});

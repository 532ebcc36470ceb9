import { describe, expect, it } from '@jest/globals';
import { Turns } from '../../src/connectwise/turns.js';

describe('turns', () => {
  it('come one at a time also behind somebody who gave up waiting', async () => {
    const turns = new Turns();
    const never = new AbortController().signal;
    const impatient = new AbortController();
    const seen: string[] = [];
    let finish = () => {};
    const first = turns.take('record', never, () => new Promise<void>((done) => (finish = done)));
    const second = turns.take('record', impatient.signal, async () => seen.push('second'));
    impatient.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');

    const third = turns.take('record', never, async () => seen.push('third'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([]);
    finish();
    await Promise.all([first, third]);
    expect(seen).toEqual(['third']);
  });
});

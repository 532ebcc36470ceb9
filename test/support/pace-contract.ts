import { expect, it } from '@jest/globals';
import {
  type Claim,
  DEFAULT_PACE,
  type Lane,
  type Outcome,
  type Pace,
  type Verdict,
} from '../../src/connectwise/pace.js';
import type { AccountId } from '../../src/shared/ids.js';

export interface PaceUnderTest {
  readonly pace: Pace;
  /** Lets time pass for this account without anybody waiting. */
  pass(milliseconds: number): Promise<void>;
  readonly accountId: AccountId;
}

const { breaker } = DEFAULT_PACE;
const INSTANCE = 'psa.example.com/examplemsp';

export const claimOf = (lane: Lane, changes: Partial<Claim> = {}): Claim => ({
  lane,
  ...DEFAULT_PACE[lane],
  leaseMs: 20_000,
  breaker,
  isTrial: true,
  ...changes,
});

/** What every pace keeps, in memory or shared. `start` gives one with a fresh account each time. */
export function itKeepsThePace(start: () => Promise<PaceUnderTest>): void {
  const begin = async () => {
    const { pace, pass, accountId } = await start();
    const key = { accountId, instance: INSTANCE };
    const claim = (lane: Lane, changes: Partial<Claim> = {}) => pace.claim(key, claimOf(lane, changes));
    const settle = (verdict: Verdict, outcome: Outcome = { kind: 'answered' }) =>
      pace.settle(key, verdict.kind === 'go' ? verdict.lease : '', outcome);
    const call = async (lane: Lane, outcome?: Outcome, changes?: Partial<Claim>) => {
      const verdict = await claim(lane, changes);
      expect(verdict.kind).toBe('go');
      return settle(verdict, outcome);
    };
    const trip = async () => {
      for (let failure = 0; failure < breaker.failures; failure += 1) {
        await call('background', { kind: 'outage', breaker });
        await pass(1_000);
      }
    };
    return { key, pace, claim, settle, call, pass, trip };
  };

  it('lets background work have two calls in flight, and one more when one ends', async () => {
    const { claim, settle } = await begin();
    const [first, second] = [await claim('background'), await claim('background')];
    expect([first.kind, second.kind]).toEqual(['go', 'go']);
    expect(await claim('background')).toEqual({ kind: 'wait', milliseconds: 0 });
    await settle(first);
    expect((await claim('background')).kind).toBe('go');
  });

  it('gives a call that somebody waits for a place of its own beside background work, and one only', async () => {
    const { claim } = await begin();
    await claim('background');
    await claim('background');
    expect((await claim('interactive')).kind).toBe('go');
    expect((await claim('interactive')).kind).toBe('wait');
  });

  it.each<[Lane, number]>([
    ['interactive', 2],
    ['background', 8],
  ])('lets no more %s calls begin within a second than %i', async (lane, most) => {
    const { claim, call, pass } = await begin();
    for (let begun = 0; begun < most; begun += 1) await call(lane);
    const verdict = await claim(lane);
    expect(verdict.kind).toBe('wait');
    expect(verdict.kind === 'wait' && verdict.milliseconds > 0 && verdict.milliseconds <= 1_000).toBe(true);
    await pass(1_000);
    expect((await claim(lane)).kind).toBe('go');
  });

  it('counts a call as over when its lease ends, so that nothing stays in flight after its process died', async () => {
    const { claim, pass } = await begin();
    await claim('interactive', { leaseMs: 20_000 });
    await pass(2_000);
    expect((await claim('interactive')).kind).toBe('wait');
    await pass(18_001);
    expect((await claim('interactive')).kind).toBe('go');
  });

  it('F3 holds every lane back for as long as ConnectWise asked', async () => {
    const { claim, call, pass } = await begin();
    expect(await call('background', { kind: 'limited', seconds: 40, isStated: true })).toBe(40);
    for (const lane of ['interactive', 'background'] as const) expect((await claim(lane)).kind).toBe('limited');
    await pass(38_000);
    expect((await claim('interactive')).kind).toBe('limited');
    await pass(2_000);
    expect((await claim('interactive')).kind).toBe('go');
  });

  it('F3 doubles the pause with every refusal in a row that gives no time, up to an hour', async () => {
    const { call, pass } = await begin();
    const pauses: number[] = [];
    for (let refusal = 0; refusal < 9; refusal += 1) {
      const seconds = await call('background', { kind: 'limited', seconds: 30, isStated: false });
      pauses.push(seconds);
      await pass(seconds * 1_000);
    }
    expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
    await call('background');
    expect(await call('background', { kind: 'limited', seconds: 30, isStated: false })).toBe(30);
  });

  it('F3 takes two refusals of calls that were under way together for one', async () => {
    const { claim, settle, pass, call } = await begin();
    const both = [await claim('background'), await claim('background')];
    for (const one of both) {
      expect(await settle(one, { kind: 'limited', seconds: 30, isStated: false })).toBe(30);
    }
    await pass(30_000);
    expect(await call('background', { kind: 'limited', seconds: 30, isStated: false })).toBe(60);
  });

  it('opens the breaker after five outages in a row, for every lane', async () => {
    const { claim, trip } = await begin();
    await trip();
    for (const lane of ['interactive', 'background'] as const) {
      const verdict = await claim(lane);
      expect(verdict.kind).toBe('open');
      expect(verdict.kind === 'open' && verdict.milliseconds > 0 && verdict.milliseconds <= 30_000).toBe(true);
    }
  });

  it('keeps the breaker closed when an answer of ConnectWise comes in between', async () => {
    const { call, claim, pass } = await begin();
    for (const kind of ['outage', 'outage', 'outage', 'outage', 'answered', 'outage', 'outage'] as const) {
      await call('background', kind === 'outage' ? { kind, breaker } : { kind });
      await pass(1_000);
    }
    expect((await claim('interactive')).kind).toBe('go');
  });

  it('lets one call through as a trial after 30 s; a good one closes the breaker', async () => {
    const { claim, settle, trip, pass } = await begin();
    await trip();
    await pass(30_000);
    const trial = await claim('background');
    expect(trial).toMatchObject({ kind: 'go', isTrial: true });
    expect((await claim('background')).kind).toBe('open');
    expect((await claim('interactive')).kind).toBe('open');
    await settle(trial);
    expect(await claim('background')).toMatchObject({ kind: 'go', isTrial: false });
    expect((await claim('interactive')).kind).toBe('go');
  });

  it('tells a pause in the very seconds that ConnectWise named, at whatever time', async () => {
    const { call, pass } = await begin();
    for (let at = 0; at < 20; at += 1) {
      expect(await call('background', { kind: 'limited', seconds: 77, isStated: true })).toBe(77);
      await pass(77_000.1);
    }
  });

  it('does not use up the trial for a call that only leads up to the API', async () => {
    const { claim, settle, trip, pass } = await begin();
    await trip();
    expect((await claim('interactive', { isTrial: false })).kind).toBe('open');
    await pass(30_000);
    const way = await claim('interactive', { isTrial: false });
    expect(way.kind).toBe('go');
    await settle(way, { kind: 'unknown' });
    expect((await claim('interactive')).kind).toBe('go');
    expect((await claim('background')).kind).toBe('open');
  });

  it('waits another 30 s when the trial fails, or is lost with its process', async () => {
    const { claim, settle, trip, pass } = await begin();
    await trip();
    await pass(30_000);
    await settle(await claim('interactive'), { kind: 'outage', breaker });
    expect((await claim('interactive')).kind).toBe('open');
    await pass(30_000);
    expect((await claim('interactive')).kind).toBe('go');
    await pass(20_001);
    expect((await claim('interactive')).kind).toBe('open');
    await pass(10_000);
    expect((await claim('interactive')).kind).toBe('go');
  });

  it('lets calls through an open breaker that use none, at the same pace', async () => {
    const { claim, trip } = await begin();
    await trip();
    expect((await claim('interactive', { breaker: undefined })).kind).toBe('go');
    expect((await claim('interactive', { breaker: undefined })).kind).toBe('wait');
    expect((await claim('interactive')).kind).toBe('open');
  });

  it('learns nothing from a call that ended for reasons of ours', async () => {
    const { claim, call, trip } = await begin();
    await call('interactive', { kind: 'unknown' });
    await trip();
    await call('interactive', { kind: 'unknown' }, { breaker: undefined });
    expect((await claim('interactive')).kind).toBe('open');
  });

  it('keeps instances apart', async () => {
    const { pace, key, trip } = await begin();
    await trip();
    const other = { ...key, instance: 'other.example.com/examplemsp' };
    expect((await pace.claim(other, claimOf('interactive'))).kind).toBe('go');
  });
}

import { describe, expect, it } from '@jest/globals';
import { WrongSealingKey } from '../../../src/cli/sealing.js';
import { parseSealingKeys } from '../../../src/shared/sealing-keys.js';
import { auditOf, errorsOf, holdOf, save, settingsOf, tryOut, verify } from '../support/calls.js';
import {
  furnish,
  inPlace,
  key,
  keys,
  sandbox,
  sealed,
  whileServing,
  withOwnDatabase,
  written,
} from '../support/sealing.js';

withOwnDatabase();

const [OLD, NEW, LOST] = [key('old'), key('new'), key('lost')];
const checks = async () =>
  (await inPlace<{ key_id: string }>('SELECT key_id FROM sealing_key_checks ORDER BY 1')).map((row) => row.key_id);

describe('keys rotate', () => {
  it('P15: seals everything with the newest key, so that the old one is not needed any more', async () => {
    const [first] = await furnish([OLD], 3);
    expect(await sealed()).toEqual(Array(3).fill('old old'));

    await keys([NEW, OLD], 'rotate');

    expect(await sealed()).toEqual(Array(3).fill('new new'));
    expect(await checks()).toEqual(['new']);
    expect(written.join('')).toContain('sealed anew: 3.');
    await whileServing([NEW], async (server) => {
      if (!first) throw new Error('No account was made.');
      const account = server.at(first.account);
      expect((await tryOut(account)).report?.isHealthy).toBe(true);
      expect(await settingsOf(account)).toMatchObject({ version: 1, isEnabled: true });
    });
  });

  it('P15: goes on where it was stopped, and does nothing when nothing is left', async () => {
    const made = await furnish([OLD], 3);
    const [half] = await inPlace<{ private_key_sealed: string }>(
      'SELECT private_key_sealed FROM integration_settings WHERE account_id = $1',
      [made[0]?.account.id],
    );
    await keys([NEW, OLD], 'rotate');
    // One account as before, and one where only one of the two was done.
    await inPlace('UPDATE integration_settings SET private_key_sealed = $2 WHERE account_id = $1', [
      made[0]?.account.id,
      half?.private_key_sealed,
    ]);
    expect(await sealed()).toContain('new old');

    await keys([NEW, OLD], 'rotate');
    expect(await sealed()).toEqual(Array(3).fill('new new'));
    expect(written.at(-1)).toContain('sealed anew: 1.');
    await keys([NEW, OLD], 'rotate');
    expect(written.at(-1)).toContain('sealed anew: 0.');
  });

  it('P15: fails no read meanwhile: a server that has both keys reads before, during and after', async () => {
    const made = await furnish([OLD], 3);
    await whileServing([NEW, OLD], async (server) => {
      const reading = made.flatMap(({ account }) => [1, 2].map(() => tryOut(server.at(account))));
      await keys([NEW, OLD], 'rotate');
      const answers = await Promise.all([...reading, ...made.map(({ account }) => tryOut(server.at(account)))]);
      expect(answers.map(({ report }) => report?.isHealthy)).toEqual(answers.map(() => true));
    });
  });

  it('P15: F23: leaves alone what it cannot open, says so, and rotates all the others', async () => {
    const [locked] = await furnish([LOST], 1);
    const rest = await furnish([OLD, LOST], 2);

    await expect(keys([NEW, OLD], 'rotate')).rejects.toThrow(locked?.account.id);

    expect(await sealed()).toEqual(['lost lost', 'new new', 'new new']);
    expect(await checks()).toEqual(['lost', 'new', 'old']);
    expect(written.join('')).not.toContain('Everything is under');
    await keys([NEW, OLD, LOST], 'rotate');
    expect(await sealed()).toEqual(Array(3).fill('new new'));
    expect(await checks()).toEqual(['new']);
    await whileServing([NEW], async (server) => {
      expect((await tryOut(server.at(rest[1]?.account ?? (await server.account())))).report?.isHealthy).toBe(true);
    });
  });
});

describe('F23: a sealing key that is missing or wrong', () => {
  it('locks the accounts sealed with it alone, sends nothing, and lets their keys be entered anew', async () => {
    const [lost] = await furnish([LOST], 1);
    const [fine] = await furnish([OLD, LOST], 1);
    await whileServing([OLD], async (server) => {
      if (!lost || !fine) throw new Error('No account was made.');
      const [locked, open] = [server.at(lost.account), server.at(fine.account)];
      sandbox.journal.clear();

      expect(errorsOf(await tryOut(locked))).toEqual(['CREDENTIAL_LOCKED publicKey']);
      expect(sandbox.journal.total).toBe(0);
      expect(await settingsOf(locked)).toMatchObject({ isEnabled: true, access: { hasPrivateKey: true } });
      expect((await tryOut(open)).report?.isHealthy).toBe(true);

      const { publicKey, privateKey } = locked.values;
      expect(errorsOf(await save(locked, { publicKey, privateKey }))).toEqual([]);
      expect((await tryOut(locked)).report?.isHealthy).toBe(true);
    });
  });

  it('stops the start, and every command, when another key has the same name', async () => {
    await furnish([OLD], 1);
    const imposter = key('old');

    await expect(whileServing([imposter], async () => undefined)).rejects.toThrow(WrongSealingKey);
    await expect(keys([imposter], 'rotate')).rejects.toThrow(WrongSealingKey);
    await expect(keys([NEW, imposter], 'rotate')).rejects.toThrow('keys reset --confirm');
    expect(await sealed()).toEqual(['old old']);
  });
});

describe('O7: keys reset', () => {
  it('does nothing without --confirm', async () => {
    await furnish([LOST], 1);

    await expect(keys([NEW], 'reset')).rejects.toThrow('keys reset --confirm');
    expect(await sealed()).toEqual(['lost lost']);
  });

  it('drops sealed values only: mappings, settings and history stay, and the keys have to be entered again', async () => {
    const [one, two] = await furnish([LOST], 2);
    const imposter = key('lost');

    await keys([imposter], 'reset', '--confirm');

    expect(await sealed()).toEqual(['- -', '- -']);
    expect(await checks()).toEqual(['lost']);
    await whileServing([imposter], async (server) => {
      for (const made of [one, two]) {
        if (!made) throw new Error('No account was made.');
        const account = server.at(made.account);
        const { access, isEnabled, version } = (await settingsOf(account)) ?? {};
        expect(access).toMatchObject({ site: sandbox.url, hasPrivateKey: false, publicKeyHint: null });
        expect([isEnabled, version]).toEqual([true, 2]);
        expect((await auditOf(account)).map(({ action }) => action)).toEqual(
          expect.arrayContaining(['SETTINGS_SAVED', 'COMPANY_MAPPED', 'SEALED_KEYS_RESET']),
        );
        const asked = await verify(account, 'HarborDental');
        expect(asked.userErrors).toMatchObject([
          { code: 'NOT_CONFIGURED', message: expect.stringContaining('private key') },
        ]);
        expect(errorsOf(await save(account, {}))).toEqual(['NOT_CONFIGURED publicKey', 'NOT_CONFIGURED privateKey']);
        const { publicKey, privateKey } = account.values;
        expect(errorsOf(await save(account, { publicKey, privateKey }))).toEqual([]);
        expect(await holdOf(account, made.user)).toBeNull();
      }
    });
    expect(written.join('')).toContain('gone: 2.');
    await keys([imposter], 'rotate');
  });
});

it('keys new prints a key that can be used as it is, another one each time', async () => {
  await keys([OLD], 'new');
  await keys([OLD], 'new');

  const made = written.map((line) => parseSealingKeys(line)[0]);
  expect(made).toHaveLength(2);
  expect(made[0]?.bytes.equals(made[1]?.bytes ?? Buffer.alloc(0))).toBe(false);
});

import { describe, expect, it } from '@jest/globals';
import { auditOf, errorsOf, given, save, settingsOf } from '../support/calls.js';
import {
  furnish,
  inPlace,
  key,
  keys,
  type Server,
  sealed,
  whileServing,
  withOwnDatabase,
  written,
} from '../support/sealing.js';
import { LOGIN, NATIVE, saveSpam, spamSettingsOf } from '../support/spam-settings.js';

withOwnDatabase();

const [OLD, NEW, LOST] = [key('old'), key('new'), key('lost')];

describe('keys rotate and reset: the login for spam statistics', () => {
  type Made = Awaited<ReturnType<typeof furnish>>[number];
  const withLogin = async (sealingKeys: readonly string[]): Promise<Made> => {
    const [made] = await furnish(sealingKeys, 1);
    await whileServing(sealingKeys, async (server) => {
      expect(errorsOf(await saveSpam(server.at(given(made).account), NATIVE))).toEqual([]);
    });
    return given(made);
  };
  const logins = async () => {
    const text = "SELECT split_part(login_password_sealed, '.', 2) AS key FROM spam_settings ORDER BY account_id";
    return (await inPlace<{ key: string | null }>(text)).map((row) => row.key);
  };
  const dropKeys = () => inPlace('UPDATE integration_settings SET public_key_sealed = NULL, private_key_sealed = NULL');
  const passwordOf = async (server: Server, { account }: Pick<Made, 'account'>) => {
    const { integration, spamSettings } = server.app.services;
    const { caller } = server.at(account);
    return spamSettings.login(caller, (await integration.instance(caller)).id);
  };

  it('P15: is sealed with the newest key, each account counted once, and opens without the old one', async () => {
    const made = await withLogin([OLD]);
    await keys([NEW, OLD], 'rotate');
    expect([await sealed(), await logins()]).toEqual([['new new'], ['new']]);
    expect(written.join('')).toContain('sealed anew: 1.');
    await whileServing([NEW], async (server) => {
      expect((await passwordOf(server, made))?.password.reveal()).toBe(LOGIN.password);
      expect(await spamSettingsOf(server.at(made.account))).toMatchObject({ version: 1, hasPassword: true });
    });
    await keys([NEW, OLD], 'rotate');
    expect(written.at(-1)).toContain('sealed anew: 0.');
  });

  it('P15: is found also in an account that has no keys', async () => {
    await withLogin([OLD]);
    await dropKeys();
    await keys([NEW, OLD], 'rotate');
    expect([await sealed(), await logins()]).toEqual([['- -'], ['new']]);
  });

  it('P15: F23: is left alone with the keys of its account where it does not open, and that is said', async () => {
    const { account } = await withLogin([LOST]);
    await whileServing([OLD, LOST], async (server) => {
      const { publicKey, privateKey } = server.at(account).values;
      expect(errorsOf(await save(server.at(account), { publicKey, privateKey }))).toEqual([]);
    });
    await expect(keys([NEW, OLD], 'rotate')).rejects.toThrow(account.id);
    expect([await sealed(), await logins()]).toEqual([['old old'], ['lost']]);
    await whileServing([OLD], async (server) => {
      await expect(passwordOf(server, { account })).rejects.toMatchObject({
        problems: [{ code: 'CREDENTIAL_LOCKED', field: ['login'] }],
      });
    });
    await keys([NEW, OLD, LOST], 'rotate');
    expect([await sealed(), await logins()]).toEqual([['new new'], ['new']]);
  });

  it.each([true, false])(
    'O7: is dropped by a reset with its name, settings stay; with keys beside it: %s',
    async (hasKeys) => {
      const made = await withLogin([LOST]);
      if (!hasKeys) await dropKeys();
      const imposter = key('lost');
      await keys([imposter], 'reset', '--confirm');
      expect(await logins()).toEqual([null]);
      expect(written.join('')).toContain('gone: 1.');
      await whileServing([imposter], async (server) => {
        const account = server.at(made.account);
        expect(await passwordOf(server, made)).toBeUndefined();
        expect(await spamSettingsOf(account)).toMatchObject({
          ...{ route: 'NATIVE_STATISTICS', solutionName: 'Mail Security', version: 2 },
          ...{ loginName: null, hasPassword: false },
        });
        expect((await auditOf(account)).map(({ action }) => action)).toContain('SEALED_KEYS_RESET');
        const integration = await settingsOf(account);
        expect(integration?.version).toBe(hasKeys ? 2 : 1);
        expect(errorsOf(await saveSpam(account, { day: 2 }))).toEqual(['NOT_CONFIGURED login']);
        expect(errorsOf(await saveSpam(account, { login: LOGIN }))).toEqual([]);
        expect((await passwordOf(server, made))?.password.reveal()).toBe(LOGIN.password);
      });
    },
  );
});

import { sql } from 'kysely';
import type pg from 'pg';
import { type AccountId, PLATFORM_ACCOUNT } from '../shared/ids.js';
import { runPipelined } from './pipeline.js';
import { compiled, type Query, sqlBuilder } from './read-door.js';
import { systemScope } from './scope.js';
import { readAsSystem } from './system.js';

/** An account's secrets as they are stored; any may be absent. */
export interface SealedKeys {
  readonly publicKey: string | null;
  readonly privateKey: string | null;
  /** Of the integrator login for spam statistics. */
  readonly loginPassword: string | null;
}

export interface SealedSettings extends SealedKeys {
  readonly accountId: AccountId;
}

export interface SealingKeyCheck {
  readonly keyId: string;
  readonly sealed: string;
}

const PAGE = 200;

/** What is sealed, of all accounts, and the proofs of the sealing keys. Its role is that of `SystemDoor`. */
export class SealedDoor {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Every account that has anything sealed. Rows may be replaced while this runs. */
  async *settings(): AsyncGenerator<SealedSettings> {
    let after: AccountId | undefined = PLATFORM_ACCOUNT;
    while (after) {
      const page = await this.#sealedPage(after);
      yield* page;
      after = page.length === PAGE ? page.at(-1)?.accountId : undefined;
    }
  }

  /** Stores values sealed anew, except where somebody else has changed them since they were read: false if all were. */
  async replace(before: SealedSettings, keys: SealedKeys): Promise<boolean> {
    return this.#change(
      sqlBuilder
        .with('keys', (db) =>
          db
            .updateTable('integration_settings')
            .set({ public_key_sealed: keys.publicKey, private_key_sealed: keys.privateKey })
            .where('account_id', '=', before.accountId)
            .where('public_key_sealed', 'is not distinct from', before.publicKey)
            .where('private_key_sealed', 'is not distinct from', before.privateKey)
            .returning('account_id'),
        )
        .with('login', (db) =>
          db
            .updateTable('spam_settings')
            .set({ login_password_sealed: keys.loginPassword })
            .where('account_id', '=', before.accountId)
            .where('login_password_sealed', '=', before.loginPassword)
            .returning('account_id'),
        )
        .selectFrom('keys')
        .select('account_id')
        .union((db) => db.selectFrom('login').select('account_id')),
    );
  }

  /** Drops what nobody can open any more, as when the sealing key is lost. */
  async forget(accountId: AccountId): Promise<boolean> {
    return this.#change(
      sqlBuilder
        .with('keys', (db) =>
          db
            .updateTable('integration_settings')
            .set((eb) => ({
              public_key_sealed: null,
              public_key_last_four: null,
              private_key_sealed: null,
              // It told of keys that are gone.
              last_report: null,
              keys_changed_at: eb.fn<Date>('now'),
              updated_at: eb.fn<Date>('now'),
              version: eb('version', '+', 1),
            }))
            .where('account_id', '=', accountId)
            .where((eb) => eb.or([eb('public_key_sealed', 'is not', null), eb('private_key_sealed', 'is not', null)]))
            .returning('account_id'),
        )
        .with('login', (db) =>
          db
            .updateTable('spam_settings')
            .set((eb) => ({
              // A name without its password signs nobody in.
              ...{ login_name: null, login_password_sealed: null, login_instance_id: null },
              ...{ login_changed_at: eb.fn<Date>('now'), updated_at: eb.fn<Date>('now') },
              version: eb('version', '+', 1),
            }))
            .where('account_id', '=', accountId)
            .where('login_password_sealed', 'is not', null)
            .returning('account_id'),
        )
        .selectFrom('keys')
        .select('account_id')
        .union((db) => db.selectFrom('login').select('account_id')),
    );
  }

  async keyChecks(): Promise<SealingKeyCheck[]> {
    return readAsSystem(this.#pool, sqlBuilder.selectFrom('sealing_key_checks').select(['key_id as keyId', 'sealed']));
  }

  /** False when another process was first; what it stored is what counts. */
  async insertKeyCheck(check: SealingKeyCheck): Promise<boolean> {
    return this.#change(
      sqlBuilder
        .insertInto('sealing_key_checks')
        .values({ key_id: check.keyId, sealed: check.sealed })
        .onConflict((conflict) => conflict.doNothing())
        .returning('key_id'),
    );
  }

  async deleteKeyCheck(keyId: string): Promise<boolean> {
    return this.#change(sqlBuilder.deleteFrom('sealing_key_checks').where('key_id', '=', keyId).returning('key_id'));
  }

  async #sealedPage(after: AccountId): Promise<SealedSettings[]> {
    return readAsSystem(
      this.#pool,
      sql<SealedSettings>`
        select account_id as "accountId", i.public_key_sealed as "publicKey", i.private_key_sealed as "privateKey",
               s.login_password_sealed as "loginPassword"
        from integration_settings i full join spam_settings s using (account_id)
        where account_id > ${after}
          and coalesce(i.public_key_sealed, i.private_key_sealed, s.login_password_sealed) is not null
        order by account_id limit ${PAGE}`.compile(sqlBuilder),
    );
  }

  async #change(query: Query<unknown>): Promise<boolean> {
    const rows = await runPipelined(this.#pool, systemScope('READ WRITE'), compiled(query));
    return rows.length > 0;
  }
}

import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import type { InstanceId } from '../../shared/ids.js';
import type { SecretBox } from '../../shared/secret-box.js';
import { AuditAction, type AuditEntry, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind, type NewEvent } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { SetAside } from '../mappings/set-aside.js';
import { type SealedField, sealContext } from './credentials.js';
import type { HealthKeeper } from './health-keeper.js';
import type { ConnectionValues, Integration } from './integration.js';
import type { IntegrationRepository, SettingsRow } from './integration.repository.js';
import { type CheckedSave, conflict } from './settings-draft.js';

interface Deps {
  readonly database: Database;
  readonly integrations: IntegrationRepository;
  readonly setAside: SetAside;
  readonly keeper: HealthKeeper;
  readonly box: SecretBox;
  readonly audit: AuditService;
  readonly events: EventService;
  readonly clock: Clock;
}

/** Writes checked settings with their instance, audit and event in one transaction. */
export class WriteSettings {
  constructor(private readonly deps: Deps) {}

  /** @throws Failure VERSION_CONFLICT when somebody else saved since the settings were read */
  async write(caller: Caller, save: CheckedSave): Promise<void> {
    try {
      await this.deps.database.write(caller.accountId, (tx) => this.writeIn(tx, caller, save));
    } catch (error) {
      if (this.deps.integrations.isTaken(error)) throw conflict(1);
      throw error;
    }
  }

  private async writeIn(tx: WriteTransaction, caller: Caller, save: CheckedSave): Promise<void> {
    const { integrations, setAside, keeper, audit, events } = this.deps;
    const { stored, change, report } = save;
    const instanceId = await this.saveInstance(tx, caller, save);
    const row = this.toRow(caller, save, instanceId);
    if (!(await integrations.save(tx, caller.accountId, { row, readVersion: stored?.version }))) {
      throw conflict((stored?.version ?? 0) + 1);
    }
    if (change && instanceId) await setAside.leaveFor(tx, caller, { instanceId, change });
    const news = await keeper.saved(tx, caller, { report, isMoved: stored?.instanceId !== instanceId });
    await audit.record(tx, caller, ...toAudit(caller, save), ...news.audit);
    await events.append(tx, caller.accountId, ...toEvents(save), ...news.events);
    if (save.isEnabled) await keeper.wakeAll(tx, caller);
  }

  private async saveInstance(
    tx: WriteTransaction,
    { accountId }: Caller,
    save: CheckedSave,
  ): Promise<InstanceId | undefined> {
    const { site, values, report, stored } = save;
    if (!site || !values.loginCompanyId) return stored?.instanceId;
    return this.deps.integrations.saveInstance(tx, accountId, {
      host: site.instanceHost,
      loginCompanyId: values.loginCompanyId,
      confirmedAt: report?.isHealthy ? report.checkedAt : undefined,
    });
  }

  /** Keys that were not sent stay sealed as they are. */
  private toRow({ accountId }: Caller, save: CheckedSave, instanceId: InstanceId | undefined): SettingsRow {
    const { stored, input, values, isEnabled, report } = save;
    const { box, clock } = this.deps;
    const seal = (field: SealedField, kept: string | undefined): string | null => {
      if (input[field] === undefined) return kept ?? null;
      const key = values[field];
      return key ? box.seal(key, sealContext(accountId, field)) : null;
    };
    const hasNewKeys = input.publicKey !== undefined || input.privateKey !== undefined;
    const lastFour = input.publicKey === undefined ? stored?.publicKeyLastFour : values.publicKey?.reveal().slice(-4);
    return {
      isEnabled,
      site: values.site ?? null,
      loginCompanyId: values.loginCompanyId ?? null,
      instanceId: instanceId ?? null,
      publicKeySealed: seal('publicKey', stored?.publicKeySealed),
      publicKeyLastFour: lastFour ?? null,
      privateKeySealed: seal('privateKey', stored?.privateKeySealed),
      keysChangedAt: hasNewKeys ? clock.now() : (stored?.keysChangedAt ?? null),
      customCa: values.customCa ?? null,
      clientIdOverride: values.clientId ?? null,
      lastReport: report,
    };
  }
}

function toAudit({ accountId }: Caller, { stored, values, isEnabled, input, change }: CheckedSave): AuditEntry[] {
  const subject = { kind: 'Integration', id: accountId };
  const secrets = (['publicKey', 'privateKey'] as const).filter((field) => input[field] !== undefined);
  const saved = [
    ...changesBetween(stored && shown(stored), shown(values)),
    ...secrets.map((field) => ({ field, before: stored ? 'changed' : null, after: 'changed' })),
  ];
  const switched = changesBetween({ isEnabled: stored?.isEnabled ?? false }, { isEnabled });
  const entries: AuditEntry[] = [
    { action: AuditAction.SETTINGS_SAVED, subject, changes: saved },
    { action: AuditAction.INSTANCE_CHANGED, subject, changes: changesBetween({}, { instanceChange: change }) },
    {
      action: isEnabled ? AuditAction.INTEGRATION_ENABLED : AuditAction.INTEGRATION_DISABLED,
      subject,
      changes: switched,
    },
  ];
  return entries.filter(({ changes = [] }) => changes.length > 0);
}

function shown({ site, loginCompanyId, clientId, customCa }: ConnectionValues | Integration) {
  return { site, loginCompanyId, clientId, customCa };
}

function toEvents({ stored, isEnabled, change }: CheckedSave): NewEvent[] {
  const events: NewEvent[] = change ? [{ kind: EventKind.INSTANCE_CHANGED, facts: { change } }] : [];
  if ((stored?.isEnabled ?? false) !== isEnabled) {
    events.push({ kind: isEnabled ? EventKind.INTEGRATION_ENABLED : EventKind.INTEGRATION_DISABLED });
  }
  return events;
}

import type { Caller } from '../../shared/caller.js';
import type { InstanceId, UserId } from '../../shared/ids.js';
import type { DirectoryService } from '../companies/directory.service.js';
import { TicketContact, type TicketingSettings } from './template.js';
import {
  type ChosenTemplate,
  isBroken,
  placeAt,
  type TicketPlace,
  type ToBeRouted,
  templateFor,
  usableTemplate,
} from './template-for.js';
import type { TicketOverrideRepository } from './ticket-override.repository.js';

interface Deps {
  readonly overrides: TicketOverrideRepository;
  readonly directory: DirectoryService;
}

/** Says which template a condition takes, and what becomes of it at one company. */
export class ChooseTemplate {
  constructor(private readonly deps: Deps) {}

  async choose(
    { accountId }: Caller,
    settings: TicketingSettings,
    { userId, ...routed }: ToBeRouted & { readonly userId: UserId | undefined },
  ): Promise<ChosenTemplate> {
    const [override] = userId === undefined ? [] : await this.deps.overrides.find(accountId, [userId]);
    // The ids of another ConnectWise mean nothing in this one.
    const isUsable = override?.instanceId === settings.instanceId;
    return templateFor(settings, isUsable ? override : undefined, routed);
  }

  async place(
    caller: Caller,
    chosen: ChosenTemplate,
    { instanceId, companyId }: { readonly instanceId: InstanceId; readonly companyId: number },
  ): Promise<TicketPlace> {
    const { contactId, siteId } = placeAt(chosen, companyId);
    const place = { template: usableTemplate(chosen), contactId, siteId, isBroken: isBroken(chosen) };
    if (contactId !== null || chosen.template.contact === TicketContact.NONE) return place;
    const company = { instanceId, connectWiseId: companyId };
    return { ...place, contactId: await this.deps.directory.defaultContact(caller, company) };
  }
}

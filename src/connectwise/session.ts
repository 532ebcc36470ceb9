import { Additions } from './additions.js';
import { AgreementTypes } from './agreement-types.js';
import { Agreements } from './agreements.js';
import { BillingCycles } from './billing-cycles.js';
import { Boards } from './boards.js';
import { Callbacks } from './callbacks.js';
import { Catalog } from './catalog.js';
import { Companies } from './companies.js';
import type { StatusFlags } from './company.js';
import type { ApiAddress } from './company-info.js';
import { CompanyNotes } from './company-notes.js';
import { Contacts } from './contacts.js';
import { Documents } from './documents.js';
import type { Memory } from './memory.js';
import { Priorities } from './priorities.js';
import { Probes } from './probes.js';
import type { Requester } from './requester.js';
import { Sites } from './sites.js';
import { SpamStatistics } from './spam-statistics.js';
import { SummaryReports } from './summary-reports.js';
import { System } from './system.js';
import { TicketNotes } from './ticket-notes.js';
import { TicketSources } from './ticket-sources.js';
import { Tickets } from './tickets.js';

/** One account's way to ConnectWise, under one pair of keys. */
export class ConnectWiseSession {
  readonly system: System;
  readonly companies: Companies;
  readonly contacts: Contacts;
  readonly sites: Sites;
  readonly companyNotes: CompanyNotes;
  readonly summaryReports: SummaryReports;
  readonly boards: Boards;
  readonly priorities: Priorities;
  readonly ticketSources: TicketSources;
  readonly tickets: Tickets;
  readonly ticketNotes: TicketNotes;
  readonly agreements: Agreements;
  readonly agreementTypes: AgreementTypes;
  readonly additions: Additions;
  readonly billingCycles: BillingCycles;
  readonly catalog: Catalog;
  readonly documents: Documents;
  readonly callbacks: Callbacks;
  readonly spamStatistics: SpamStatistics;
  readonly probes: Probes;
  /** For resources that are not among these. */
  readonly requester: Requester;

  constructor(requester: Requester, statusFlags: Memory<StatusFlags>) {
    this.requester = requester;
    this.system = new System(requester);
    this.companies = new Companies(requester, statusFlags);
    this.contacts = new Contacts(requester);
    this.sites = new Sites(requester);
    this.companyNotes = new CompanyNotes(requester);
    this.summaryReports = new SummaryReports(requester);
    this.boards = new Boards(requester);
    this.priorities = new Priorities(requester);
    this.ticketSources = new TicketSources(requester);
    this.tickets = new Tickets(requester);
    this.ticketNotes = new TicketNotes(requester);
    this.agreements = new Agreements(requester);
    this.agreementTypes = new AgreementTypes(requester);
    this.additions = new Additions(requester);
    this.billingCycles = new BillingCycles(requester);
    this.catalog = new Catalog(requester);
    this.documents = new Documents(requester);
    this.callbacks = new Callbacks(requester);
    this.spamStatistics = new SpamStatistics(requester);
    this.probes = new Probes(requester);
  }

  /** Where the API of this account is and which version it speaks; asks the site unless that is known. */
  address(): Promise<ApiAddress> {
    return this.requester.address();
  }

  newAddress(): Promise<ApiAddress> {
    return this.requester.newAddress();
  }
}

import { DatabaseTime } from '../database/database-time.js';
import { askInBackground } from '../features/companies/ask-in-background.js';
import { CompanyRepository } from '../features/companies/company.repository.js';
import { CompanyService } from '../features/companies/company.service.js';
import { CompanyListings } from '../features/companies/company-listing.js';
import { CompanyLookupRepository } from '../features/companies/company-lookup.repository.js';
import { CompanyMirrorRepository } from '../features/companies/company-mirror.repository.js';
import { watchAll } from '../features/companies/company-watch.js';
import { DirectoryRepository } from '../features/companies/directory.repository.js';
import { DirectoryService } from '../features/companies/directory.service.js';
import { LookUpCompanies } from '../features/companies/look-up-companies.js';
import { MirrorRepository } from '../features/companies/mirror.repository.js';
import { MirrorWriter } from '../features/companies/mirror-writer.js';
import { SyncCompanies } from '../features/companies/sync-companies.js';
import { DriftRepository } from '../features/drift/drift.repository.js';
import { DriftService } from '../features/drift/drift.service.js';
import { DriftWatch } from '../features/drift/drift-watch.js';
import { DriftWatchRepository } from '../features/drift/drift-watch.repository.js';
import { ReturnMappings } from '../features/drift/return-mappings.js';
import { StartVerification } from '../features/drift/start-verification.js';
import { VerificationRepository } from '../features/drift/verification.repository.js';
import { VerifyMappings } from '../features/drift/verify-mappings.js';
import { ApplyImport } from '../features/mapping-files/apply-import.js';
import { ExportMappings } from '../features/mapping-files/export-mappings.js';
import { ImportFileRepository } from '../features/mapping-files/import-file.repository.js';
import { ImportMappings } from '../features/mapping-files/import-mappings.js';
import { MappingExportRepository } from '../features/mapping-files/mapping-export.repository.js';
import { MappingImportRepository } from '../features/mapping-files/mapping-import.repository.js';
import { PlanSlice } from '../features/mapping-files/plan-slice.js';
import { ReceiveImport } from '../features/mapping-files/receive-import.js';
import { EnableMany } from '../features/mappings/enable-many.js';
import { MapCompany } from '../features/mappings/map-company.js';
import { MapMany } from '../features/mappings/map-many.js';
import { MappingService } from '../features/mappings/mapping.service.js';
import { MappingBatch } from '../features/mappings/mapping-batch.js';
import { MappingBatchRepository } from '../features/mappings/mapping-batch.repository.js';
import { MappingCountsRepository } from '../features/mappings/mapping-counts.repository.js';
import { MappingRowsRepository } from '../features/mappings/mapping-rows.repository.js';
import { PlanRows } from '../features/mappings/plan-rows.js';
import { VerifyMapping } from '../features/mappings/verify-mapping.js';
import { WorkGate } from '../features/mappings/work-gate.js';
import { WriteMany } from '../features/mappings/write-many.js';
import { AcceptSuggestions } from '../features/matching/accept-suggestions.js';
import { MatchUsers } from '../features/matching/match-users.js';
import { MatchingService } from '../features/matching/matching.service.js';
import { MatchingMarkRepository } from '../features/matching/matching-mark.repository.js';
import { MatchingSettingsRepository } from '../features/matching/matching-settings.repository.js';
import { SuggestRepository } from '../features/matching/suggest.repository.js';
import { SuggestionRepository } from '../features/matching/suggestion.repository.js';
import { UserFactsRepository } from '../features/matching/user-facts.repository.js';
import { wakeMatching } from '../features/matching/wake-matching.js';
import { parseGlobalId } from '../graphql/node.js';
import type { UserId } from '../shared/ids.js';
import type { AppParts, Integrated } from './ground.js';

/** What ConnectWise says of companies, and where the account's copy of them is looked up. */
export function createCompanies({ database, clock }: AppParts, { integration }: Integrated) {
  const companyChecks = new CompanyRepository(database);
  const companies = new CompanyService({ database, integration, clock, companies: companyChecks });
  const copies = new CompanyLookupRepository(database);
  const lookup = new LookUpCompanies({ database, clock, copies, companies: companyChecks });
  return { companies, lookup };
}

type WithCompanies = Integrated & ReturnType<typeof createCompanies>;

/** Who is mapped to which company, and what changes of companies make of it. */
export function createMappings({ database, clock }: AppParts, ground: WithCompanies) {
  const { audit, events, users, sources, integration, companies, lookup, mappingRows } = ground;
  const batch = new MappingBatch({ audit, rows: new MappingBatchRepository() });
  const watch = new DriftWatch({ mappings: batch, rows: new DriftWatchRepository(), events, clock });
  const mappings = new MappingService({
    ...{ database, audit, events, watch, mappings: mappingRows },
    counts: new MappingCountsRepository(database),
  });
  const mapCompany = new MapCompany({
    ...{ database, audit, events, clock, users, companies, integration },
    mappings: mappingRows,
  });
  const verifyMapping = new VerifyMapping({ mappings, companies, integration });
  const manyRows = new MappingRowsRepository(database);
  const planning = new PlanRows({ users, sources, lookup, integration, mappings: mappingRows, rows: manyRows });
  const writing = new WriteMany({ database, audit, events, users, mappings: mappingRows, rows: manyRows });
  const mapMany = new MapMany({ planning, lookup, writing, clock });
  const enableMany = new EnableMany({ lookup, writing, integration, clock, mappings: mappingRows });
  const gate = new WorkGate({ users, mappings, integration, sources });
  return { mappings, mapCompany, mapMany, enableMany, verifyMapping, gate, batch, watch };
}

/** The copy of ConnectWise's companies, what follows from changes in it, and the jobs that find them. */
export function createMirror({ database, clock }: AppParts, ground: WithCompanies & ReturnType<typeof createMappings>) {
  const { audit, events, integration, backgroundWork, jobs, companies, mappings, batch, watch } = ground;
  const writer = new MirrorWriter(new MirrorRepository());
  const mirrors = new CompanyMirrorRepository(database);
  const directoryRows = new DirectoryRepository(database);
  const returns = new ReturnMappings({ mappings, batch, events, writer, clock });
  const shared = { integration, backgroundWork, jobs, writer, watch: watchAll(watch, { noticed: wakeMatching }) };
  return {
    syncCompanies: new SyncCompanies({ ...shared, mirrors, time: new DatabaseTime(database) }),
    verifyMappings: new VerifyMappings({
      ...shared,
      watch,
      rows: new VerificationRepository(database),
      returns,
      clock,
    }),
    directory: new DirectoryService({ integration, jobs, mirrors, directory: directoryRows }),
    listings: new CompanyListings({ integration, companies, mirrors, directory: directoryRows }),
    drifts: new DriftService({ database, audit, drifts: new DriftRepository(database) }),
    startVerification: new StartVerification({ integration, mappings, jobs }),
  };
}

/** Which companies unmapped users may be. */
export function createMatching(
  { database }: AppParts,
  ground: Integrated & ReturnType<typeof createMappings> & ReturnType<typeof createMirror>,
) {
  const { audit, jobs, integration, backgroundWork, directory, mapMany } = ground;
  const suggestions = new SuggestionRepository(database);
  const settings = new MatchingSettingsRepository(database);
  const accepting = new AcceptSuggestions({ database, audit, suggestions, mapMany, integration });
  const matching = new MatchingService({ database, audit, jobs, integration, suggestions, settings });
  const matchUsers = new MatchUsers({
    ...{ integration, directory, jobs, suggestions, settings, accepting },
    facts: new UserFactsRepository(database),
    marks: new MatchingMarkRepository(database),
    suggest: new SuggestRepository(),
    askFor: (signal) => askInBackground(backgroundWork, signal),
  });
  return { matching, accepting, matchUsers };
}

/** Mappings as files, in and out. */
export function createMappingFiles(
  { database, clock }: AppParts,
  ground: Integrated & Pick<ReturnType<typeof createMappings>, 'mapMany'>,
) {
  const { jobs, sources, integration, backgroundWork, mapMany } = ground;
  const files = new ImportFileRepository();
  const imports = new MappingImportRepository(database);
  const slices = new PlanSlice({ imports, mapMany, integration, backgroundWork, toUserId });
  const receiveImport = new ReceiveImport({ database, files, jobs, integration, toUserId });
  const applyImport = new ApplyImport({ imports, jobs });
  const importMappings = new ImportMappings({ imports, slices, mapMany });
  const exportMappings = new ExportMappings({ sources, exports: new MappingExportRepository(database) });
  return { receiveImport, applyImport, importMappings, exportMappings, clock };
}

function toUserId(globalId: string): UserId | undefined {
  const parsed = parseGlobalId(globalId);
  return parsed?.type === 'User' ? (parsed.id as UserId) : undefined;
}

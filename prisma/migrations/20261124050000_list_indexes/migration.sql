-- Part 1: the tables, as Prisma derives them from schema.prisma.

ALTER TABLE "users" ADD COLUMN "is_mapped" BOOLEAN NOT NULL DEFAULT false;

CREATE INDEX "users_account_id_is_mapped_is_ignored_name_id_idx" ON "users"("account_id", "is_mapped", "is_ignored", "name", "id");
CREATE INDEX "mappings_account_id_is_enabled_id_idx" ON "mappings"("account_id", "is_enabled", "id");
CREATE INDEX "mappings_account_id_updated_at_id_idx" ON "mappings"("account_id", "updated_at", "id");
CREATE INDEX "mappings_account_id_identifier_id_idx" ON "mappings"("account_id", "identifier", "id");
CREATE INDEX "audit_events_account_id_action_id_idx" ON "audit_events"("account_id", "action", "id");
CREATE INDEX "audit_events_account_id_occurred_at_id_idx" ON "audit_events"("account_id", "occurred_at", "id");
CREATE INDEX "events_account_id_kind_position_idx" ON "events"("account_id", "kind", "position");
CREATE INDEX "events_account_id_subject_id_position_idx" ON "events"("account_id", "subject_id", "position");
CREATE INDEX "events_account_id_source_id_position_idx" ON "events"("account_id", "source_id", "position");

-- Part 2: what Prisma cannot say.

-- Under row-level security PostgreSQL looks a value up in an index only if comparing it cannot leak, which it does not
-- grant to enums: so one index for each value. Together they are as large as one over all rows.
CREATE INDEX "mappings_unverified_idx" ON "mappings"("account_id", "id") WHERE "verification" = 'UNVERIFIED';
CREATE INDEX "mappings_verified_idx" ON "mappings"("account_id", "id") WHERE "verification" = 'VERIFIED';
CREATE INDEX "mappings_broken_idx" ON "mappings"("account_id", "id") WHERE "verification" = 'BROKEN';
CREATE INDEX "mappings_manual_idx" ON "mappings"("account_id", "id") WHERE "origin" = 'MANUAL';
CREATE INDEX "mappings_suggested_idx" ON "mappings"("account_id", "id") WHERE "origin" = 'SUGGESTED';
CREATE INDEX "mappings_imported_idx" ON "mappings"("account_id", "id") WHERE "origin" = 'IMPORTED';
CREATE INDEX "users_active_idx" ON "users"("account_id", "id") WHERE "status" = 'ACTIVE';
CREATE INDEX "users_archived_idx" ON "users"("account_id", "id") WHERE "status" = 'ARCHIVED';
CREATE INDEX "users_ignored_idx" ON "users"("account_id", "id") WHERE "is_ignored";

-- Whether a user has a mapping is known to the user as well: no index can answer for a row that is not there, and the
-- rarer unmapped users become, the longer the search for them would be.
CREATE FUNCTION "note_mapped_users"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE "users" u SET "is_mapped" = (TG_OP = 'INSERT')
    FROM "changed" c
    WHERE u."account_id" = c."account_id" AND u."id" = c."user_id";
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION "note_mapped_users" FROM PUBLIC;

CREATE TRIGGER "mappings_made" AFTER INSERT ON "mappings" REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_mapped_users"();
CREATE TRIGGER "mappings_removed" AFTER DELETE ON "mappings" REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_mapped_users"();

UPDATE "users" u SET "is_mapped" = true
FROM "mappings" m WHERE m."account_id" = u."account_id" AND m."user_id" = u."id";

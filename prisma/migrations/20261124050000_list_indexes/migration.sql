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

-- Under row-level security PostgreSQL neither looks a value of an enum up in an index nor guesses well how many rows have
-- it: comparing enums is not leakproof. Whether a column is null it does know, so lists ask that, and these hold it true.
ALTER TABLE "users" ADD CONSTRAINT "users_archived_check" CHECK (("status" = 'ARCHIVED') = ("archived_at" IS NOT NULL));
ALTER TABLE "mappings"
    ADD CONSTRAINT "mappings_unverified_check" CHECK (("verification" = 'UNVERIFIED') = ("verified_at" IS NULL)),
    ADD CONSTRAINT "mappings_broken_check" CHECK (("verification" = 'BROKEN') = ("problem" IS NOT NULL));

CREATE INDEX "users_archived_idx" ON "users"("account_id", "id") WHERE "archived_at" IS NOT NULL;
CREATE INDEX "users_ignored_idx" ON "users"("account_id", "id") WHERE "is_ignored";
CREATE INDEX "mappings_unverified_idx" ON "mappings"("account_id", "id") WHERE "verified_at" IS NULL;
CREATE INDEX "mappings_broken_idx" ON "mappings"("account_id", "id") WHERE "problem" IS NOT NULL;

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

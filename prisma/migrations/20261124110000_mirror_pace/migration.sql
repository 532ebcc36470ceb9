-- Part 1: the tables, as Prisma derives them from schema.prisma.

ALTER TABLE "companies" ADD COLUMN "digest" TEXT NOT NULL DEFAULT '';

-- Part 2: what Prisma cannot say.

-- One by one, entries cost more than all the rest of their rows, so they wait in a list and come in many at a time.
-- Searches read that list from end to end: it is kept short.
DO $$ BEGIN
    ALTER INDEX IF EXISTS "companies_search_idx" SET (fastupdate = on, gin_pending_list_limit = 512);
END $$;

-- The states that few companies are in; a list of one of them would otherwise look at all the others.
CREATE INDEX "companies_inactive_idx" ON "companies" ("account_id", "instance_id", "folded_name", "id")
    WHERE "missing_since" IS NULL AND NOT "is_deleted" AND "is_inactive";
CREATE INDEX "companies_deleted_idx" ON "companies" ("account_id", "instance_id", "folded_name", "id")
    WHERE "missing_since" IS NULL AND "is_deleted";
CREATE INDEX "companies_missing_idx" ON "companies" ("account_id", "instance_id", "folded_name", "id")
    WHERE "missing_since" IS NOT NULL;

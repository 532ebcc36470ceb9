-- Part 1: the tables, as Prisma derives them from schema.prisma.

ALTER TABLE "companies" ADD COLUMN "digest" TEXT NOT NULL DEFAULT '';

-- Part 2: what Prisma cannot say.

-- One by one, entries cost more than all the rest of their rows, so they wait in a list and come in many at a time.
-- Searches read that list from end to end: it is kept short.
DO $$ BEGIN
    ALTER INDEX IF EXISTS "companies_search_idx" SET (fastupdate = on, gin_pending_list_limit = 512);
END $$;

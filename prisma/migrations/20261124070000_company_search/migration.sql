-- Part 1: the tables, as Prisma derives them from schema.prisma.

ALTER TABLE "company_mirrors" ADD COLUMN "newest_change" TIMESTAMPTZ(3);

-- Part 2: what Prisma cannot say.

-- Companies as they are searched. Under row-level security LIKE is not leakproof and never reaches an index, so psa_app
-- searches through its owner's eyes, and the view itself shows the rows of the account in hand and no other. The break
-- of line stands between identifier and name because neither can hold one: nothing is found across the two.
CREATE VIEW "company_search" AS
    SELECT "account_id", "instance_id", "id", "connect_wise_id", "identifier", "name", "status", "is_inactive", "types",
           "is_deleted", "website", "phone_number", "address_lines", "city", "state", "zip", "country", "last_updated",
           "missing_since", "folded_identifier", "folded_name", "folded_identifier" || E'\n' || "folded_name" AS "searched"
    FROM "companies"
    WHERE "account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid);
REVOKE ALL ON "company_search" FROM PUBLIC;
GRANT SELECT ON "company_search" TO psa_app;

-- A login that may not create extensions, or a server without them, gets no index: the search answers the same, later.
-- Pending entries would make the first searches after a sync slow, so the index takes none.
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE EXTENSION IF NOT EXISTS btree_gin;
    CREATE INDEX "companies_search_idx" ON "companies"
        USING gin ("account_id", ("folded_identifier" || E'\n' || "folded_name") gin_trgm_ops) WITH (fastupdate = off);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE WARNING 'Companies are searched without an index: %', SQLERRM;
END $$;

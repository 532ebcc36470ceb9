-- Part 1: as Prisma derives it from schema.prisma.

CREATE INDEX "companies_account_id_instance_id_status_idx" ON "companies"("account_id", "instance_id", "status");

-- Part 2: what Prisma cannot say.

-- The one index for searches knows types too, so that those that few companies have are found as fast as a rare text.
DO $$ BEGIN
    IF to_regclass('"companies_search_idx"') IS NOT NULL THEN
        DROP INDEX "companies_search_idx";
        CREATE INDEX "companies_search_idx" ON "companies"
            USING gin ("account_id", "search_key" gin_trgm_ops, "types") WITH (fastupdate = on, gin_pending_list_limit = 512);
    END IF;
END $$;

-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TABLE "search_keys" (
    "account_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "search_keys_pkey" PRIMARY KEY ("account_id","subject","id")
);

-- Part 2: what Prisma cannot say.

-- What is written of a text to search in it: in lower case, and every byte that is not ASCII as three digits, because an index
-- of trigrams sees only what the database's locale calls a letter. What is part of a text is part of its key, so
-- the key of a search finds every text that holds it, and more; the texts are compared again. Signs that mean something to LIKE
-- are left out. It depends on nothing but its argument and the locale, which convert_to alone does not promise.
CREATE FUNCTION "search_key"("text" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.translate(pg_catalog.encode(pg_catalog.convert_to(pg_catalog.lower("text"), 'UTF8'), 'escape'), '\%_', '')
$$;
REVOKE ALL ON FUNCTION "search_key" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "search_key" TO psa_app;

-- Whoever writes users or mappings, the keys follow. They stand beside and not in those tables because a row whose flag changes
-- would write all of its trigrams again. Nobody else writes them, so that no foreign key is checked row by row.
CREATE FUNCTION "write_search_keys"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM public.search_keys k USING changed c
        WHERE k.account_id = c.account_id AND k.subject = TG_TABLE_NAME AND k.id = c.id;
    ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'users' THEN
        UPDATE public.search_keys k SET key = public.search_key(NEW.name || E'\n' || NEW.external_id)
        WHERE k.account_id = NEW.account_id AND k.subject = 'users' AND k.id = NEW.id;
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE public.search_keys k SET key = public.search_key(NEW.identifier || E'\n' || coalesce(NEW.company_name, ''))
        WHERE k.account_id = NEW.account_id AND k.subject = 'mappings' AND k.id = NEW.id;
    ELSIF TG_TABLE_NAME = 'users' THEN
        INSERT INTO public.search_keys (account_id, subject, id, key)
        SELECT account_id, 'users', id, public.search_key(name || E'\n' || external_id) FROM changed;
    ELSE
        INSERT INTO public.search_keys (account_id, subject, id, key)
        SELECT account_id, 'mappings', id, public.search_key(identifier || E'\n' || coalesce(company_name, '')) FROM changed;
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION "write_search_keys" FROM PUBLIC;

CREATE TRIGGER "users_made_searchable" AFTER INSERT ON "users" REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION "write_search_keys"();
CREATE TRIGGER "users_renamed" AFTER UPDATE OF "name", "external_id" ON "users" FOR EACH ROW
    WHEN ((OLD."name", OLD."external_id") IS DISTINCT FROM (NEW."name", NEW."external_id"))
    EXECUTE FUNCTION "write_search_keys"();
CREATE TRIGGER "users_removed" AFTER DELETE ON "users" REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION "write_search_keys"();

CREATE TRIGGER "mappings_made_searchable" AFTER INSERT ON "mappings" REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION "write_search_keys"();
CREATE TRIGGER "mappings_renamed" AFTER UPDATE OF "identifier", "company_name" ON "mappings" FOR EACH ROW
    WHEN ((OLD."identifier", OLD."company_name") IS DISTINCT FROM (NEW."identifier", NEW."company_name"))
    EXECUTE FUNCTION "write_search_keys"();
CREATE TRIGGER "mappings_no_longer_searchable" AFTER DELETE ON "mappings" REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION "write_search_keys"();

INSERT INTO "search_keys" ("account_id", "subject", "id", "key")
SELECT "account_id", 'users', "id", "search_key"("name" || E'\n' || "external_id") FROM "users"
UNION ALL
SELECT "account_id", 'mappings', "id", "search_key"("identifier" || E'\n' || coalesce("company_name", '')) FROM "mappings";

ALTER TABLE "search_keys" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "search_keys_of_account" ON "search_keys" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT ON "search_keys" TO psa_app;

-- As company_search is: read through its owner's eyes, because under row-level security LIKE never reaches an index, and
-- showing the rows of the account in hand and no other.
CREATE VIEW "text_search" AS
    SELECT "account_id", "subject", "id", "key" FROM "search_keys"
    WHERE "account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid);
REVOKE ALL ON "text_search" FROM PUBLIC;
GRANT SELECT ON "text_search" TO psa_app;

-- A thousand rows written at once cost a third of the time when their trigrams are put in order together, and a search reads
-- the few that wait.
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE EXTENSION IF NOT EXISTS btree_gin;
    CREATE INDEX "search_keys_users_idx" ON "search_keys"
        USING gin ("account_id", "key" gin_trgm_ops) WITH (gin_pending_list_limit = 512) WHERE "subject" = 'users';
    CREATE INDEX "search_keys_mappings_idx" ON "search_keys"
        USING gin ("account_id", "key" gin_trgm_ops) WITH (gin_pending_list_limit = 512) WHERE "subject" = 'mappings';
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE WARNING 'Users and mappings are searched without an index: %', SQLERRM;
END $$;

CREATE OR REPLACE FUNCTION "analyse_grown_tables"() RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = error AS $$
DECLARE
    grown REGCLASS;
BEGIN
    FOR grown IN
        SELECT c.oid FROM pg_class c
        WHERE c.oid = ANY (ARRAY['public.users', 'public.mappings', 'public.search_keys', 'public.companies',
                                 'public.company_match_keys', 'public.user_match_facts', 'public.match_suggestions',
                                 'public.usage_days', 'public.billing_turns', 'public.billing_agreements',
                                 'public.billing_lines', 'public.billing_shares', 'public.reconciliation_rows',
                                 'public.spam_domains', 'public.spam_days', 'public.spam_totals',
                                 'public.spam_deliveries', 'public.spam_records']::regclass[])
          AND pg_relation_size(c.oid) > (2 * greatest(c.relpages, 4)::bigint) * current_setting('block_size')::bigint
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', grown);
    END LOOP;
END
$$;

-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TYPE "match_reason" AS ENUM ('SAME_IDENTIFIER', 'SAME_NAME', 'SAME_NORMALISED_NAME', 'TRUNCATED_NAME', 'SAME_DOMAIN', 'SIMILAR_NAME');
CREATE TYPE "suggestion_status" AS ENUM ('OPEN', 'ACCEPTED', 'DISMISSED');

ALTER TABLE "companies" ADD COLUMN "sketch" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "legal_form" TEXT NOT NULL DEFAULT '';

CREATE TABLE "company_match_keys" (
    "account_id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "connect_wise_id" INTEGER NOT NULL,

    CONSTRAINT "company_match_keys_pkey" PRIMARY KEY ("account_id","instance_id","key","connect_wise_id")
);

CREATE TABLE "user_match_facts" (
    "account_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "user_version" INTEGER NOT NULL,
    "name_rules" INTEGER NOT NULL,
    "folded_external_id" TEXT NOT NULL,
    "folded_name" TEXT NOT NULL,
    "normalised_name" TEXT NOT NULL,
    "cut50" TEXT,
    "cut156" TEXT,
    "sketch" TEXT NOT NULL,
    "legal_form" TEXT NOT NULL,
    "match_keys" TEXT[],
    "domains" TEXT[],
    "is_matched" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "user_match_facts_pkey" PRIMARY KEY ("account_id","user_id")
);

CREATE TABLE "match_suggestions" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "connect_wise_id" INTEGER NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "reasons" "match_reason"[],
    "is_sure" BOOLEAN NOT NULL,
    "status" "suggestion_status" NOT NULL DEFAULT 'OPEN',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "match_suggestions_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "matching_settings" (
    "account_id" UUID NOT NULL,
    "auto_accept" BOOLEAN NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "matching_settings_pkey" PRIMARY KEY ("account_id")
);

CREATE INDEX "user_match_facts_account_id_source_id_folded_external_id_idx" ON "user_match_facts"("account_id", "source_id", "folded_external_id");
CREATE INDEX "user_match_facts_account_id_source_id_folded_name_idx" ON "user_match_facts"("account_id", "source_id", "folded_name");
CREATE INDEX "user_match_facts_account_id_source_id_normalised_name_idx" ON "user_match_facts"("account_id", "source_id", "normalised_name");
CREATE INDEX "user_match_facts_account_id_source_id_cut50_idx" ON "user_match_facts"("account_id", "source_id", "cut50");
CREATE INDEX "user_match_facts_account_id_source_id_cut156_idx" ON "user_match_facts"("account_id", "source_id", "cut156");
CREATE UNIQUE INDEX "match_suggestions_account_id_user_id_instance_id_connect_wi_key" ON "match_suggestions"("account_id", "user_id", "instance_id", "connect_wise_id");
CREATE INDEX "match_suggestions_account_id_instance_id_score_id_idx" ON "match_suggestions"("account_id", "instance_id", "score", "id");
CREATE INDEX "match_suggestions_account_id_instance_id_status_score_id_idx" ON "match_suggestions"("account_id", "instance_id", "status", "score", "id");
CREATE INDEX "match_suggestions_account_id_company_id_idx" ON "match_suggestions"("account_id", "company_id");

ALTER TABLE "user_match_facts" ADD CONSTRAINT "user_match_facts_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "user_match_facts" ADD CONSTRAINT "user_match_facts_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "match_suggestions" ADD CONSTRAINT "match_suggestions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "match_suggestions" ADD CONSTRAINT "match_suggestions_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "match_suggestions" ADD CONSTRAINT "match_suggestions_account_id_company_id_fkey" FOREIGN KEY ("account_id", "company_id") REFERENCES "companies"("account_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "matching_settings" ADD CONSTRAINT "matching_settings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "user_match_facts" ADD CONSTRAINT "user_match_facts_lists_check"
    CHECK ("match_keys" IS NOT NULL AND "domains" IS NOT NULL);
ALTER TABLE "match_suggestions"
    ADD CONSTRAINT "match_suggestions_reasons_check" CHECK ("reasons" IS NOT NULL),
    ADD CONSTRAINT "match_suggestions_score_check" CHECK ("score" BETWEEN 0 AND 1);
ALTER TABLE "matching_settings"
    ADD CONSTRAINT "matching_settings_platform_check" CHECK ("account_id" <> '00000000-0000-0000-0000-000000000000'),
    ADD CONSTRAINT "matching_settings_threshold_check" CHECK ("threshold" BETWEEN 0 AND 1);

-- Under row-level security no operator on lists reaches an index, so each key of a company that can be suggested is a
-- row, kept by the database whoever writes companies. There are hundreds of thousands: a check of each against its
-- company would cost more than it keeps, and whoever reads a key joins the company anyway.
CREATE FUNCTION "index_match_keys"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM public.company_match_keys k
    USING (SELECT *, unnest(match_keys) AS key FROM before) b JOIN changed c ON c.account_id = b.account_id AND c.id = b.id
    WHERE k.account_id = b.account_id AND k.instance_id = b.instance_id AND k.key = b.key
      AND k.connect_wise_id = b.connect_wise_id
      AND (c.is_deleted OR c.missing_since IS NOT NULL OR NOT b.key = ANY (c.match_keys));
    INSERT INTO public.company_match_keys (account_id, instance_id, key, connect_wise_id)
    SELECT c.account_id, c.instance_id, unnest(c.match_keys), c.connect_wise_id FROM changed c
    WHERE NOT c.is_deleted AND c.missing_since IS NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE FUNCTION "add_match_keys"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.company_match_keys (account_id, instance_id, key, connect_wise_id)
    SELECT c.account_id, c.instance_id, unnest(c.match_keys), c.connect_wise_id FROM changed c
    WHERE NOT c.is_deleted AND c.missing_since IS NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE FUNCTION "drop_match_keys"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM public.company_match_keys k USING (SELECT *, unnest(match_keys) AS key FROM before) b
    WHERE k.account_id = b.account_id AND k.instance_id = b.instance_id AND k.key = b.key
      AND k.connect_wise_id = b.connect_wise_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER "companies_keys_added" AFTER INSERT ON "companies"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "add_match_keys"();
CREATE TRIGGER "companies_keys_changed" AFTER UPDATE ON "companies"
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "index_match_keys"();
CREATE TRIGGER "companies_keys_dropped" AFTER DELETE ON "companies"
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION "drop_match_keys"();
INSERT INTO "company_match_keys" ("account_id", "instance_id", "key", "connect_wise_id")
SELECT DISTINCT "account_id", "instance_id", unnest("match_keys"), "connect_wise_id" FROM "companies"
WHERE NOT "is_deleted" AND "missing_since" IS NULL;

-- Sketches are compared by their trigrams. A server that does not let this login have the extension gets the same
-- figure, later.
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE FUNCTION "sketch_similarity"("a" TEXT, "b" TEXT) RETURNS REAL
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT similarity(a, b)';
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE WARNING 'Names are compared without pg_trgm: %', SQLERRM;
    CREATE FUNCTION "sketch_trigrams"("text" TEXT) RETURNS SETOF TEXT LANGUAGE sql IMMUTABLE STRICT AS '
        SELECT DISTINCT substr(''  '' || word || '' '', at, 3)
        FROM unnest(string_to_array($1, '' '')) word, generate_series(1, length(word) + 1) at WHERE word <> ''''';
    CREATE FUNCTION "sketch_similarity"("a" TEXT, "b" TEXT) RETURNS REAL LANGUAGE sql IMMUTABLE STRICT AS '
        SELECT coalesce(count(x.t) FILTER (WHERE y.t IS NOT NULL)::real / nullif(count(*), 0), 0)
        FROM sketch_trigrams($1) x(t) FULL JOIN sketch_trigrams($2) y(t) ON x.t = y.t';
END $$;

-- Joins of many rows need the planner to know of them.
CREATE FUNCTION "analyse_grown_tables"() RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    grown REGCLASS;
BEGIN
    FOR grown IN
        SELECT c.oid FROM pg_class c
        WHERE c.oid = ANY (ARRAY['public.users', 'public.mappings', 'public.companies', 'public.company_match_keys',
                                 'public.user_match_facts', 'public.match_suggestions']::regclass[])
          AND pg_relation_size(c.oid) > (2 * greatest(c.relpages, 4)::bigint) * current_setting('block_size')::bigint
    LOOP
        EXECUTE format('ANALYZE %s', grown);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION "analyse_grown_tables" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "analyse_grown_tables" TO psa_app;

ALTER TABLE "company_match_keys" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "company_match_keys_of_account" ON "company_match_keys" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "company_match_keys" TO psa_app;

ALTER TABLE "user_match_facts" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "user_match_facts_of_account" ON "user_match_facts" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "user_match_facts" TO psa_app;

ALTER TABLE "match_suggestions" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "match_suggestions_of_account" ON "match_suggestions" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "match_suggestions" TO psa_app;

ALTER TABLE "matching_settings" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "matching_settings_of_account" ON "matching_settings" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "matching_settings" TO psa_app;

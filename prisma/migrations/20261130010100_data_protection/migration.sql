-- Part 1: the tables, as Prisma derives them from schema.prisma.

ALTER TABLE "users" ADD COLUMN "erased_external_id" TEXT,
ADD COLUMN "erasure_ended_at" TIMESTAMPTZ(3);

ALTER TABLE "audit_events" ADD COLUMN "user_id" UUID;

CREATE TABLE "retention_settings" (
    "account_id" UUID NOT NULL,
    "months" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "retention_settings_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "retention_runs" (
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "before" DATE NOT NULL,
    "position" JSONB,
    "removed" BIGINT NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "retention_runs_pkey" PRIMARY KEY ("account_id","kind")
);

CREATE INDEX "audit_events_account_id_user_id_id_idx" ON "audit_events"("account_id", "user_id", "id");

ALTER TABLE "retention_settings" ADD CONSTRAINT "retention_settings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "retention_runs" ADD CONSTRAINT "retention_runs_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "users" ADD CONSTRAINT "users_erased_check" CHECK (
    ("erased_at" IS NOT NULL OR "erasure_ended_at" IS NULL AND "erased_external_id" IS NULL)
    AND ("erasure_ended_at" IS NULL OR "erased_external_id" IS NULL));
-- Users whose erasure is under way.
CREATE INDEX "users_erasing_idx" ON "users"("account_id", "id") WHERE "erased_at" IS NOT NULL AND "erasure_ended_at" IS NULL;

ALTER TABLE "retention_settings" ADD CONSTRAINT "retention_settings_months_check" CHECK (jsonb_typeof("months") = 'object');

ALTER TABLE "retention_settings" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "retention_settings_of_account" ON "retention_settings" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "retention_settings" TO psa_app;
ALTER TABLE "retention_runs" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "retention_runs_of_account" ON "retention_runs" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "retention_runs" TO psa_app;

-- Whom the rows concern that are there already, as far as anything still tells.
UPDATE "audit_events" SET "user_id" = "subject_id" WHERE "subject_kind" = 'User';
UPDATE "audit_events" a SET "user_id" = m."user_id" FROM "mappings" m
WHERE a."subject_kind" = 'CompanyMapping' AND m."account_id" = a."account_id" AND m."id" = a."subject_id";
UPDATE "audit_events" a SET "user_id" = d."user_id" FROM "drifts" d
WHERE a."user_id" IS NULL AND a."subject_kind" = 'CompanyMapping' AND d."account_id" = a."account_id" AND d."mapping_id" = a."subject_id";
UPDATE "audit_events" a SET "user_id" = s."user_id" FROM "match_suggestions" s
WHERE a."subject_kind" = 'MatchSuggestion' AND s."account_id" = a."account_id" AND s."id" = a."subject_id";
UPDATE "audit_events" a SET "user_id" = n."user_id" FROM "notifications" n
WHERE a."subject_kind" = 'Notification' AND n."account_id" = a."account_id" AND n."id" = a."subject_id";
UPDATE "audit_events" a SET "user_id" = s."user_id" FROM "spam_deliveries" s
WHERE a."subject_kind" = 'SpamDelivery' AND s."account_id" = a."account_id" AND s."id" = a."subject_id";

-- Company names moved to the part that can be erased: they are mostly those of the users.
UPDATE "audit_events" a SET
    "personal_changes" = coalesce(a."personal_changes", '[]') || (
        SELECT jsonb_agg(c) FROM jsonb_array_elements(a."changes") c WHERE c ->> 'field' IN ('identifier', 'companyName')),
    "changes" = coalesce((
        SELECT jsonb_agg(c) FROM jsonb_array_elements(a."changes") c WHERE c ->> 'field' NOT IN ('identifier', 'companyName')), '[]')
WHERE a."subject_kind" = 'CompanyMapping' AND jsonb_path_exists(a."changes", '$[*] ? (@.field == "identifier" || @.field == "companyName")');

-- The audit is append-only: psa_app changes and removes nothing of it but by the two functions below.
REVOKE UPDATE ("personal_changes") ON "audit_events" FROM psa_app;

-- Takes the texts out of what is kept of an erased user and nobody may change otherwise, so many rows at a time; which
-- fields changed stays. Answers how many rows it was.
CREATE FUNCTION "erase_user_trail"("account" UUID, "person" UUID, "most" INTEGER) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    audited INTEGER;
BEGIN
    IF account IS DISTINCT FROM nullif(current_setting('app.account', true), '')::uuid OR NOT EXISTS (
        SELECT FROM public.users u WHERE u.account_id = account AND u.id = person AND u.erased_at IS NOT NULL)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'Only what concerns an erased user of the account can be erased.';
    END IF;
    UPDATE public.audit_events a SET personal_changes = (
        SELECT jsonb_agg(jsonb_build_object(
            'field', c -> 'field',
            'before', CASE WHEN c ->> 'before' IS NOT NULL THEN '[erased]'::text END,
            'after', CASE WHEN c ->> 'after' IS NOT NULL THEN '[erased]'::text END) ORDER BY n)
        FROM jsonb_array_elements(a.personal_changes) WITH ORDINALITY AS changed (c, n))
    WHERE a.account_id = account AND a.id IN (
        SELECT x.id FROM public.audit_events x
        WHERE x.account_id = account AND x.user_id = person AND jsonb_path_exists(x.personal_changes,
            '$[*] ? (@.before != null && @.before != "[erased]" || @.after != null && @.after != "[erased]")')
        ORDER BY x.id LIMIT most);
    GET DIAGNOSTICS audited = ROW_COUNT;
    UPDATE public.events e SET facts = e.facts - 'identifier' - 'identifierBefore'
    WHERE e.account_id = account AND e.facts ?| ARRAY['identifier', 'identifierBefore'] AND e.subject_id IN (
        SELECT x.subject_id FROM public.audit_events x
        WHERE x.account_id = account AND x.user_id = person AND x.subject_kind = 'CompanyMapping'
        UNION
        SELECT d.mapping_id FROM public.drifts d WHERE d.account_id = account AND d.user_id = person);
    RETURN audited;
END
$$;

-- Removes what is older than a time from the next thousand rows between two ids, and tells how far it came.
CREATE FUNCTION "remove_old_audit"("account" UUID, "behind" UUID, "until" UUID, "older_than" TIMESTAMPTZ)
RETURNS TABLE ("last" UUID, "seen" INTEGER, "removed" INTEGER)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF account IS DISTINCT FROM nullif(current_setting('app.account', true), '')::uuid THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'Only audit rows of the account can be removed.';
    END IF;
    -- Two days for what is a month ago in other time zones, and in other months.
    IF older_than IS NULL OR older_than > now() - interval '12 months' + interval '2 days' THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'Audit rows are kept for at least 12 months.';
    END IF;
    RETURN QUERY WITH walked AS (
        SELECT x.id FROM public.audit_events x
        WHERE x.account_id = account AND x.id > behind AND x.id < until ORDER BY x.id LIMIT 1000
    ), gone AS (
        DELETE FROM public.audit_events a USING walked w
        WHERE a.account_id = account AND a.id = w.id AND a.occurred_at < older_than RETURNING a.id
    )
    SELECT (SELECT w.id FROM walked w ORDER BY w.id DESC LIMIT 1), (SELECT count(*)::int FROM walked), (SELECT count(*)::int FROM gone);
END
$$;

REVOKE ALL ON FUNCTION "erase_user_trail", "remove_old_audit" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "erase_user_trail", "remove_old_audit" TO psa_app;

-- What was billed, and what that rests on, is kept for seven years whatever a statement says; nothing open goes at all.
-- The two days are as above.
GRANT DELETE ON "billing_plans", "billing_turns", "billing_lines", "billing_shares", "spam_deliveries" TO psa_app;
CREATE POLICY "billing_plans_old_enough" ON "billing_plans" AS RESTRICTIVE FOR DELETE TO psa_app
    USING ("status" NOT IN ('PLANNING', 'OPEN') AND coalesce("closed_at", "created_at") < now() - interval '84 months' + interval '2 days');
CREATE POLICY "billing_turns_old_enough" ON "billing_turns" AS RESTRICTIVE FOR DELETE TO psa_app
    USING (EXISTS (SELECT FROM "billing_plans" p WHERE p."account_id" = "billing_turns"."account_id" AND p."id" = "plan_id"
        AND p."status" NOT IN ('PLANNING', 'OPEN') AND coalesce(p."closed_at", p."created_at") < now() - interval '84 months' + interval '2 days'));
CREATE POLICY "billing_lines_old_enough" ON "billing_lines" AS RESTRICTIVE FOR DELETE TO psa_app
    USING (EXISTS (SELECT FROM "billing_plans" p WHERE p."account_id" = "billing_lines"."account_id" AND p."id" = "plan_id"
        AND p."status" NOT IN ('PLANNING', 'OPEN') AND coalesce(p."closed_at", p."created_at") < now() - interval '84 months' + interval '2 days'));
CREATE POLICY "billing_shares_old_enough" ON "billing_shares" AS RESTRICTIVE FOR DELETE TO psa_app
    USING (EXISTS (SELECT FROM "billing_plans" p WHERE p."account_id" = "billing_shares"."account_id" AND p."id" = "plan_id"
        AND p."status" NOT IN ('PLANNING', 'OPEN') AND coalesce(p."closed_at", p."created_at") < now() - interval '84 months' + interval '2 days'));
CREATE POLICY "usage_days_old_enough" ON "usage_days" AS RESTRICTIVE FOR DELETE TO psa_app
    USING ("day" < (now() - interval '84 months' + interval '2 days')::date);
CREATE POLICY "spam_deliveries_ended" ON "spam_deliveries" AS RESTRICTIVE FOR DELETE TO psa_app USING ("state" <> 'WAITING');

-- Accounts that are there already begin within a day.
INSERT INTO "work" ("account_id", "kind", "due_at")
SELECT "id", 'RETENTION', CURRENT_TIMESTAMP + random() * interval '1 day'
FROM "accounts" WHERE "id" <> '00000000-0000-0000-0000-000000000000'
ON CONFLICT DO NOTHING;

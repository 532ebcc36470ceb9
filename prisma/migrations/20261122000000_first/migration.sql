-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TYPE "account_status" AS ENUM ('ACTIVE', 'SUSPENDED');
CREATE TYPE "role" AS ENUM ('ADMIN', 'OPERATOR', 'BILLING', 'READER', 'INGEST', 'PLATFORM');
CREATE TYPE "user_status" AS ENUM ('ACTIVE', 'ARCHIVED');
CREATE TYPE "mapping_origin" AS ENUM ('MANUAL', 'SUGGESTED', 'IMPORTED');
CREATE TYPE "mapping_verification" AS ENUM ('UNVERIFIED', 'VERIFIED', 'BROKEN');
CREATE TYPE "mapping_problem" AS ENUM ('COMPANY_NOT_FOUND', 'COMPANY_DELETED', 'COMPANY_INACTIVE', 'COMPANY_AMBIGUOUS', 'IDENTIFIER_CHANGED');
CREATE TYPE "mapping_return" AS ENUM ('SAME_RECORD', 'SAME_IDENTIFIER');
CREATE TYPE "actor_kind" AS ENUM ('TOKEN', 'PERSON', 'SYSTEM');

CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "status" "account_status" NOT NULL DEFAULT 'ACTIVE',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "last_position" BIGINT NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "sources" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sources_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "access_tokens" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "source_id" UUID,
    "hash" BYTEA NOT NULL,
    "last_four" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "access_tokens_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "connect_wise_instances" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "login_company_id" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connect_wise_instances_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "integration_settings" (
    "account_id" UUID NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT false,
    "site" TEXT,
    "login_company_id" TEXT,
    "instance_id" UUID,
    "public_key_sealed" TEXT,
    "public_key_last_four" TEXT,
    "private_key_sealed" TEXT,
    "keys_changed_at" TIMESTAMPTZ(3),
    "custom_ca" TEXT,
    "client_id_override" TEXT,
    "last_report" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "integration_settings_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "passed_tests" (
    "account_id" UUID NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "passed_at" TIMESTAMPTZ(3) NOT NULL,
    "report" JSONB NOT NULL,

    CONSTRAINT "passed_tests_pkey" PRIMARY KEY ("account_id","fingerprint")
);

CREATE TABLE "users" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mail_domains" TEXT[],
    "contact_email" TEXT,
    "status" "user_status" NOT NULL DEFAULT 'ACTIVE',
    "is_ignored" BOOLEAN NOT NULL DEFAULT false,
    "archived_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "mappings" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "returns_by" "mapping_return",
    "connect_wise_id" INTEGER,
    "identifier" TEXT NOT NULL,
    "company_name" TEXT,
    "company_status" TEXT,
    "company_types" TEXT[],
    "is_enabled" BOOLEAN NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "allows_inactive" BOOLEAN NOT NULL DEFAULT false,
    "origin" "mapping_origin" NOT NULL,
    "verification" "mapping_verification" NOT NULL DEFAULT 'UNVERIFIED',
    "problem" "mapping_problem",
    "verified_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mappings_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "company_checks" (
    "account_id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "outcome" JSONB NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "company_checks_pkey" PRIMARY KEY ("account_id","instance_id","key")
);

CREATE TABLE "audit_events" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "subject_kind" TEXT,
    "subject_id" UUID,
    "changes" JSONB NOT NULL DEFAULT '[]',
    "personal_changes" JSONB,
    "request_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "events" (
    "account_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "source_id" UUID,
    "subject_kind" TEXT,
    "subject_id" UUID,
    "facts" JSONB NOT NULL DEFAULT '{}',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("account_id","position")
);

CREATE TABLE "sealing_key_checks" (
    "key_id" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sealing_key_checks_pkey" PRIMARY KEY ("key_id")
);

CREATE UNIQUE INDEX "sources_account_id_code_key" ON "sources"("account_id", "code");
CREATE UNIQUE INDEX "access_tokens_hash_key" ON "access_tokens"("hash");
CREATE UNIQUE INDEX "connect_wise_instances_account_id_host_login_company_id_key" ON "connect_wise_instances"("account_id", "host", "login_company_id");
CREATE INDEX "users_account_id_name_id_idx" ON "users"("account_id", "name", "id");
CREATE INDEX "users_account_id_updated_at_id_idx" ON "users"("account_id", "updated_at", "id");
CREATE UNIQUE INDEX "users_account_id_source_id_external_id_key" ON "users"("account_id", "source_id", "external_id");
CREATE INDEX "mappings_account_id_instance_id_connect_wise_id_idx" ON "mappings"("account_id", "instance_id", "connect_wise_id");
CREATE UNIQUE INDEX "mappings_account_id_user_id_key" ON "mappings"("account_id", "user_id");
CREATE INDEX "audit_events_account_id_subject_id_id_idx" ON "audit_events"("account_id", "subject_id", "id");

ALTER TABLE "sources" ADD CONSTRAINT "sources_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_account_id_source_id_fkey" FOREIGN KEY ("account_id", "source_id") REFERENCES "sources"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "connect_wise_instances" ADD CONSTRAINT "connect_wise_instances_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "integration_settings" ADD CONSTRAINT "integration_settings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "integration_settings" ADD CONSTRAINT "integration_settings_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "passed_tests" ADD CONSTRAINT "passed_tests_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "users" ADD CONSTRAINT "users_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "users" ADD CONSTRAINT "users_account_id_source_id_fkey" FOREIGN KEY ("account_id", "source_id") REFERENCES "sources"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_account_id_source_id_fkey" FOREIGN KEY ("account_id", "source_id") REFERENCES "sources"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "company_checks" ADD CONSTRAINT "company_checks_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "company_checks" ADD CONSTRAINT "company_checks_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "events" ADD CONSTRAINT "events_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

-- Lists are nullable to Prisma's eyes, never to ours.
ALTER TABLE "users" ADD CONSTRAINT "users_mail_domains_check" CHECK ("mail_domains" IS NOT NULL);
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_company_types_check" CHECK ("company_types" IS NOT NULL);

ALTER TABLE "access_tokens"
    ADD CONSTRAINT "access_tokens_source_check" CHECK (("role" = 'INGEST') = ("source_id" IS NOT NULL)),
    ADD CONSTRAINT "access_tokens_platform_check"
        CHECK (("role" = 'PLATFORM') = ("account_id" = '00000000-0000-0000-0000-000000000000')),
    ADD CONSTRAINT "access_tokens_hash_check" CHECK (octet_length("hash") = 32);

-- The platform's own account holds tokens and their audit, nothing that a customer has.
ALTER TABLE "sources" ADD CONSTRAINT "sources_platform_check"
    CHECK ("account_id" <> '00000000-0000-0000-0000-000000000000');
ALTER TABLE "connect_wise_instances" ADD CONSTRAINT "connect_wise_instances_platform_check"
    CHECK ("account_id" <> '00000000-0000-0000-0000-000000000000');
ALTER TABLE "integration_settings" ADD CONSTRAINT "integration_settings_platform_check"
    CHECK ("account_id" <> '00000000-0000-0000-0000-000000000000');
INSERT INTO "accounts" ("id", "name") VALUES ('00000000-0000-0000-0000-000000000000', 'platform');

-- One company, one user of a source, unless the row says that it is shared on purpose.
CREATE UNIQUE INDEX "mappings_one_company_key" ON "mappings"("account_id", "source_id", "instance_id", "connect_wise_id")
    WHERE NOT "is_shared" AND "connect_wise_id" IS NOT NULL;

-- There is no trigram index on users.name: ILIKE and % are not leakproof, so under row-level security PostgreSQL never
-- lets them into an index condition. A search reads the account's own stretch of users_account_id_name_id_idx instead.

-- Roles belong to the whole cluster: another database may have made them, or be making them right now.
DO $$
DECLARE
    wanted TEXT;
BEGIN
    PERFORM pg_advisory_xact_lock(72707370);
    FOREACH wanted IN ARRAY ARRAY['psa_app', 'psa_system'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
        -- Trying is the one test that means the same on every version: since 16 a member may lack the right to SET.
        BEGIN
            PERFORM set_config('role', wanted, true), set_config('role', 'none', true);
        EXCEPTION WHEN insufficient_privilege THEN
            BEGIN
                EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
            EXCEPTION WHEN unique_violation THEN
                NULL;
            END;
        END;
    END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION USING
        ERRCODE = 'insufficient_privilege',
        MESSAGE = format(
            'The database login %I may not make the roles this server works under. '
            'Let an administrator of the database run this once, then start again: '
            'CREATE ROLE psa_app NOLOGIN; CREATE ROLE psa_system NOLOGIN; GRANT psa_app, psa_system TO %I; '
            '(leave out what exists already)', current_user, current_user);
END
$$;

GRANT USAGE ON SCHEMA "public" TO psa_app, psa_system;

-- psa_app: the rows of one account, named by app.account for the length of a transaction. The sub-select makes the
-- planner read the setting once for a statement, not once for a row; without the setting it is null and nothing matches.

ALTER TABLE "accounts" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "accounts_of_account" ON "accounts" TO psa_app
    USING ("id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT ON "accounts" TO psa_app;
GRANT UPDATE ("name", "status", "time_zone", "last_position", "version", "updated_at") ON "accounts" TO psa_app;

ALTER TABLE "sources" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "sources_of_account" ON "sources" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "sources" TO psa_app;

ALTER TABLE "access_tokens" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "access_tokens_of_account" ON "access_tokens" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
-- Not even an account's own hashes are needed there.
GRANT SELECT ("account_id", "id", "name", "role", "source_id", "last_four", "created_at", "expires_at", "last_used_at", "revoked_at")
    ON "access_tokens" TO psa_app;
GRANT INSERT ON "access_tokens" TO psa_app;
GRANT UPDATE ("name", "expires_at", "last_used_at", "revoked_at") ON "access_tokens" TO psa_app;

ALTER TABLE "connect_wise_instances" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "connect_wise_instances_of_account" ON "connect_wise_instances" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "connect_wise_instances" TO psa_app;

ALTER TABLE "integration_settings" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "integration_settings_of_account" ON "integration_settings" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "integration_settings" TO psa_app;

ALTER TABLE "passed_tests" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "passed_tests_of_account" ON "passed_tests" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "passed_tests" TO psa_app;

ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "users_of_account" ON "users" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "users" TO psa_app;

ALTER TABLE "mappings" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "mappings_of_account" ON "mappings" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "mappings" TO psa_app;

ALTER TABLE "company_checks" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "company_checks_of_account" ON "company_checks" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "company_checks" TO psa_app;

ALTER TABLE "audit_events" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "audit_events_of_account" ON "audit_events" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT ON "audit_events" TO psa_app;
-- Append only: nothing but the personal part can ever be changed, and no row goes.
GRANT UPDATE ("personal_changes") ON "audit_events" TO psa_app;

ALTER TABLE "events" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "events_of_account" ON "events" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT ON "events" TO psa_app;

-- psa_system: what cannot know its account yet. It sees a token only by its hash, the list of accounts, and the sealed
-- columns that key rotation turns.
CREATE POLICY "access_tokens_by_hash" ON "access_tokens" FOR SELECT TO psa_system
    USING ("hash" = (SELECT decode(nullif(current_setting('app.token_hash', true), ''), 'hex')));
GRANT SELECT ("account_id", "id", "name", "role", "source_id", "hash", "expires_at", "last_used_at", "revoked_at")
    ON "access_tokens" TO psa_system;

CREATE POLICY "accounts_listed" ON "accounts" FOR SELECT TO psa_system USING (true);
GRANT SELECT ("id", "name", "status", "created_at") ON "accounts" TO psa_system;

CREATE POLICY "integration_settings_sealed" ON "integration_settings" TO psa_system USING (true);
GRANT SELECT ("account_id", "public_key_sealed", "private_key_sealed", "version") ON "integration_settings" TO psa_system;
GRANT UPDATE ("public_key_sealed", "public_key_last_four", "private_key_sealed", "keys_changed_at", "last_report", "version", "updated_at")
    ON "integration_settings" TO psa_system;

GRANT SELECT, INSERT, DELETE ON "sealing_key_checks" TO psa_system;

-- What the platform's operator sees of each account: its state and how much it holds, nothing of what it holds. A view
-- reads with its owner's rights, so the role needs none on the tables.
CREATE VIEW "account_summaries" AS
SELECT a."id", a."name", a."status", a."time_zone", a."version", a."created_at",
       coalesce(s."is_enabled", false) AS "is_integration_enabled",
       (s."last_report" ->> 'isHealthy')::boolean AS "is_healthy",
       s."last_report" ->> 'version' AS "connect_wise_version",
       (SELECT count(*) FROM "users" u WHERE u."account_id" = a."id") AS "user_count",
       (SELECT count(*) FROM "mappings" m WHERE m."account_id" = a."id") AS "mapping_count"
FROM "accounts" a
LEFT JOIN "integration_settings" s ON s."account_id" = a."id"
WHERE a."id" <> '00000000-0000-0000-0000-000000000000';
GRANT SELECT ON "account_summaries" TO psa_system;

-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TYPE "job_kind" AS ENUM ('COMPANY_SYNC', 'MAPPING_VERIFICATION', 'MATCHING', 'MAPPING_IMPORT');
CREATE TYPE "job_status" AS ENUM ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

CREATE TABLE "jobs" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" "job_kind" NOT NULL,
    "status" "job_status" NOT NULL DEFAULT 'QUEUED',
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "state" JSONB,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "result" JSONB,
    "failure_code" TEXT,
    "failure_message" TEXT,
    "waits_for" TEXT,
    "errors" INTEGER NOT NULL DEFAULT 0,
    "cancel_requested_at" TIMESTAMPTZ(3),
    "idempotency_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "company_mirrors" (
    "account_id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "synced_at" TIMESTAMPTZ(3),
    "compared_at" TIMESTAMPTZ(3),
    "changed_until" TIMESTAMPTZ(3),

    CONSTRAINT "company_mirrors_pkey" PRIMARY KEY ("account_id","instance_id")
);

CREATE TABLE "companies" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "connect_wise_id" INTEGER NOT NULL,
    "identifier" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT,
    "is_inactive" BOOLEAN NOT NULL,
    "types" TEXT[],
    "is_deleted" BOOLEAN NOT NULL,
    "website" TEXT,
    "phone_number" TEXT,
    "address_lines" TEXT[],
    "city" TEXT,
    "state" TEXT,
    "zip" TEXT,
    "country" TEXT,
    "last_updated" TIMESTAMPTZ(3),
    "missing_since" TIMESTAMPTZ(3),
    "folded_identifier" TEXT NOT NULL,
    "folded_name" TEXT NOT NULL,
    "normalised_name" TEXT NOT NULL,
    "match_keys" TEXT[],
    "domain" TEXT,
    "name_rules" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "companies_pkey" PRIMARY KEY ("account_id","id")
);

CREATE UNIQUE INDEX "jobs_account_id_idempotency_key_key" ON "jobs"("account_id", "idempotency_key");
CREATE INDEX "jobs_account_id_kind_id_idx" ON "jobs"("account_id", "kind", "id");
CREATE UNIQUE INDEX "companies_account_id_instance_id_connect_wise_id_key" ON "companies"("account_id", "instance_id", "connect_wise_id");
CREATE INDEX "companies_account_id_instance_id_folded_identifier_id_idx" ON "companies"("account_id", "instance_id", "folded_identifier", "id");
CREATE INDEX "companies_account_id_instance_id_folded_name_id_idx" ON "companies"("account_id", "instance_id", "folded_name", "id");
CREATE INDEX "companies_account_id_instance_id_normalised_name_idx" ON "companies"("account_id", "instance_id", "normalised_name");
CREATE INDEX "companies_account_id_instance_id_domain_idx" ON "companies"("account_id", "instance_id", "domain");

ALTER TABLE "jobs" ADD CONSTRAINT "jobs_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "company_mirrors" ADD CONSTRAINT "company_mirrors_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "company_mirrors" ADD CONSTRAINT "company_mirrors_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "companies" ADD CONSTRAINT "companies_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "companies" ADD CONSTRAINT "companies_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

-- Lists are nullable to Prisma's eyes, never to ours.
ALTER TABLE "companies" ADD CONSTRAINT "companies_lists_check"
    CHECK ("types" IS NOT NULL AND "address_lines" IS NOT NULL AND "match_keys" IS NOT NULL);

ALTER TABLE "jobs"
    ADD CONSTRAINT "jobs_platform_check" CHECK ("account_id" <> '00000000-0000-0000-0000-000000000000'),
    ADD CONSTRAINT "jobs_finished_check"
        CHECK (("finished_at" IS NULL) = ("status" IN ('QUEUED', 'RUNNING')));

-- One at a time of a kind: a second one would do the same work again.
CREATE UNIQUE INDEX "jobs_one_open_key" ON "jobs"("account_id", "kind") WHERE "status" IN ('QUEUED', 'RUNNING');

ALTER TABLE "jobs" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "jobs_of_account" ON "jobs" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "jobs" TO psa_app;

ALTER TABLE "company_mirrors" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "company_mirrors_of_account" ON "company_mirrors" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "company_mirrors" TO psa_app;

ALTER TABLE "companies" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "companies_of_account" ON "companies" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "companies" TO psa_app;

-- Accounts that are on already get their first copy soon, not all at the same moment.
INSERT INTO "work" ("account_id", "kind", "due_at")
SELECT "account_id", 'COMPANY_SYNC', CURRENT_TIMESTAMP + random() * interval '10 minutes'
FROM "integration_settings" WHERE "is_enabled"
ON CONFLICT DO NOTHING;

-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TYPE "pause_reason" AS ENUM ('KEYS_REFUSED', 'CLIENT_ID_REFUSED');
CREATE TYPE "outgoing_work" AS ENUM ('COMPANY_SYNC', 'TICKETS', 'BILLING', 'STATISTICS', 'CALLBACKS');

ALTER TABLE "integration_settings"
    ADD COLUMN "refusals" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "paused_at" TIMESTAMPTZ(3),
    ADD COLUMN "pause_reason" "pause_reason",
    ADD COLUMN "next_check_at" TIMESTAMPTZ(3),
    ADD COLUMN "seen_version" TEXT,
    ADD COLUMN "seen_api" TEXT;

CREATE TABLE "work_holds" (
    "account_id" UUID NOT NULL,
    "work" "outgoing_work" NOT NULL,
    "capability" TEXT NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "work_holds_pkey" PRIMARY KEY ("account_id","work")
);

CREATE TABLE "connection_tests" (
    "account_id" UUID NOT NULL,
    "minute_started_at" TIMESTAMPTZ(3) NOT NULL,
    "used" INTEGER NOT NULL,
    "runner" UUID,
    "running_until" TIMESTAMPTZ(3),

    CONSTRAINT "connection_tests_pkey" PRIMARY KEY ("account_id")
);

ALTER TABLE "work_holds" ADD CONSTRAINT "work_holds_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "connection_tests" ADD CONSTRAINT "connection_tests_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "integration_settings" ADD CONSTRAINT "integration_settings_pause_check"
    CHECK (("paused_at" IS NULL) = ("pause_reason" IS NULL));

-- What is on already is checked soon.
UPDATE "integration_settings" SET "next_check_at" = CURRENT_TIMESTAMP WHERE "is_enabled";
INSERT INTO "work" ("account_id", "kind", "due_at")
SELECT "account_id", 'HEALTH_CHECK', CURRENT_TIMESTAMP FROM "integration_settings" WHERE "is_enabled"
ON CONFLICT DO NOTHING;

ALTER TABLE "work_holds" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "work_holds_of_account" ON "work_holds" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, DELETE ON "work_holds" TO psa_app;

ALTER TABLE "connection_tests" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "connection_tests_of_account" ON "connection_tests" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "connection_tests" TO psa_app;

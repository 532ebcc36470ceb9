-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TABLE "spam_settings" (
    "account_id" UUID NOT NULL,
    "is_scheduled" BOOLEAN NOT NULL,
    "route" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "calendar" JSONB NOT NULL,
    "scheduled_since" TIMESTAMPTZ(3),
    "begun_month" DATE,
    "solution_name" TEXT,
    "login_name" TEXT,
    "login_password_sealed" TEXT,
    "login_changed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spam_settings_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "spam_overrides" (
    "account_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "route" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spam_overrides_pkey" PRIMARY KEY ("account_id","user_id")
);

CREATE TABLE "spam_deliveries" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "as_of" DATE NOT NULL,
    "route" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "instance_id" UUID,
    "company_id" INTEGER,
    "language" TEXT,
    "subject" TEXT,
    "text" TEXT,
    "file_name" TEXT,
    "csv" TEXT,
    "figures" JSONB,
    "remote" JSONB,
    "failure_code" TEXT,
    "failure_message" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "spam_deliveries_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "spam_records" (
    "account_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "route" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "instance_id" UUID NOT NULL,
    "company_id" INTEGER NOT NULL,
    "remote" JSONB NOT NULL DEFAULT '{}',
    "intent" JSONB,
    "intended_at" TIMESTAMPTZ(3),

    CONSTRAINT "spam_records_pkey" PRIMARY KEY ("account_id","user_id","route","key")
);

CREATE INDEX "spam_deliveries_account_id_user_id_id_idx" ON "spam_deliveries"("account_id", "user_id", "id");

CREATE INDEX "spam_deliveries_account_id_state_id_idx" ON "spam_deliveries"("account_id", "state", "id");

CREATE INDEX "spam_deliveries_account_id_month_id_idx" ON "spam_deliveries"("account_id", "month", "id");

CREATE UNIQUE INDEX "spam_deliveries_account_id_job_id_user_id_key" ON "spam_deliveries"("account_id", "job_id", "user_id");

ALTER TABLE "spam_settings" ADD CONSTRAINT "spam_settings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_overrides" ADD CONSTRAINT "spam_overrides_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_overrides" ADD CONSTRAINT "spam_overrides_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_deliveries" ADD CONSTRAINT "spam_deliveries_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_deliveries" ADD CONSTRAINT "spam_deliveries_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_deliveries" ADD CONSTRAINT "spam_deliveries_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_records" ADD CONSTRAINT "spam_records_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_records" ADD CONSTRAINT "spam_records_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_records" ADD CONSTRAINT "spam_records_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "spam_settings"
    ADD CONSTRAINT "spam_settings_route_check" CHECK ("route" IN ('NONE', 'COMPANY_NOTE', 'TICKET', 'SUMMARY_REPORT', 'NATIVE_STATISTICS')),
    ADD CONSTRAINT "spam_settings_language_check" CHECK ("language" IN ('EN', 'JA')),
    ADD CONSTRAINT "spam_settings_month_check" CHECK (extract(day FROM "begun_month") = 1),
    -- A name without its password signs nobody in.
    ADD CONSTRAINT "spam_settings_login_check" CHECK (("login_name" IS NULL) = ("login_password_sealed" IS NULL));
ALTER TABLE "spam_overrides"
    ADD CONSTRAINT "spam_overrides_route_check" CHECK ("route" IN ('NONE', 'COMPANY_NOTE', 'TICKET', 'SUMMARY_REPORT', 'NATIVE_STATISTICS'));
ALTER TABLE "spam_deliveries"
    ADD CONSTRAINT "spam_deliveries_route_check" CHECK ("route" IN ('COMPANY_NOTE', 'TICKET', 'SUMMARY_REPORT', 'NATIVE_STATISTICS')),
    ADD CONSTRAINT "spam_deliveries_state_check" CHECK ("state" IN ('WAITING', 'SENT', 'SKIPPED', 'FAILED', 'CANCELLED')),
    ADD CONSTRAINT "spam_deliveries_month_check" CHECK (extract(day FROM "month") = 1),
    ADD CONSTRAINT "spam_deliveries_ended_check" CHECK (("state" = 'WAITING') = ("ended_at" IS NULL)),
    ADD CONSTRAINT "spam_deliveries_reason_check" CHECK (("state" = 'SKIPPED') = ("reason" IS NOT NULL)),
    ADD CONSTRAINT "spam_deliveries_failure_check" CHECK (("state" = 'FAILED') = ("failure_code" IS NOT NULL)),
    -- What goes out has a place to go to, and all that is to be written.
    ADD CONSTRAINT "spam_deliveries_report_check" CHECK ("state" IN ('SKIPPED', 'FAILED') OR "instance_id" IS NOT NULL
        AND "company_id" IS NOT NULL AND "text" IS NOT NULL AND "figures" IS NOT NULL);
ALTER TABLE "spam_records"
    ADD CONSTRAINT "spam_records_route_check" CHECK ("route" IN ('COMPANY_NOTE', 'TICKET', 'SUMMARY_REPORT', 'NATIVE_STATISTICS')),
    ADD CONSTRAINT "spam_records_intent_check" CHECK (("intent" IS NULL) = ("intended_at" IS NULL));

-- What waits to be sent.
CREATE INDEX "spam_deliveries_waiting_idx" ON "spam_deliveries"("account_id", "id") WHERE "state" = 'WAITING';

ALTER TABLE "spam_settings" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "spam_settings_of_account" ON "spam_settings" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "spam_settings" TO psa_app;
ALTER TABLE "spam_overrides" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "spam_overrides_of_account" ON "spam_overrides" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "spam_overrides" TO psa_app;
-- Deliveries are the proof of what was sent: the application deletes none.
ALTER TABLE "spam_deliveries" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "spam_deliveries_of_account" ON "spam_deliveries" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "spam_deliveries" TO psa_app;
ALTER TABLE "spam_records" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "spam_records_of_account" ON "spam_records" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "spam_records" TO psa_app;

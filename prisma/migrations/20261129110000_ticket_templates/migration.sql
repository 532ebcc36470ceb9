-- Part 1: the table and columns, as Prisma derives them from schema.prisma.

ALTER TABLE "ticketing_settings" ADD COLUMN "check_wanted_at" TIMESTAMPTZ(3),
ADD COLUMN "checked_at" TIMESTAMPTZ(3),
ADD COLUMN "problems" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "rules" JSONB NOT NULL DEFAULT '[]';

CREATE TABLE "ticket_overrides" (
    "account_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "template" JSONB NOT NULL,
    "contact_id" INTEGER,
    "site_id" INTEGER,
    "company_id" INTEGER,
    "problems" JSONB NOT NULL DEFAULT '[]',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ticket_overrides_pkey" PRIMARY KEY ("account_id","user_id")
);

ALTER TABLE "ticket_overrides" ADD CONSTRAINT "ticket_overrides_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ticket_overrides" ADD CONSTRAINT "ticket_overrides_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "ticketing_settings"
    ADD CONSTRAINT "ticketing_settings_rules_check" CHECK (jsonb_typeof("rules") = 'array' AND jsonb_array_length("rules") <= 50),
    ADD CONSTRAINT "ticketing_settings_problems_check" CHECK (jsonb_typeof("problems") = 'array');
ALTER TABLE "ticket_overrides"
    ADD CONSTRAINT "ticket_overrides_company_check" CHECK ("company_id" IS NOT NULL OR ("contact_id" IS NULL AND "site_id" IS NULL)),
    ADD CONSTRAINT "ticket_overrides_problems_check" CHECK (jsonb_typeof("problems") = 'array');

-- The few overrides that somebody has to look at.
CREATE INDEX "ticket_overrides_problems_idx" ON "ticket_overrides"("account_id") WHERE "problems" <> '[]';

ALTER TABLE "ticket_overrides" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "ticket_overrides_of_account" ON "ticket_overrides" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "ticket_overrides" TO psa_app;

-- Templates that are in use already are looked at soon.
INSERT INTO "work" ("account_id", "kind", "due_at")
SELECT "account_id", 'TEMPLATE_CHECK', CURRENT_TIMESTAMP + random() * interval '10 minutes'
FROM "ticketing_settings" WHERE "is_enabled"
ON CONFLICT DO NOTHING;

-- Part 1: the tables, as Prisma derives them from schema.prisma.

ALTER TABLE "products" ADD COLUMN     "first_billed_at" TIMESTAMPTZ(3);

CREATE TABLE "billing_settings" (
    "account_id" UUID NOT NULL,
    "is_enabled" BOOLEAN NOT NULL,
    "instance_id" UUID,
    "calendar" JSONB NOT NULL,
    "scheduled_since" TIMESTAMPTZ(3),
    "make_up_days" INTEGER NOT NULL DEFAULT 5,
    "expiry_days" INTEGER NOT NULL DEFAULT 14,
    "is_auto_approved" BOOLEAN NOT NULL DEFAULT false,
    "needs_second_person" BOOLEAN NOT NULL DEFAULT false,
    "rules" JSONB NOT NULL DEFAULT '[]',
    "one_time_cycle_ids" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "billing_settings_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "billing_overrides" (
    "account_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "calendar" JSONB NOT NULL DEFAULT '[]',
    "rules" JSONB NOT NULL DEFAULT '[]',
    "instance_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "billing_overrides_pkey" PRIMARY KEY ("account_id","user_id")
);

CREATE TABLE "billing_plans" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "instance_id" UUID,
    "month" DATE,
    "due_at" TIMESTAMPTZ(3),
    "is_late" BOOLEAN NOT NULL DEFAULT false,
    "period_from" DATE,
    "period_to" DATE,
    "is_for_all" BOOLEAN NOT NULL DEFAULT false,
    "undoes_plan_id" UUID,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "failure_code" TEXT,
    "failure_message" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "planned_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "billing_plans_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "billing_turns" (
    "account_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "month" DATE,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,

    CONSTRAINT "billing_turns_pkey" PRIMARY KEY ("account_id","plan_id","user_id")
);

CREATE TABLE "billing_agreements" (
    "account_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "connect_wise_id" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "billing_agreements_pkey" PRIMARY KEY ("account_id","plan_id","connect_wise_id")
);

CREATE TABLE "billing_lines" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "company_id" INTEGER,
    "agreement_id" INTEGER,
    "agreement_name" TEXT,
    "catalog_item_id" INTEGER,
    "addition_id" INTEGER,
    "write" TEXT,
    "action" TEXT NOT NULL,
    "reason" TEXT,
    "holds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "before_quantity" DECIMAL(40,15),
    "before_effective_on" DATE,
    "before_cancelled_on" DATE,
    "after_quantity" DECIMAL(40,15),
    "after_effective_on" DATE,
    "after_cancelled_on" DATE,
    "bill_customer" TEXT,
    "next_invoice_on" DATE,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "undoes_line_id" UUID,
    "state" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "intended_at" TIMESTAMPTZ(3),
    "seen_ids" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "found_quantity" DECIMAL(40,15),
    "found_effective_on" DATE,
    "found_cancelled_on" DATE,
    "failure_code" TEXT,
    "failure_message" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "billing_lines_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "billing_shares" (
    "account_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "period_rule" TEXT NOT NULL,
    "quantity" DECIMAL(40,15),
    "exact_quantity" DECIMAL(40,15),
    "days_told" INTEGER NOT NULL,
    "last_day" DATE,
    "rule" JSONB NOT NULL,

    CONSTRAINT "billing_shares_pkey" PRIMARY KEY ("account_id","plan_id","user_id","product_id")
);

CREATE INDEX "billing_plans_account_id_status_id_idx" ON "billing_plans"("account_id", "status", "id");

CREATE INDEX "billing_plans_account_id_undoes_plan_id_idx" ON "billing_plans"("account_id", "undoes_plan_id");

CREATE UNIQUE INDEX "billing_turns_account_id_user_id_month_key" ON "billing_turns"("account_id", "user_id", "month");

CREATE INDEX "billing_agreements_account_id_plan_id_company_id_idx" ON "billing_agreements"("account_id", "plan_id", "company_id");

CREATE INDEX "billing_lines_account_id_plan_id_id_idx" ON "billing_lines"("account_id", "plan_id", "id");

CREATE INDEX "billing_lines_account_id_plan_id_state_agreement_id_id_idx" ON "billing_lines"("account_id", "plan_id", "state", "agreement_id", "id");

CREATE INDEX "billing_lines_account_id_agreement_id_catalog_item_id_id_idx" ON "billing_lines"("account_id", "agreement_id", "catalog_item_id", "id");

CREATE INDEX "billing_lines_account_id_undoes_line_id_idx" ON "billing_lines"("account_id", "undoes_line_id");

CREATE INDEX "billing_shares_account_id_line_id_idx" ON "billing_shares"("account_id", "line_id");

CREATE INDEX "billing_shares_account_id_user_id_product_id_plan_id_idx" ON "billing_shares"("account_id", "user_id", "product_id", "plan_id");

ALTER TABLE "billing_settings" ADD CONSTRAINT "billing_settings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_settings" ADD CONSTRAINT "billing_settings_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_overrides" ADD CONSTRAINT "billing_overrides_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_overrides" ADD CONSTRAINT "billing_overrides_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_overrides" ADD CONSTRAINT "billing_overrides_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_plans" ADD CONSTRAINT "billing_plans_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_plans" ADD CONSTRAINT "billing_plans_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_plans" ADD CONSTRAINT "billing_plans_account_id_undoes_plan_id_fkey" FOREIGN KEY ("account_id", "undoes_plan_id") REFERENCES "billing_plans"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_turns" ADD CONSTRAINT "billing_turns_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_turns" ADD CONSTRAINT "billing_turns_account_id_plan_id_fkey" FOREIGN KEY ("account_id", "plan_id") REFERENCES "billing_plans"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_turns" ADD CONSTRAINT "billing_turns_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_agreements" ADD CONSTRAINT "billing_agreements_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_agreements" ADD CONSTRAINT "billing_agreements_account_id_plan_id_fkey" FOREIGN KEY ("account_id", "plan_id") REFERENCES "billing_plans"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_lines" ADD CONSTRAINT "billing_lines_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_lines" ADD CONSTRAINT "billing_lines_account_id_plan_id_fkey" FOREIGN KEY ("account_id", "plan_id") REFERENCES "billing_plans"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_lines" ADD CONSTRAINT "billing_lines_account_id_undoes_line_id_fkey" FOREIGN KEY ("account_id", "undoes_line_id") REFERENCES "billing_lines"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_shares" ADD CONSTRAINT "billing_shares_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_shares" ADD CONSTRAINT "billing_shares_account_id_plan_id_fkey" FOREIGN KEY ("account_id", "plan_id") REFERENCES "billing_plans"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_shares" ADD CONSTRAINT "billing_shares_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_shares" ADD CONSTRAINT "billing_shares_account_id_product_id_fkey" FOREIGN KEY ("account_id", "product_id") REFERENCES "products"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "billing_shares" ADD CONSTRAINT "billing_shares_account_id_line_id_fkey" FOREIGN KEY ("account_id", "line_id") REFERENCES "billing_lines"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "billing_settings"
    ADD CONSTRAINT "billing_settings_days_check" CHECK ("make_up_days" BETWEEN 1 AND 28 AND "expiry_days" BETWEEN 1 AND 365);
ALTER TABLE "billing_plans"
    ADD CONSTRAINT "billing_plans_kind_check" CHECK ("kind" IN ('SCHEDULED', 'ON_DEMAND', 'UNDO')),
    ADD CONSTRAINT "billing_plans_status_check"
        CHECK ("status" IN ('PLANNING', 'OPEN', 'DONE', 'DISCARDED', 'EXPIRED', 'FAILED', 'MISSED')),
    ADD CONSTRAINT "billing_plans_month_check" CHECK (("kind" = 'SCHEDULED') = ("month" IS NOT NULL)),
    ADD CONSTRAINT "billing_plans_undo_check" CHECK (("kind" = 'UNDO') = ("undoes_plan_id" IS NOT NULL));
ALTER TABLE "billing_lines"
    ADD CONSTRAINT "billing_lines_write_check" CHECK ("write" IN ('CREATE', 'UPDATE')),
    ADD CONSTRAINT "billing_lines_action_check" CHECK ("action" IN ('UPDATE', 'CREATE', 'NONE', 'SKIP', 'HOLD')),
    ADD CONSTRAINT "billing_lines_state_check" CHECK ("state" IN
        ('PENDING', 'APPROVED', 'WRITING', 'APPLIED', 'CONFLICT', 'FAILED', 'UNCLEAR', 'REJECTED', 'NOTHING')),
    ADD CONSTRAINT "billing_lines_lists_check" CHECK ("holds" IS NOT NULL AND "seen_ids" IS NOT NULL),
    ADD CONSTRAINT "billing_lines_intended_check" CHECK (("state" = 'WRITING') <= ("intended_at" IS NOT NULL)),
    -- Only what names its place in ConnectWise can be written.
    ADD CONSTRAINT "billing_lines_place_check" CHECK ("write" IS NULL OR "agreement_id" IS NOT NULL
        AND "catalog_item_id" IS NOT NULL AND "after_quantity" IS NOT NULL AND ("write" = 'UPDATE') = ("before_quantity" IS NOT NULL));

-- What waits to be written, and what nobody knows of yet.
CREATE INDEX "billing_lines_to_write_idx" ON "billing_lines"("account_id", "plan_id", "agreement_id", "id")
    WHERE "state" IN ('APPROVED', 'WRITING');
-- One plan at a time takes another one back.
CREATE UNIQUE INDEX "billing_plans_one_undo_key" ON "billing_plans"("account_id", "undoes_plan_id")
    WHERE "kind" = 'UNDO' AND "status" IN ('PLANNING', 'OPEN');

ALTER TABLE "billing_settings" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "billing_settings_of_account" ON "billing_settings" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "billing_settings" TO psa_app;
ALTER TABLE "billing_overrides" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "billing_overrides_of_account" ON "billing_overrides" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "billing_overrides" TO psa_app;
-- Plans are proof of what was billed: nothing of them is deleted by the application.
ALTER TABLE "billing_plans" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "billing_plans_of_account" ON "billing_plans" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "billing_plans" TO psa_app;
ALTER TABLE "billing_turns" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "billing_turns_of_account" ON "billing_turns" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "billing_turns" TO psa_app;
ALTER TABLE "billing_agreements" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "billing_agreements_of_account" ON "billing_agreements" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "billing_agreements" TO psa_app;
ALTER TABLE "billing_lines" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "billing_lines_of_account" ON "billing_lines" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "billing_lines" TO psa_app;
ALTER TABLE "billing_shares" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "billing_shares_of_account" ON "billing_shares" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON "billing_shares" TO psa_app;

-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TABLE "products" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "decimals" SMALLINT NOT NULL,
    "period_rule" TEXT NOT NULL DEFAULT 'LAST',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "products_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "usage_days" (
    "account_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "product_id" UUID NOT NULL,
    "used" DECIMAL(18,6),
    "purchased" DECIMAL(18,6),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usage_days_pkey" PRIMARY KEY ("account_id","user_id","day","product_id")
);

CREATE INDEX "products_account_id_code_id_idx" ON "products"("account_id", "code", "id");

CREATE UNIQUE INDEX "products_account_id_source_id_code_key" ON "products"("account_id", "source_id", "code");

CREATE INDEX "usage_days_account_id_day_user_id_product_id_idx" ON "usage_days"("account_id", "day", "user_id", "product_id");

CREATE INDEX "usage_days_account_id_product_id_day_user_id_idx" ON "usage_days"("account_id", "product_id", "day", "user_id");

ALTER TABLE "products" ADD CONSTRAINT "products_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "products" ADD CONSTRAINT "products_account_id_source_id_fkey" FOREIGN KEY ("account_id", "source_id") REFERENCES "sources"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_account_id_product_id_fkey" FOREIGN KEY ("account_id", "product_id") REFERENCES "products"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "products"
    ADD CONSTRAINT "products_decimals_check" CHECK ("decimals" BETWEEN 0 AND 6),
    ADD CONSTRAINT "products_period_rule_check" CHECK ("period_rule" IN ('LAST', 'MAXIMUM', 'AVERAGE', 'SUM'));
-- NaN is greater than every number, so it is refused as well.
ALTER TABLE "usage_days"
    ADD CONSTRAINT "usage_days_used_check" CHECK ("used" >= 0 AND "used" < 1000000000000),
    ADD CONSTRAINT "usage_days_purchased_check" CHECK ("purchased" >= 0 AND "purchased" < 1000000000000),
    ADD CONSTRAINT "usage_days_told_check" CHECK ("used" IS NOT NULL OR "purchased" IS NOT NULL);

ALTER TABLE "products" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "products_of_account" ON "products" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "products" TO psa_app;
ALTER TABLE "usage_days" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "usage_days_of_account" ON "usage_days" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "usage_days" TO psa_app;

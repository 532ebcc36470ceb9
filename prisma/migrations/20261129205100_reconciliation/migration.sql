-- Part 1: the table, as Prisma derives it from schema.prisma.

CREATE TABLE "reconciliation_rows" (
    "account_id" UUID NOT NULL,
    "agreement_id" INTEGER NOT NULL,
    "catalog_item_id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "addition_id" INTEGER,
    "quantity" DECIMAL(40,15),
    "line_quantity" DECIMAL(40,15) NOT NULL,
    "found_quantity" DECIMAL(40,15),
    "found_cancelled_on" DATE,
    "state" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reconciliation_rows_pkey" PRIMARY KEY ("account_id","agreement_id","catalog_item_id","user_id","product_id")
);

CREATE INDEX "reconciliation_rows_account_id_state_agreement_id_catalog_i_idx" ON "reconciliation_rows"("account_id", "state", "agreement_id", "catalog_item_id", "user_id", "product_id");

CREATE INDEX "reconciliation_rows_account_id_user_id_product_id_idx" ON "reconciliation_rows"("account_id", "user_id", "product_id");

CREATE INDEX "reconciliation_rows_account_id_product_id_agreement_id_cata_idx" ON "reconciliation_rows"("account_id", "product_id", "agreement_id", "catalog_item_id", "user_id");

CREATE INDEX "reconciliation_rows_account_id_line_id_idx" ON "reconciliation_rows"("account_id", "line_id");

ALTER TABLE "reconciliation_rows" ADD CONSTRAINT "reconciliation_rows_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reconciliation_rows" ADD CONSTRAINT "reconciliation_rows_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reconciliation_rows" ADD CONSTRAINT "reconciliation_rows_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reconciliation_rows" ADD CONSTRAINT "reconciliation_rows_account_id_product_id_fkey" FOREIGN KEY ("account_id", "product_id") REFERENCES "products"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reconciliation_rows" ADD CONSTRAINT "reconciliation_rows_account_id_line_id_fkey" FOREIGN KEY ("account_id", "line_id") REFERENCES "billing_lines"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "reconciliation_rows"
    ADD CONSTRAINT "reconciliation_rows_state_check" CHECK ("state" IN ('MATCHES', 'DIFFERS', 'ENDED', 'GONE'));

ALTER TABLE "reconciliation_rows" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "reconciliation_rows_of_account" ON "reconciliation_rows" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "reconciliation_rows" TO psa_app;

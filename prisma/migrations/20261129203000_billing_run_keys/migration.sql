-- Part 1: what was added, as Prisma derives it from schema.prisma.

ALTER TABLE "billing_plans" ADD COLUMN     "idempotency_key" TEXT,
ADD COLUMN     "request_digest" TEXT;

CREATE INDEX "billing_plans_account_id_kind_id_idx" ON "billing_plans"("account_id", "kind", "id");

CREATE UNIQUE INDEX "billing_plans_account_id_idempotency_key_key" ON "billing_plans"("account_id", "idempotency_key");

-- Part 2: what Prisma cannot say.

ALTER TABLE "billing_plans"
    ADD CONSTRAINT "billing_plans_key_check" CHECK (("idempotency_key" IS NULL) = ("request_digest" IS NULL));

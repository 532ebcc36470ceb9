-- Part 1: the tables, as Prisma derives them from schema.prisma.

ALTER TABLE "companies" ADD COLUMN "default_contact_id" INTEGER;

CREATE TABLE "drifts" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "mapping_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "connect_wise_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'OPEN',
    "before_identifier" TEXT NOT NULL,
    "before_name" TEXT,
    "before_status" TEXT,
    "after_identifier" TEXT,
    "after_name" TEXT,
    "after_status" TEXT,
    "survivor_connect_wise_id" INTEGER,
    "survivor_identifier" TEXT,
    "survivor_name" TEXT,
    "survivor_status" TEXT,
    "survivor_reasons" TEXT[],
    "is_survivor_askable" BOOLEAN NOT NULL DEFAULT false,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_kind" "actor_kind",
    "closed_by_id" UUID,
    "closed_by_name" TEXT,

    CONSTRAINT "drifts_pkey" PRIMARY KEY ("account_id","id")
);

CREATE INDEX "drifts_account_id_status_id_idx" ON "drifts"("account_id", "status", "id");
CREATE INDEX "drifts_account_id_kind_id_idx" ON "drifts"("account_id", "kind", "id");
CREATE INDEX "drifts_account_id_mapping_id_id_idx" ON "drifts"("account_id", "mapping_id", "id");
CREATE INDEX "drifts_account_id_user_id_id_idx" ON "drifts"("account_id", "user_id", "id");

ALTER TABLE "drifts" ADD CONSTRAINT "drifts_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "drifts" ADD CONSTRAINT "drifts_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "drifts" ADD CONSTRAINT "drifts_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "drifts"
    ADD CONSTRAINT "drifts_survivor_reasons_check" CHECK ("survivor_reasons" IS NOT NULL),
    ADD CONSTRAINT "drifts_status_check" CHECK ("status" IN ('OPEN', 'RESOLVED', 'REMAPPED', 'IGNORED')),
    ADD CONSTRAINT "drifts_closed_check" CHECK (("closed_at" IS NULL) = ("status" = 'OPEN'));

-- A company that changes once more changes what is open; it never opens the same twice.
CREATE UNIQUE INDEX "drifts_one_open_key" ON "drifts"("account_id", "mapping_id", "kind") WHERE "status" = 'OPEN';
-- What is left to ask ConnectWise for; nearly always nothing.
CREATE INDEX "drifts_askable_idx" ON "drifts"("account_id", "mapping_id") WHERE "status" = 'OPEN' AND "is_survivor_askable";

ALTER TABLE "drifts" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "drifts_of_account" ON "drifts" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "drifts" TO psa_app;

-- Mappings change in several ways, one by one and in bulk; this is the one place that none of them can pass by. What
-- was open concerned the company that the user is not mapped to any more.
CREATE FUNCTION close_drifts_of_mapping() RETURNS TRIGGER
    LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "drifts" SET "status" = 'REMAPPED', "closed_at" = now()
    WHERE "account_id" = OLD."account_id" AND "mapping_id" = OLD."id" AND "status" = 'OPEN';
    RETURN NULL;
END;
$$;
CREATE TRIGGER "mappings_remapped" AFTER UPDATE OF "connect_wise_id", "instance_id" ON "mappings"
    FOR EACH ROW WHEN (ROW(OLD."instance_id", OLD."connect_wise_id") IS DISTINCT FROM ROW(NEW."instance_id", NEW."connect_wise_id"))
    EXECUTE FUNCTION close_drifts_of_mapping();
CREATE TRIGGER "mappings_unmapped" AFTER DELETE ON "mappings"
    FOR EACH ROW EXECUTE FUNCTION close_drifts_of_mapping();

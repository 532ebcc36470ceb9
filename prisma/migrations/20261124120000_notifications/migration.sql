-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TABLE "notifications" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "user_id" UUID,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "occurrences" INTEGER NOT NULL DEFAULT 1,
    "is_open" BOOLEAN NOT NULL DEFAULT true,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "resolution" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "told_revision" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'WAITING',
    "hold" TEXT,
    "failure_code" TEXT,
    "failure_message" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "ticket_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "tickets" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "user_id" UUID,
    "company_id" INTEGER NOT NULL,
    "connect_wise_id" INTEGER,
    "reference" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'PLANNED',
    "board_id" INTEGER,
    "status_id" INTEGER,
    "status_name" TEXT,
    "is_taken_over" BOOLEAN NOT NULL DEFAULT false,
    "intent" JSONB,
    "opened_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tickets_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "ticketing_settings" (
    "account_id" UUID NOT NULL,
    "is_enabled" BOOLEAN NOT NULL,
    "own_company_id" INTEGER,
    "template" JSONB NOT NULL,
    "closes_tickets" BOOLEAN NOT NULL,
    "closes_taken_over" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ticketing_settings_pkey" PRIMARY KEY ("account_id")
);

CREATE INDEX "notifications_account_id_state_id_idx" ON "notifications"("account_id", "state", "id");

CREATE INDEX "notifications_account_id_severity_id_idx" ON "notifications"("account_id", "severity", "id");

CREATE INDEX "notifications_account_id_kind_id_idx" ON "notifications"("account_id", "kind", "id");

CREATE INDEX "notifications_account_id_user_id_id_idx" ON "notifications"("account_id", "user_id", "id");

CREATE INDEX "notifications_account_id_ticket_id_idx" ON "notifications"("account_id", "ticket_id");

CREATE UNIQUE INDEX "notifications_account_id_source_id_key_key" ON "notifications"("account_id", "source_id", "key");

CREATE INDEX "tickets_account_id_instance_id_connect_wise_id_idx" ON "tickets"("account_id", "instance_id", "connect_wise_id");

CREATE INDEX "tickets_account_id_user_id_id_idx" ON "tickets"("account_id", "user_id", "id");

CREATE UNIQUE INDEX "tickets_account_id_reference_key" ON "tickets"("account_id", "reference");

ALTER TABLE "notifications" ADD CONSTRAINT "notifications_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "notifications" ADD CONSTRAINT "notifications_account_id_source_id_fkey" FOREIGN KEY ("account_id", "source_id") REFERENCES "sources"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "notifications" ADD CONSTRAINT "notifications_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "notifications" ADD CONSTRAINT "notifications_account_id_ticket_id_fkey" FOREIGN KEY ("account_id", "ticket_id") REFERENCES "tickets"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "tickets" ADD CONSTRAINT "tickets_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "tickets" ADD CONSTRAINT "tickets_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "tickets" ADD CONSTRAINT "tickets_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ticketing_settings" ADD CONSTRAINT "ticketing_settings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "notifications"
    ADD CONSTRAINT "notifications_severity_check" CHECK ("severity" IN ('ACTION_REQUIRED', 'WARNING', 'INFORMATION')),
    ADD CONSTRAINT "notifications_state_check" CHECK ("state" IN ('WAITING', 'HELD', 'SENT', 'FAILED', 'RESOLVED')),
    ADD CONSTRAINT "notifications_open_check" CHECK (("state" = 'RESOLVED') = NOT "is_open"),
    ADD CONSTRAINT "notifications_hold_check" CHECK (("hold" IS NOT NULL) = ("state" = 'HELD')),
    ADD CONSTRAINT "notifications_failure_check" CHECK ("state" <> 'FAILED' OR "failure_code" IS NOT NULL),
    ADD CONSTRAINT "notifications_resolved_check" CHECK ("is_open" = ("resolved_at" IS NULL) AND "is_open" = ("resolved_by" IS NULL)),
    ADD CONSTRAINT "notifications_told_check" CHECK ("told_revision" BETWEEN 0 AND "revision");
ALTER TABLE "tickets"
    ADD CONSTRAINT "tickets_state_check" CHECK ("state" IN ('PLANNED', 'OPEN', 'CLOSED', 'GONE')),
    ADD CONSTRAINT "tickets_number_check" CHECK ("state" = 'PLANNED' OR "connect_wise_id" IS NOT NULL);

-- What is to be delivered, in its order; of most notifications nothing is.
CREATE INDEX "notifications_due_idx" ON "notifications"("account_id", "due_at", "id") WHERE "due_at" IS NOT NULL;
CREATE INDEX "notifications_held_idx" ON "notifications"("account_id", "user_id") WHERE "state" = 'HELD';

ALTER TABLE "notifications" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "notifications_of_account" ON "notifications" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "notifications" TO psa_app;
ALTER TABLE "tickets" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tickets_of_account" ON "tickets" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "tickets" TO psa_app;
ALTER TABLE "ticketing_settings" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "ticketing_settings_of_account" ON "ticketing_settings" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "ticketing_settings" TO psa_app;

-- A user's mapping changes in many ways, and the user itself in some; this is the one place that none of them can pass
-- by. What was held for the user is looked at again. At the end of the transaction, because waking has to come last.
CREATE FUNCTION stir_held_notifications() RETURNS TRIGGER
    LANGUAGE plpgsql AS $$
DECLARE
    changed RECORD := coalesce(NEW, OLD);
    stirred UUID := CASE TG_TABLE_NAME WHEN 'mappings' THEN (to_jsonb(changed) ->> 'user_id')::uuid ELSE changed.id END;
BEGIN
    UPDATE "notifications" SET "due_at" = now()
    WHERE "account_id" = changed.account_id AND "user_id" = stirred AND "state" = 'HELD' AND "due_at" IS NULL;
    IF FOUND THEN
        PERFORM wake_work(changed.account_id, 'TICKETS', NULL);
    END IF;
    RETURN NULL;
END;
$$;
CREATE CONSTRAINT TRIGGER "mappings_stir_notifications" AFTER INSERT OR UPDATE OR DELETE ON "mappings"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stir_held_notifications();
CREATE CONSTRAINT TRIGGER "users_stir_notifications" AFTER UPDATE OF "status" ON "users"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stir_held_notifications();

-- Part 1: the columns and tables, as Prisma derives them from schema.prisma.

ALTER TABLE "tickets" ADD COLUMN "actual_hours" DOUBLE PRECISION,
ADD COLUMN "owner_id" INTEGER,
ADD COLUMN "resources" TEXT,
ADD COLUMN "seen_at" TIMESTAMPTZ(3);

CREATE TABLE "ticket_watches" (
    "account_id" UUID NOT NULL,
    "instance_id" UUID,
    "path_hash" BYTEA,
    "path_salt" BYTEA,
    "path_key_id" TEXT,
    "boards" INTEGER[],
    "check_at" TIMESTAMPTZ(3),
    "obstacle" TEXT,
    "repaired_at" TIMESTAMPTZ(3),
    "last_callback_at" TIMESTAMPTZ(3),
    "poll" JSONB,
    "poll_at" TIMESTAMPTZ(3),
    "polled_at" TIMESTAMPTZ(3),
    "compared_at" TIMESTAMPTZ(3),
    "changed_until" TIMESTAMPTZ(3),
    "read_after" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_watches_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "ticket_callbacks" (
    "account_id" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "record_id" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_callbacks_pkey" PRIMARY KEY ("account_id","message_id")
);

CREATE UNIQUE INDEX "ticket_watches_path_hash_key" ON "ticket_watches"("path_hash");

CREATE INDEX "ticket_callbacks_account_id_received_at_idx" ON "ticket_callbacks"("account_id", "received_at");

ALTER TABLE "ticket_watches" ADD CONSTRAINT "ticket_watches_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ticket_callbacks" ADD CONSTRAINT "ticket_callbacks_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "ticket_watches"
    ADD CONSTRAINT "ticket_watches_path_check" CHECK (octet_length("path_hash") = 32
        AND ("path_hash" IS NULL) = ("path_salt" IS NULL) AND ("path_hash" IS NULL) = ("path_key_id" IS NULL)),
    ADD CONSTRAINT "ticket_watches_obstacle_check" CHECK ("obstacle" IN ('NOT_PERMITTED', 'REFUSED', 'UNREACHABLE'));

-- The few hints that nobody has followed yet, and the tickets that are read again and again.
CREATE INDEX "ticket_callbacks_waiting_idx" ON "ticket_callbacks"("account_id", "received_at") WHERE "handled_at" IS NULL;
CREATE INDEX "tickets_open_idx" ON "tickets"("account_id", "instance_id", "connect_wise_id") WHERE "state" = 'OPEN';
CREATE INDEX "tickets_closed_idx" ON "tickets"("account_id", "instance_id", "closed_at") WHERE "state" = 'CLOSED';

ALTER TABLE "ticket_watches" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "ticket_watches_of_account" ON "ticket_watches" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "ticket_watches" TO psa_app;
ALTER TABLE "ticket_callbacks" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "ticket_callbacks_of_account" ON "ticket_callbacks" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "ticket_callbacks" TO psa_app;

-- Whoever calls names the account by a part of the address alone: of the rows only that one can be seen.
CREATE POLICY "ticket_watches_by_hash" ON "ticket_watches" FOR SELECT TO psa_system
    USING ("path_hash" = (SELECT decode(nullif(current_setting('app.token_hash', true), ''), 'hex')));
GRANT SELECT ("account_id", "path_hash") ON "ticket_watches" TO psa_system;

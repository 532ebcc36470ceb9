-- Part 1: the tables, as Prisma derives them from schema.prisma.

-- The time of appending, which happens under the account's lock, and not of the transaction's start: times follow positions.
ALTER TABLE "events" ALTER COLUMN "occurred_at" SET DEFAULT clock_timestamp();

CREATE INDEX "events_account_id_occurred_at_position_idx" ON "events"("account_id", "occurred_at", "position");

-- Part 2: what Prisma cannot say.

-- Events are kept for 30 days, whatever a statement says.
GRANT DELETE ON "events" TO psa_app;
CREATE POLICY "events_old_enough" ON "events" AS RESTRICTIVE FOR DELETE TO psa_app
    USING ("occurred_at" < now() - interval '30 days');

-- Part 1: the columns, as Prisma derives them from schema.prisma.

ALTER TABLE "tickets" ADD COLUMN "group_key" TEXT;

ALTER TABLE "ticketing_settings" ADD COLUMN "grouping_minutes" INTEGER,
ADD COLUMN "quiet_days" INTEGER NOT NULL DEFAULT 7,
ADD COLUMN "reopen_days" INTEGER NOT NULL DEFAULT 7;

-- Part 2: what Prisma cannot say.

ALTER TABLE "ticketing_settings"
    ADD CONSTRAINT "ticketing_settings_days_check" CHECK ("reopen_days" BETWEEN 0 AND 365 AND "quiet_days" BETWEEN 0 AND 365),
    ADD CONSTRAINT "ticketing_settings_grouping_check" CHECK ("grouping_minutes" BETWEEN 1 AND 10080);

-- The few tickets that may still take something in.
CREATE INDEX "tickets_group_idx" ON "tickets"("account_id", "group_key") WHERE "group_key" IS NOT NULL AND "state" IN ('PLANNED', 'OPEN');

-- Part 1: as Prisma derives it.

ALTER TABLE "billing_settings" ADD COLUMN     "settled_until" TIMESTAMPTZ(3);

-- Part 1: the column, as Prisma derives it from schema.prisma.

ALTER TABLE "spam_deliveries" ADD COLUMN "unclear_tries" INTEGER NOT NULL DEFAULT 0;

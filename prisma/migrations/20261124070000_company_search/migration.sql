-- Part 1: the tables, as Prisma derives them from schema.prisma.

ALTER TABLE "company_mirrors" ADD COLUMN "newest_change" TIMESTAMPTZ(3);

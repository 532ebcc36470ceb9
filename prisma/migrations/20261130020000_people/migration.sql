-- Part 1: columns, as Prisma derives them from schema.prisma.

ALTER TABLE "jobs" ADD COLUMN "actor_subject" TEXT;
ALTER TABLE "audit_events" ADD COLUMN "actor_subject" TEXT;
ALTER TABLE "billing_plans" ADD COLUMN "actor_subject" TEXT;

-- Part 2: what Prisma cannot say.

-- A person may hold roles in several accounts and is shown them as they are.
GRANT SELECT ("time_zone", "version") ON "accounts" TO psa_system;

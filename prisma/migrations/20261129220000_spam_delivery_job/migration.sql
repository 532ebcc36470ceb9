-- Part 1: the value, as Prisma derives it from schema.prisma.

ALTER TYPE "job_kind" ADD VALUE 'SPAM_DELIVERY';

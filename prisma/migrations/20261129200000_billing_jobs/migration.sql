-- Part 1: the values, as Prisma derives them from schema.prisma.

ALTER TYPE "job_kind" ADD VALUE 'BILLING_PLAN';
ALTER TYPE "job_kind" ADD VALUE 'BILLING_APPLY';

-- Part 1: indexes, as Prisma derives them from schema.prisma.

CREATE INDEX "spam_deliveries_account_id_route_id_idx" ON "spam_deliveries"("account_id", "route", "id");

CREATE INDEX "spam_deliveries_account_id_job_id_id_idx" ON "spam_deliveries"("account_id", "job_id", "id");

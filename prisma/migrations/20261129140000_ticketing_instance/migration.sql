-- Part 1: the columns, as Prisma derives them from schema.prisma.

ALTER TABLE "ticket_overrides" ADD COLUMN "instance_id" UUID;

ALTER TABLE "ticketing_settings" ADD COLUMN "held_days" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN "instance_id" UUID;

ALTER TABLE "ticketing_settings" ADD CONSTRAINT "ticketing_settings_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ticket_overrides" ADD CONSTRAINT "ticket_overrides_account_id_instance_id_fkey" FOREIGN KEY ("account_id", "instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "ticketing_settings" ADD CONSTRAINT "ticketing_settings_held_check" CHECK ("held_days" BETWEEN 1 AND 365);

-- What was saved before was meant for the ConnectWise that is set up.
UPDATE "ticketing_settings" t SET "instance_id" = i."instance_id" FROM "integration_settings" i WHERE i."account_id" = t."account_id";
UPDATE "ticket_overrides" t SET "instance_id" = i."instance_id" FROM "integration_settings" i WHERE i."account_id" = t."account_id";

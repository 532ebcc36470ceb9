-- Part 1: as Prisma derives it from schema.prisma.

ALTER TABLE "spam_settings" ADD COLUMN "login_instance_id" UUID;

ALTER TABLE "spam_settings" ADD CONSTRAINT "spam_settings_account_id_login_instance_id_fkey" FOREIGN KEY ("account_id", "login_instance_id") REFERENCES "connect_wise_instances"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "spam_settings"
    -- A password never goes to another ConnectWise than the one it was entered for.
    ADD CONSTRAINT "spam_settings_login_instance_check" CHECK (("login_name" IS NULL) = ("login_instance_id" IS NULL));

-- Turning the sealing key reaches every account, and so does dropping what nobody can open any more.
CREATE POLICY "spam_settings_sealed" ON "spam_settings" TO psa_system USING (true);
GRANT SELECT ("account_id", "login_password_sealed", "version") ON "spam_settings" TO psa_system;
GRANT UPDATE ("login_name", "login_password_sealed", "login_instance_id", "login_changed_at", "version", "updated_at")
    ON "spam_settings" TO psa_system;

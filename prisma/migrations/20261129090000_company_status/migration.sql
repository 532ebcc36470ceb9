CREATE INDEX "companies_account_id_instance_id_status_idx" ON "companies"("account_id", "instance_id", "status");

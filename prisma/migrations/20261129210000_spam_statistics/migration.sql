-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TABLE "spam_domains" (
    "account_id" UUID NOT NULL,
    "id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,

    CONSTRAINT "spam_domains_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "spam_days" (
    "account_id" UUID NOT NULL,
    "domain_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "total_messages" BIGINT NOT NULL,
    "account_messages" BIGINT NOT NULL,
    "spam" BIGINT NOT NULL,
    "phishing" BIGINT NOT NULL,
    "viruses" BIGINT NOT NULL,

    CONSTRAINT "spam_days_pkey" PRIMARY KEY ("account_id","domain_id","day")
);

CREATE TABLE "spam_totals" (
    "account_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "total_messages" BIGINT NOT NULL,
    "account_messages" BIGINT NOT NULL,
    "spam" BIGINT NOT NULL,
    "phishing" BIGINT NOT NULL,
    "viruses" BIGINT NOT NULL,

    CONSTRAINT "spam_totals_pkey" PRIMARY KEY ("account_id","source_id","day")
);

CREATE INDEX "spam_domains_account_id_domain_idx" ON "spam_domains"("account_id", "domain");

CREATE INDEX "spam_days_account_id_day_idx" ON "spam_days"("account_id", "day");

CREATE UNIQUE INDEX "spam_domains_account_id_user_id_domain_key" ON "spam_domains"("account_id", "user_id", "domain");

ALTER TABLE "spam_domains" ADD CONSTRAINT "spam_domains_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_domains" ADD CONSTRAINT "spam_domains_account_id_user_id_fkey" FOREIGN KEY ("account_id", "user_id") REFERENCES "users"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_days" ADD CONSTRAINT "spam_days_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_days" ADD CONSTRAINT "spam_days_account_id_domain_id_fkey" FOREIGN KEY ("account_id", "domain_id") REFERENCES "spam_domains"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_totals" ADD CONSTRAINT "spam_totals_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "spam_totals" ADD CONSTRAINT "spam_totals_account_id_source_id_fkey" FOREIGN KEY ("account_id", "source_id") REFERENCES "sources"("account_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "spam_days"
    ADD CONSTRAINT "spam_days_counts_check" CHECK ("total_messages" >= 0
        AND "account_messages" BETWEEN 0 AND "total_messages" AND "spam" BETWEEN 0 AND "total_messages"
        AND "phishing" BETWEEN 0 AND "total_messages" AND "viruses" BETWEEN 0 AND "total_messages");

ALTER TABLE "spam_domains" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "spam_domains_of_account" ON "spam_domains" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "spam_domains" TO psa_app;
ALTER TABLE "spam_days" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "spam_days_of_account" ON "spam_days" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "spam_days" TO psa_app;
ALTER TABLE "spam_totals" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "spam_totals_of_account" ON "spam_totals" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "spam_totals" TO psa_app;

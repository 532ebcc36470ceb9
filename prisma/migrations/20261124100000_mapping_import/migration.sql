-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TYPE "import_outcome" AS ENUM ('NOT_DONE', 'MAPPABLE', 'MAPPED', 'UNCHANGED', 'SKIPPED', 'REFUSED', 'NOT_WRITTEN');

CREATE TABLE "import_files" (
    "account_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "job_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_files_pkey" PRIMARY KEY ("account_id","id")
);

CREATE TABLE "import_rows" (
    "account_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "cells" JSONB NOT NULL,
    "is_readable" BOOLEAN NOT NULL,
    "outcome" "import_outcome" NOT NULL DEFAULT 'NOT_DONE',
    "code" TEXT,
    "message" TEXT,
    "user_id" UUID,
    "source_id" UUID,
    "mapping_id" UUID,
    "connect_wise_id" INTEGER,

    CONSTRAINT "import_rows_pkey" PRIMARY KEY ("account_id","file_id","row")
);

CREATE UNIQUE INDEX "import_files_account_id_job_id_key" ON "import_files"("account_id", "job_id");
CREATE INDEX "import_rows_account_id_file_id_user_id_idx" ON "import_rows"("account_id", "file_id", "user_id");
CREATE INDEX "import_rows_account_id_file_id_connect_wise_id_idx" ON "import_rows"("account_id", "file_id", "connect_wise_id");

ALTER TABLE "import_files" ADD CONSTRAINT "import_files_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "import_files" ADD CONSTRAINT "import_files_account_id_job_id_fkey" FOREIGN KEY ("account_id", "job_id") REFERENCES "jobs"("account_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_account_id_file_id_fkey" FOREIGN KEY ("account_id", "file_id") REFERENCES "import_files"("account_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

-- More rows than a file may have cannot be kept of one.
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_row_check" CHECK ("row" BETWEEN 1 AND 50000);

ALTER TABLE "import_files" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "import_files_of_account" ON "import_files" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_files" TO psa_app;

ALTER TABLE "import_rows" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "import_rows_of_account" ON "import_rows" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_rows" TO psa_app;

-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TABLE "matching_marks" (
    "account_id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "rules" INTEGER NOT NULL,
    "seen_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "matching_marks_pkey" PRIMARY KEY ("account_id")
);

ALTER TABLE "matching_marks" ADD CONSTRAINT "matching_marks_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "matching_marks"
    ADD CONSTRAINT "matching_marks_platform_check" CHECK ("account_id" <> '00000000-0000-0000-0000-000000000000');

-- Most changes of a company leave its keys alone, and then nothing is to be looked up. In the order of the keys the
-- rows of one statement meet on the pages of the index.
CREATE OR REPLACE FUNCTION "index_match_keys"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM public.company_match_keys k
    USING (SELECT *, unnest(match_keys) AS key FROM before WHERE NOT is_deleted AND missing_since IS NULL) b
    JOIN changed c ON c.account_id = b.account_id AND c.id = b.id
    WHERE k.account_id = b.account_id AND k.instance_id = b.instance_id AND k.key = b.key
      AND k.connect_wise_id = b.connect_wise_id
      AND (c.is_deleted OR c.missing_since IS NOT NULL OR NOT b.key = ANY (c.match_keys));
    INSERT INTO public.company_match_keys (account_id, instance_id, key, connect_wise_id)
    SELECT c.account_id, c.instance_id, unnest(c.match_keys) AS key, c.connect_wise_id
    FROM changed c JOIN before b ON b.account_id = c.account_id AND b.id = c.id
    WHERE NOT c.is_deleted AND c.missing_since IS NULL
      AND (b.is_deleted OR b.missing_since IS NOT NULL OR b.match_keys IS DISTINCT FROM c.match_keys)
    ORDER BY key
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION "add_match_keys"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.company_match_keys (account_id, instance_id, key, connect_wise_id)
    SELECT c.account_id, c.instance_id, unnest(c.match_keys) AS key, c.connect_wise_id FROM changed c
    WHERE NOT c.is_deleted AND c.missing_since IS NULL
    ORDER BY key
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

ALTER TABLE "matching_marks" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "matching_marks_of_account" ON "matching_marks" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "matching_marks" TO psa_app;

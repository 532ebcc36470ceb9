-- How fast each account calls ConnectWise, shared by all replicas.

CREATE TABLE "call_paces" (
    "account_id" UUID NOT NULL,
    "instance" TEXT NOT NULL,
    "interactive_leases" TIMESTAMPTZ(6)[],
    "background_leases" TIMESTAMPTZ(6)[],
    "interactive_starts" TIMESTAMPTZ(6)[],
    "background_starts" TIMESTAMPTZ(6)[],
    "not_before" TIMESTAMPTZ(6),
    "guesses" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "trial_at" TIMESTAMPTZ(6),
    "touched_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "call_paces_pkey" PRIMARY KEY ("account_id","instance")
);

ALTER TABLE "call_paces" ADD CONSTRAINT "call_paces_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "call_paces" ADD CONSTRAINT "call_paces_lists_check" CHECK (
    "interactive_leases" IS NOT NULL AND "background_leases" IS NOT NULL
    AND "interactive_starts" IS NOT NULL AND "background_starts" IS NOT NULL);

-- Every call changes its row twice; room in each page keeps those changes away from the index.
ALTER TABLE "call_paces" SET (fillfactor = 50);

ALTER TABLE "call_paces" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "call_paces_of_account" ON "call_paces" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "call_paces" TO psa_app;

-- May a call go out now? `go` takes a place until `lease`; `wait`, `limited` and `open` say for how long not, where 0
-- means until another call ends. The clock is read under the row's lock, so places are given in one order. A time
-- further ahead than it can have been set was set by a clock that has gone back since, and does not count.
CREATE FUNCTION "claim_call"(
    for_account UUID, for_instance TEXT, is_background BOOLEAN, most_in_flight INTEGER, most_a_second INTEGER,
    lease_length INTERVAL, failures_to_open INTEGER, trial_after INTERVAL, is_trial BOOLEAN,
    OUT verdict TEXT, OUT wait_ms DOUBLE PRECISION, OUT lease TIMESTAMPTZ, OUT is_the_trial BOOLEAN
) LANGUAGE plpgsql AS $$
DECLARE
    pace "call_paces";
    asked TIMESTAMPTZ;
    leases TIMESTAMPTZ[];
    starts TIMESTAMPTZ[];
    is_tripped BOOLEAN;
BEGIN
    LOOP
        SELECT * INTO pace FROM "call_paces" AS p
            WHERE p."account_id" = for_account AND p."instance" = for_instance FOR UPDATE;
        EXIT WHEN FOUND;
        -- Rows of instances that were only tried once go when the next one comes.
        DELETE FROM "call_paces" AS p
            WHERE p."account_id" = for_account AND p."touched_at" < clock_timestamp() - INTERVAL '2 days';
        INSERT INTO "call_paces" ("account_id", "instance", "interactive_leases", "background_leases",
                                  "interactive_starts", "background_starts", "touched_at")
            VALUES (for_account, for_instance, '{}', '{}', '{}', '{}', clock_timestamp())
            ON CONFLICT DO NOTHING;
    END LOOP;

    asked := clock_timestamp();
    leases := CASE WHEN is_background THEN pace."background_leases" ELSE pace."interactive_leases" END;
    starts := CASE WHEN is_background THEN pace."background_starts" ELSE pace."interactive_starts" END;
    leases := ARRAY(SELECT l FROM unnest(leases) AS l WHERE l > asked AND l <= asked + INTERVAL '2 minutes');
    starts := ARRAY(SELECT s FROM unnest(starts) AS s WHERE s > asked - INTERVAL '1 second' AND s <= asked ORDER BY s);
    is_tripped := coalesce(pace."failures" >= failures_to_open, false);

    wait_ms := 0;
    IF pace."not_before" > asked AND pace."not_before" <= asked + INTERVAL '1 day' THEN
        verdict := 'limited';
        wait_ms := extract(epoch FROM pace."not_before" - asked) * 1000;
    ELSIF is_tripped AND pace."trial_at" > asked AND pace."trial_at" <= asked + trial_after THEN
        verdict := 'open';
        wait_ms := extract(epoch FROM pace."trial_at" - asked) * 1000;
    ELSIF cardinality(starts) >= most_a_second THEN
        verdict := 'wait';
        wait_ms := extract(epoch FROM starts[cardinality(starts) - most_a_second + 1] + INTERVAL '1 second' - asked) * 1000;
    ELSIF cardinality(leases) >= most_in_flight THEN
        verdict := 'wait';
    ELSE
        verdict := 'go';
        is_the_trial := is_tripped AND is_trial;
        lease := asked + lease_length;
        leases := leases || lease;
        starts := starts || asked;
        UPDATE "call_paces" AS p SET
            "interactive_leases" = CASE WHEN is_background THEN p."interactive_leases" ELSE leases END,
            "interactive_starts" = CASE WHEN is_background THEN p."interactive_starts" ELSE starts END,
            "background_leases" = CASE WHEN is_background THEN leases ELSE p."background_leases" END,
            "background_starts" = CASE WHEN is_background THEN starts ELSE p."background_starts" END,
            -- The trial call is the only one until it is settled, or lost.
            "trial_at" = CASE WHEN is_the_trial THEN asked + trial_after ELSE p."trial_at" END,
            "touched_at" = asked
            WHERE p."account_id" = for_account AND p."instance" = for_instance;
    END IF;
END
$$;

-- What a call came to: `answered`, `outage`, `limited` or `unknown`. Gives its place back and answers the seconds until
-- calls may go out again. Without a time from ConnectWise the pause doubles with every refusal in a row.
CREATE FUNCTION "settle_call"(
    for_account UUID, for_instance TEXT, settled TIMESTAMPTZ, outcome TEXT, pause_seconds INTEGER, is_stated BOOLEAN,
    failures_to_open INTEGER, trial_after INTERVAL, longest_guess_seconds INTEGER
) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
    pace "call_paces";
    now_is TIMESTAMPTZ;
    is_paused BOOLEAN;
BEGIN
    SELECT * INTO pace FROM "call_paces" AS p
        WHERE p."account_id" = for_account AND p."instance" = for_instance FOR UPDATE;
    IF NOT FOUND THEN
        RETURN coalesce(pause_seconds, 0);
    END IF;
    now_is := clock_timestamp();
    is_paused := coalesce(pace."not_before" > now_is, false);

    IF outcome = 'limited' AND is_stated THEN
        pace."guesses" := 0;
        pace."not_before" := greatest(pace."not_before", now_is + pause_seconds * INTERVAL '1 second');
    ELSIF outcome = 'limited' AND NOT is_paused THEN
        -- Calls that were on their way together are one refusal, not several in a row.
        pace."not_before" := now_is + INTERVAL '1 second'
            * least(pause_seconds * power(2, least(pace."guesses", 20)), longest_guess_seconds);
        pace."guesses" := pace."guesses" + 1;
    ELSIF outcome = 'answered' AND NOT is_paused THEN
        -- An older call that comes back well says nothing about a pause that began meanwhile.
        pace."guesses" := 0;
    END IF;
    IF outcome = 'outage' THEN
        pace."failures" := pace."failures" + 1;
        IF pace."failures" >= failures_to_open THEN
            pace."trial_at" := now_is + trial_after;
        END IF;
    ELSIF outcome IN ('answered', 'limited') THEN
        pace."failures" := 0;
    END IF;

    UPDATE "call_paces" AS p SET
        "interactive_leases" = array_remove(p."interactive_leases", settled),
        "background_leases" = array_remove(p."background_leases", settled),
        "not_before" = pace."not_before",
        "guesses" = pace."guesses",
        "failures" = pace."failures",
        "trial_at" = pace."trial_at"
        WHERE p."account_id" = for_account AND p."instance" = for_instance;
    RETURN ceil(greatest(0, extract(epoch FROM coalesce(pace."not_before", now_is) - now_is)));
END
$$;

REVOKE ALL ON FUNCTION "claim_call", "settle_call" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "claim_call", "settle_call" TO psa_app;

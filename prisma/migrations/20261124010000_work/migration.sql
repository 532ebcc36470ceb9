-- Part 1: the tables, as Prisma derives them from schema.prisma.

CREATE TABLE "work" (
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "failed_at" TIMESTAMPTZ(3),
    "died_at" TIMESTAMPTZ(3),

    CONSTRAINT "work_pkey" PRIMARY KEY ("account_id","kind")
);

CREATE TABLE "workers" (
    "id" TEXT NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "work" ADD CONSTRAINT "work_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Part 2: what Prisma cannot say.

ALTER TABLE "work"
    ADD CONSTRAINT "work_kind_check" CHECK ("kind" ~ '^[A-Z_]{1,64}$'),
    ADD CONSTRAINT "work_platform_check" CHECK ("account_id" <> '00000000-0000-0000-0000-000000000000');

-- Most rows rest most of the time, and the sweep asks every second.
CREATE INDEX "work_due_idx" ON "work"("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "work_started_idx" ON "work"("started_at") WHERE "started_at" IS NOT NULL;
CREATE INDEX "work_dead_idx" ON "work"("died_at") WHERE "died_at" IS NOT NULL;

-- psa_app sees what its account's work is up to, and changes it by the two functions below only.
ALTER TABLE "work" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "work_of_account" ON "work" TO psa_app
    USING ("account_id" = (SELECT nullif(current_setting('app.account', true), '')::uuid));
GRANT SELECT ON "work" TO psa_app;

-- psa_system: starts and ends slices of work, and keeps the workers' heartbeats.
CREATE POLICY "work_run" ON "work" TO psa_system USING (true);
GRANT SELECT, UPDATE ON "work" TO psa_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workers" TO psa_system;

-- graphile-worker makes the rest of its schema itself, one migration after the other, and runners that meet there take
-- turns by the primary key of this table. Only the making of the table would collide, so it happens here, under our lock.
CREATE SCHEMA IF NOT EXISTS "graphile_worker";
CREATE TABLE IF NOT EXISTS "graphile_worker"."migrations" (
    "id" INT PRIMARY KEY,
    "ts" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "breaking" BOOLEAN NOT NULL DEFAULT false
);

-- Wakes an account for a kind of work, not before a time (null: at once), in the transaction of whatever caused it.
-- Whoever wakes knows of something new, so tries that failed before count no more.
CREATE FUNCTION "wake_work"("account" UUID, "wanted" TEXT, "not_before" TIMESTAMPTZ) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF account IS DISTINCT FROM nullif(current_setting('app.account', true), '')::uuid THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = 'Only the account of the transaction can be woken.';
    END IF;
    INSERT INTO public.work AS w (account_id, kind, due_at) VALUES (account, wanted, coalesce(not_before, now()))
    ON CONFLICT (account_id, kind) DO UPDATE
        SET due_at = least(w.due_at, excluded.due_at), tries = 0, died_at = NULL;
END
$$;

-- Whether this attempt is still the one that counts; if so, it stays so until the transaction ends.
CREATE FUNCTION "holds_work"("account" UUID, "wanted" TEXT, "number" INTEGER) RETURNS BOOLEAN
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.work w
    WHERE w.account_id = account AND w.account_id = nullif(current_setting('app.account', true), '')::uuid
      AND w.kind = wanted AND w.attempt = number AND w.started_at IS NOT NULL
    FOR NO KEY UPDATE;
    RETURN FOUND;
END
$$;

-- Brings the queue in line with our rows, which are the truth. One worker at a time; the others only count.
CREATE FUNCTION "sweep_work"("kinds" TEXT[], "silence" INTERVAL, "sweeper" TEXT) RETURNS TABLE ("waiting" INTEGER, "dead" INTEGER)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    silent TEXT[];
BEGIN
    IF pg_try_advisory_xact_lock(72707371) THEN
        -- A heartbeat of tomorrow, or a silence of the very worker that asks: the clock was set, or everybody slept.
        -- Then all who are known have their time once more, and the dead among them lose theirs after that.
        UPDATE public.workers SET beat_at = now() WHERE beat_at > now() + interval '1 second' OR EXISTS (
            SELECT FROM public.workers me WHERE me.id = sweeper AND me.beat_at < now() - silence);

        -- Whatever is locked by a worker that is not known to be alive goes on elsewhere.
        DELETE FROM public.workers WHERE beat_at < now() - silence;
        SELECT array_agg(holder) INTO silent FROM (
            SELECT locked_by FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL
            UNION
            SELECT locked_by FROM graphile_worker._private_job_queues WHERE locked_by IS NOT NULL
        ) AS held (holder)
        WHERE NOT EXISTS (SELECT FROM public.workers WHERE id = split_part(holder, '/', 1));
        IF silent IS NOT NULL THEN
            PERFORM graphile_worker.force_unlock_workers(silent);
        END IF;

        -- The queue puts off what it could not end, for up to hours; when work is due is for our rows to say.
        UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL AND run_at > now();

        -- A worker that wakes late can complete a job that is another's by now; the other then never frees the queue.
        UPDATE graphile_worker._private_job_queues q SET locked_at = NULL, locked_by = NULL
        WHERE q.locked_at < now() - silence AND NOT EXISTS (
            SELECT FROM graphile_worker._private_jobs j WHERE j.job_queue_id = q.id AND j.locked_at IS NOT NULL);

        -- The queue locks every free account's row whenever it looks for a job, so accounts without jobs go. Nobody
        -- but the holder of this function's lock adds jobs: none can lose its account meanwhile.
        DELETE FROM graphile_worker._private_job_queues q
        WHERE q.locked_at IS NULL AND NOT EXISTS (
            SELECT FROM graphile_worker._private_jobs j WHERE j.job_queue_id = q.id);

        -- What is due, and what a worker that died had begun, gets a job unless it has one. The queue's own tries do
        -- not count: they would be used up by workers that die.
        PERFORM graphile_worker.add_jobs(array_agg(ROW(
            next.kind, json_build_object('accountId', next.account_id), next.account_id::text, next.run_at, 32767,
            next.key, NULL, NULL)::graphile_worker.job_spec))
        FROM (
            SELECT w.kind, w.account_id, coalesce(w.due_at, now()) AS run_at, w.account_id || ':' || w.kind AS key
            FROM public.work w
            JOIN public.accounts a ON a.id = w.account_id AND a.status = 'ACTIVE'
            WHERE w.kind = ANY (kinds) AND (w.due_at <= now() OR w.started_at IS NOT NULL) AND NOT EXISTS (
                SELECT FROM graphile_worker._private_jobs j WHERE j.key = w.account_id || ':' || w.kind)
            ORDER BY run_at
            LIMIT 200
        ) AS next
        HAVING count(*) > 0;
    END IF;
    RETURN QUERY SELECT
        (SELECT count(*)::int FROM graphile_worker._private_jobs j
         JOIN graphile_worker._private_tasks t ON t.id = j.task_id AND t.identifier = ANY (kinds) WHERE j.is_available),
        (SELECT count(*)::int FROM public.work WHERE died_at IS NOT NULL);
END
$$;

REVOKE ALL ON FUNCTION "wake_work", "holds_work", "sweep_work" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "wake_work", "holds_work" TO psa_app;
GRANT EXECUTE ON FUNCTION "sweep_work" TO psa_system;

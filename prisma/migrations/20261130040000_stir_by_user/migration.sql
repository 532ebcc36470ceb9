-- Part 2: what Prisma cannot say.

-- It runs once for each mapping of a bulk call, and writing the row as JSON to find its user took nearly half of its time.
CREATE OR REPLACE FUNCTION stir_held_notifications() RETURNS TRIGGER
    LANGUAGE plpgsql AS $$
DECLARE
    changed RECORD := coalesce(NEW, OLD);
    stirred UUID;
BEGIN
    IF TG_TABLE_NAME = 'mappings' THEN
        stirred := changed.user_id;
    ELSE
        stirred := changed.id;
    END IF;
    UPDATE "notifications" SET "due_at" = now()
    WHERE "account_id" = changed.account_id AND "user_id" = stirred
        AND ("hold" IS NOT NULL AND "due_at" IS NULL OR "state" = 'FAILED');
    IF FOUND THEN
        PERFORM wake_work(changed.account_id, 'TICKETS', NULL);
    END IF;
    RETURN NULL;
END;
$$;

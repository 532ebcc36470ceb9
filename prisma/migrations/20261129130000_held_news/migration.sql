-- Part 2: what Prisma cannot say.

-- A condition that is over may have a ticket that cannot be told of it.
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_hold_check";
ALTER TABLE "notifications"
    ADD CONSTRAINT "notifications_hold_check" CHECK (CASE "state" WHEN 'HELD' THEN "hold" IS NOT NULL WHEN 'RESOLVED' THEN true ELSE "hold" IS NULL END);

DROP INDEX "notifications_held_idx";
CREATE INDEX "notifications_stirred_idx" ON "notifications"("account_id", "user_id") WHERE "hold" IS NOT NULL OR "state" = 'FAILED';

-- What failed is looked at too: it is held from now on, or the change is what it needed.
CREATE OR REPLACE FUNCTION stir_held_notifications() RETURNS TRIGGER
    LANGUAGE plpgsql AS $$
DECLARE
    changed RECORD := coalesce(NEW, OLD);
    stirred UUID := CASE TG_TABLE_NAME WHEN 'mappings' THEN (to_jsonb(changed) ->> 'user_id')::uuid ELSE changed.id END;
BEGIN
    UPDATE "notifications" SET "due_at" = now()
    WHERE "account_id" = changed.account_id AND "user_id" = stirred
        AND ("hold" IS NOT NULL AND "due_at" IS NULL OR "state" = 'FAILED');
    IF FOUND THEN
        PERFORM wake_work(changed.account_id, 'TICKETS', NULL);
    END IF;
    RETURN NULL;
END;
$$;

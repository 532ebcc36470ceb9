-- Spam statistics grow by thousands of rows a call, too. That happens inside of requests: a table that somebody else is
-- counting already is left to them, instead of waiting with locks in hand.
CREATE OR REPLACE FUNCTION "analyse_grown_tables"() RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = error AS $$
DECLARE
    grown REGCLASS;
BEGIN
    FOR grown IN
        SELECT c.oid FROM pg_class c
        WHERE c.oid = ANY (ARRAY['public.users', 'public.mappings', 'public.companies', 'public.company_match_keys',
                                 'public.user_match_facts', 'public.match_suggestions', 'public.usage_days',
                                 'public.billing_turns', 'public.billing_agreements', 'public.billing_lines',
                                 'public.billing_shares', 'public.reconciliation_rows', 'public.spam_domains',
                                 'public.spam_days', 'public.spam_totals', 'public.spam_deliveries',
                                 'public.spam_records']::regclass[])
          AND pg_relation_size(c.oid) > (2 * greatest(c.relpages, 4)::bigint) * current_setting('block_size')::bigint
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', grown);
    END LOOP;
END
$$;

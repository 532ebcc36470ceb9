-- What billing reads grows by thousands of rows at once, too, and its statements lead through tables of all accounts.
CREATE OR REPLACE FUNCTION "analyse_grown_tables"() RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    grown REGCLASS;
BEGIN
    FOR grown IN
        SELECT c.oid FROM pg_class c
        WHERE c.oid = ANY (ARRAY['public.users', 'public.mappings', 'public.companies', 'public.company_match_keys',
                                 'public.user_match_facts', 'public.match_suggestions', 'public.usage_days',
                                 'public.billing_turns', 'public.billing_agreements', 'public.billing_lines',
                                 'public.billing_shares', 'public.reconciliation_rows']::regclass[])
          AND pg_relation_size(c.oid) > (2 * greatest(c.relpages, 4)::bigint) * current_setting('block_size')::bigint
    LOOP
        EXECUTE format('ANALYZE %s', grown);
    END LOOP;
END
$$;

-- The gate's own connections plan its query once: see sql.ts.
drop function facts_of_passages;

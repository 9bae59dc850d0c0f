-- The role for readers saw what people are found by, where no column said so by its name: now the column's comment tells it.

create or replace function grant_reader() returns void language plpgsql as $$
declare
  readable record;
begin
  if not exists (select from pg_roles where rolname = 'pacta_reader') then return; end if;
  revoke all on all tables in schema public from pacta_reader;
  for readable in
    select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and a.atttypid not in ('bytea'::regtype, 'bytea[]'::regtype) and a.attname !~ 'blind'
      and coalesce(col_description(c.oid, a.attnum), '') !~* '^(blind index|sha-256)'
    group by c.relname order by c.relname
  loop
    execute format('grant select (%s) on %I to pacta_reader', readable.columns, readable.name);
  end loop;
end $$;
comment on column cash_code.assigned is 'SHA-256, as for the chosen ones, of the digits that the institution assigned last.';

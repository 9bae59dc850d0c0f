-- Seals over the log of the gate, and a role of the database that reads everything but what is sealed.

create table access_seal (
  lane      int         not null,
  seal      int         not null check (seal > 0),
  ids       uuid[]      not null,
  hash      bytea       not null check (length(hash) = 32),
  signature bytea       not null,
  sealed_at timestamptz not null,
  primary key (lane, seal),
  check (cardinality(ids) > 0)
);
create index access_seal_at on access_seal (lane, sealed_at);
comment on table access_seal is 'Passages of access_log sealed in batches, each seal over the one before: the log stays free of locks.';
comment on column access_seal.ids is 'The passages that it seals, in this order.';
comment on column access_seal.hash is 'SHA-256 over the seal before and the passages.';
comment on column access_seal.signature is 'Ed25519 of the institution over lane, seal, hash and moment: its key is outside the database.';

-- Roles belong to the server: another of its databases may have made this one already.
do $$
begin
  create role pacta_reader nologin;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise notice 'the role pacta_reader was not made: ask the administrator for it, then run select grant_reader()';
end $$;

/* Lets pacta_reader read every column that holds nothing sealed, no blind index, no key and no hash of a token. */
create function grant_reader() returns void language plpgsql as $$
declare
  readable record;
begin
  if not exists (select from pg_roles where rolname = 'pacta_reader') then return; end if;
  for readable in
    select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and a.atttypid not in ('bytea'::regtype, 'bytea[]'::regtype) and a.attname !~ 'blind'
    group by c.relname order by c.relname
  loop
    execute format('grant select (%s) on %I to pacta_reader', readable.columns, readable.name);
  end loop;
end $$;
comment on function grant_reader() is 'Run after every migration: see src/storage/migrate.ts.';

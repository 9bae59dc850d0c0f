/*
  Facts of these kinds about these persons, with their switches: what a passage through the gate reads. Asked thousands of times a second,
  so it is planned once a connection, and always by the index: planning it for each call's own arguments took half of its time.
*/
create function facts_of_passages(lanes integer[], subjects bigint[], kinds text[])
returns table (
  wanted bigint, entity text, switches jsonb, fact bigint, subject bigint, kind text, category text, source text,
  recorded_on date, place bigint, sealed bytea, role text, valid_from date, valid_until date, combines bigint[]
)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
  return query
    select w.subject, l.entity, s.switches, f.fact, f.subject, f.kind, f.category, f.source,
      f.recorded_on, f.place, f.sealed, f.role, f.valid_from, f.valid_until, f.combines
    from unnest(lanes, subjects) as w (lane, subject)
    join lane l on l.lane = w.lane
    left join switches s on s.lane = w.lane and s.subject = w.subject
    left join fact f on f.lane = w.lane and f.subject = w.subject and f.kind = any(kinds)
    order by w.subject, f.kind, f.fact;
end $$;

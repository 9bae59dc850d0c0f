-- Two batches may be on their way at once, so the fence asks for the hash, too: a number alone might be that of another batch, made after
-- the one that this one stands on was refused.

drop function begin_batch(int, bigint, bigint, timestamptz, date, bigint, int, text, text, bytea);

create function begin_batch(
  of_lane int, of_epoch bigint, before_batch bigint, before_hash bytea, batch_at timestamptz, batch_business_date date,
  batch_next_number bigint, batch_decisions int, batch_rules_version text, batch_pack text, batch_hash bytea
) returns void language plpgsql as $$
begin
  update lane set batch = before_batch + 1, business_date = batch_business_date, next_number = batch_next_number,
    pack = batch_pack, at = batch_at, hash = batch_hash
  where lane = of_lane and epoch = of_epoch and batch = before_batch and hash = before_hash;
  if not found then
    raise exception 'lane % is not where this writer left it', of_lane using errcode = 'PL001';
  end if;
  insert into batch (lane, batch, epoch, at, business_date, next_number, decisions, rules_version, pack, hash)
  values (of_lane, before_batch + 1, of_epoch, batch_at, batch_business_date, batch_next_number, batch_decisions,
    batch_rules_version, batch_pack, batch_hash);
end
$$;

-- What a run of the sweep did beside facts and keys, and until when a backup of the keys holds any of it.
alter table sweep add column others bigint not null default 0;
alter table sweep add column backup_expires timestamptz;
comment on column sweep.facts is 'Rows deleted, as the database counted them.';
comment on column sweep.keys is 'Keys destroyed, read back from the key store.';
comment on column sweep.others is 'Rows of the features that were deleted with them: blind indexes above all.';
comment on column sweep.backup_expires is 'When the last backup of the key store expires that holds one of these keys: all is gone for good then.';

-- What is held of a person beside facts is found by whose it is.
create index account_by_holder on account (lane, holder) where holder is not null;
create index kept_detail_by_holder on kept_detail (lane, holder);

-- Applications and agreements that other systems of the institution keep, by their numbers there.
create table affair_elsewhere (
  lane         integer not null,
  subject      bigint  not null,
  reference    text    not null,
  kind         text    not null check (kind in ('application', 'agreement')),
  amount       bigint  check (amount > 0),
  noted_on     date    not null,
  ended_on     date,
  performed_on date,
  primary key (lane, subject, reference)
);
comment on column affair_elsewhere.amount is 'What an agreement is about, in cents of euro; null where it was not told.';

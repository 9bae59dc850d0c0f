-- How far accounts beyond their permitted limit were charged. Interest on balances needs no table: its entries tell through which day.

create table excess (
  lane            int    not null,
  account         bigint not null,
  since           date   not null,
  charged_through date   not null check (charged_through >= since),
  armed           date   check (armed > charged_through),
  primary key (lane, account)
);
comment on column excess.since is 'The first day for whose end it was followed.';
comment on column excess.armed is 'The day for whose close a deadline is set; null when the excess is over.';

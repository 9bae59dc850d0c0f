-- Which account of the institution's own serves what: the first that was opened for a product in a currency.

create table internal_account (
  lane    int    not null,
  purpose text   not null,
  account bigint not null,
  primary key (lane, purpose)
);
comment on column internal_account.purpose is 'product and currency, such as: fees EUR';

insert into internal_account (lane, purpose, account)
select lane, product || ' ' || currency, min(account) from account where kind in ('internal', 'till') group by lane, product, currency;

-- Payments that come back to closed accounts, and orders of authorities that leave a sum free in each month.

alter table network_payment drop constraint network_payment_status_check;
alter table network_payment add constraint network_payment_status_check
  check (status in ('under-way', 'settled', 'returned', 'unclaimed', 'kept'));
alter table network_payment add column returned_on date;
comment on column network_payment.status is
  'unclaimed: came back when the account was closed, and lies in transit; kept: noted as owed to the customer';
comment on column network_payment.returned_on is 'The day on which it came back; null in rows from before there was such a column.';
-- What waits for staff.
create index network_payment_waiting on network_payment (lane, returned_on, payment) where status in ('unclaimed', 'kept');

-- Several payments may be one entry of the payer's account: then what was told of each is kept apart.
alter table network_payment drop constraint network_payment_lane_account_seq_key;
alter table network_payment add column detail bigint;
comment on column network_payment.detail is 'Of one of several that are one entry: the kept detail that tells whom it is for.';
create unique index network_payment_entry on network_payment (lane, account, seq) where detail is null;
create index network_payment_of_account on network_payment (lane, account, seq);

create table payment_batch (
  lane    int    not null,
  account bigint not null,
  seq     int    not null,
  items   json   not null,
  place   bigint not null,
  primary key (lane, account, seq)
);
comment on table payment_batch is 'What stands in an entry that is several payments: amounts in minor units, payee or network payment, kept detail.';

alter table seizure_order add column monthly bigint check (monthly > 0);
alter table seizure_order add column monthly_month text check (monthly_month ~ '^[0-9]{4}-[0-9]{2}$');
alter table seizure_order add column monthly_left bigint check (monthly_left between 0 and monthly);
alter table seizure_order add column monthly_free bigint check (monthly_free >= 0);
alter table seizure_order add constraint seizure_order_month_told check (
  (monthly is null) = (monthly_month is null) and (monthly is null) = (monthly_left is null) and (monthly is null) = (monthly_free is null)
);
comment on column seizure_order.monthly is 'What the order leaves to the debtors in each calendar month; null where it sets no such sum.';
comment on column seizure_order.monthly_left is 'What of it is left in the month of monthly_month, as of when orders were looked at last.';
comment on column seizure_order.monthly_free is 'The debtors'' free money as of then: less means that it was spent.';

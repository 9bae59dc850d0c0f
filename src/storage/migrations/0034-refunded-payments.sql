-- A payment whose debit was taken back after the network had settled it: what comes back of it is not credited to the customer again.
alter table network_payment drop constraint network_payment_status_check;
alter table network_payment add constraint network_payment_status_check
  check (status in ('under-way', 'settled', 'returned', 'unclaimed', 'kept', 'refunded'));
comment on column network_payment.status is
  'unclaimed: came back when the account was closed, and lies in transit; kept: noted as owed to the customer; refunded: the customer has the money again, the network has not returned it';
-- What the institution is out of.
create index network_payment_refunded on network_payment (lane, payment) where status = 'refunded';

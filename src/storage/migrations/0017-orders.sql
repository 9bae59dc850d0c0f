-- Orders for a later day, and payments that travel through the payment network.

-- Told before the entries they belong to; sealed under the key of the holder whose side they are.
create table kept_detail (
  lane   int    not null,
  detail bigint not null,
  holder bigint not null,
  place  bigint not null,
  sealed bytea,
  primary key (lane, detail)
);
comment on table kept_detail is 'Personal details of orders for a later day; entries point to them by shown_detail.';

create table shown_detail (
  lane    int    not null,
  account bigint not null,
  seq     int    not null,
  detail  bigint not null,
  primary key (lane, account, seq)
);
comment on table shown_detail is 'Which kept detail an entry shows instead of one of its own.';

create table payment_order (
  lane          int    not null,
  payment_order bigint not null,
  account       bigint not null,
  agreement     bigint,
  payee         bigint,
  amount        bigint not null check (amount > 0),
  currency      text   not null check (currency ~ '^[A-Z]{3}$'),
  channel       text   not null check (channel in ('location', 'digital')),
  schedule      json   not null,
  instalment    int    not null check (instalment >= 0),
  due_on        date,
  tries         int    not null check (tries >= 0),
  paid          int    not null check (paid >= 0),
  missed        int    not null check (missed >= 0),
  status        text   not null check (status in ('waiting', 'ended', 'cancelled')),
  payer_detail  bigint,
  payee_detail  bigint,
  last_on       date,
  last_code     text,
  primary key (lane, payment_order),
  check ((due_on is not null) = (status = 'waiting'))
);
create index payment_order_account on payment_order (lane, account);
comment on column payment_order.payee is 'An account of the institution; null for another institution, whose account is told among the details.';
comment on column payment_order.instalment is 'The number of the next instalment, from 0.';
comment on column payment_order.due_on is 'When the next instalment is carried out, or tried again.';
comment on column payment_order.last_code is 'Why the last try was refused; null when it went through.';

create table network_payment (
  lane     int    not null,
  payment  bigint not null,
  account  bigint not null,
  seq      int    not null,
  amount   bigint not null check (amount > 0),
  currency text   not null check (currency ~ '^[A-Z]{3}$'),
  status   text   not null check (status in ('under-way', 'settled', 'returned')),
  reason   text,
  primary key (lane, payment),
  unique (lane, account, seq)
);
comment on table network_payment is 'A customer''s payment to another institution: in the transit account until the network answers.';
comment on column network_payment.seq is 'The entry on the customer''s account; its details tell whom it is for.';
comment on column network_payment.reason is 'Why it came back, as a code of ISO 20022.';

-- What the exchange with the network has still to send. Not of the lane: it is filled from the journal, once.
create table network_message (
  lane      int         not null,
  reference text        not null,
  kind      text        not null check (kind in ('payment', 'return')),
  payment   bigint,
  reason    text,
  attempts  int         not null default 0,
  next_try  timestamptz not null,
  sent_at   timestamptz,
  primary key (lane, reference)
);
create index network_message_unsent on network_message (lane, next_try) where sent_at is null;
comment on column network_message.reference is 'By it the network knows a message that comes twice.';

create table network_inbox (
  lane int    not null primary key,
  last bigint not null
);
comment on table network_inbox is 'The last event of the network that was dealt with.';

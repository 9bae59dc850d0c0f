-- Orders of seizure and recovery, what was done for them, and payment cards linked to accounts.

alter table account_event drop constraint account_event_blocked_after_check;
alter table account_event add constraint account_event_blocked_after_check check (blocked_after between 0 and 31);
comment on column account_event.blocked_after is
  'bits: 1 debits, 2 credits, 4 orders of seizure wait, 8 orders without the linked card, 16 every order until the card is activated';

alter table restriction drop constraint restriction_stops_check;
alter table restriction add constraint restriction_stops_check
  check (stops in ('all', 'debits', 'credits', 'amount', 'seizure', 'uncarded', 'unactivated'));

create table seizure_order (
  lane          int    not null,
  agreement     bigint not null,
  seizure_order bigint not null,
  kind          text   not null check (kind in ('seizure', 'recovery')),
  authority     text   not null,
  reference     text   not null,
  received_on   date   not null,
  registered_by text   not null,
  currency      text   not null check (currency ~ '^[A-Z]{3}$'),
  ordered       bigint not null check (ordered > 0),
  kept          json   not null,
  gathered      json   not null,
  technical     bigint,
  paid          bigint not null check (paid between 0 and ordered),
  taken         bigint not null check (taken between 0 and ordered),
  fee_taken     boolean not null,
  proposed_by   text,
  nostro        bigint,
  ended_on      date,
  ground        text,
  primary key (lane, agreement, seizure_order),
  check ((proposed_by is null) = (nostro is null)),
  check ((ended_on is null) = (ground is null)),
  check (kind = 'recovery' or paid = 0)
);
comment on table seizure_order is 'Orders against the holders of an agreement; amounts in minor units of the order''s currency.';
comment on column seizure_order.kept is 'What is kept back on which account.';
comment on column seizure_order.gathered is 'What lies on the technical account, by the account it came from.';
comment on column seizure_order.taken is 'What is kept, gathered and paid together: never more than what is ordered.';
-- Agreements with an order that waits for money: what the close of a day looks at.
create index seizure_order_waiting on seizure_order (lane, agreement) where ended_on is null and taken < ordered;

create table seizure_step (
  lane          int    not null,
  seizure_step  bigint not null,
  agreement     bigint not null,
  seizure_order bigint not null,
  what          text   not null check (what in ('kept', 'freed', 'gathered', 'converted', 'paid', 'returned', 'fee')),
  account       bigint not null,
  amount        bigint not null check (amount > 0),
  happened_on   date   not null,
  ground        text,
  place         bigint not null,
  primary key (lane, seizure_step),
  check ((ground is not null) = (what in ('freed', 'returned')))
);
comment on table seizure_step is 'What was done for an order, when and by which decision. Rows are inserted and never changed.';
create index seizure_step_by_order on seizure_step (lane, agreement, seizure_order);

create table account_card (
  lane         int    not null,
  account      bigint not null,
  card         bigint not null,
  token        text   not null,
  last_four    text   not null check (last_four ~ '^[0-9]{4}$'),
  linked_on    date   not null,
  linked_by    text   not null,
  activated_on date,
  blocked_on   date,
  unlinked_on  date,
  primary key (lane, account, card)
);
comment on column account_card.token is 'What the card processor knows the card by; its number stands nowhere here.';

create table card_token (
  lane    int     not null,
  token   text    not null,
  account bigint  not null,
  linked  boolean not null,
  primary key (lane, token)
);
comment on table card_token is 'To which account each card was linked last: a card is linked to one.';

-- Fees: what is due and not debited yet, which account the customer chose, special fees, and up to when what is paid by time was charged.

create table due (
  lane      int    not null,
  agreement bigint not null,
  open      jsonb  not null check (jsonb_typeof(open) = 'array'),
  primary key (lane, agreement)
);
comment on table due is 'Amounts due to the institution and not debited yet; its deadlines are of the kind due.';

create table fee_account (
  lane       int    not null,
  agreement  bigint not null,
  chosen     jsonb  not null check (jsonb_typeof(chosen) = 'object'),
  offer_ends date,
  primary key (lane, agreement)
);
comment on column fee_account.chosen is 'For each currency the account that fees are taken from.';
comment on column fee_account.offer_ends is 'The first day on which the choice no longer counts.';

create table special_fee (
  lane          int    not null,
  special_fee   bigint not null,
  account       bigint not null,
  service       text   not null,
  amount        bigint not null check (amount > 0),
  currency      text   not null check (currency ~ '^[A-Z]{3}$'),
  ground        text   not null,
  justification text   not null,
  reference     text   not null,
  set_by        text   not null,
  set_on        date   not null,
  shown_on      date   check (shown_on >= set_on),
  charged_on    date   check (charged_on >= shown_on),
  primary key (lane, special_fee)
);
comment on table special_fee is 'A special or raised fee, its ground and justification, and when the customer was shown them.';

create table fee_period (
  lane    int    not null,
  account bigint not null,
  service text   not null,
  through date   not null,
  primary key (lane, account, service)
);
comment on column fee_period.through is 'Up to which day, not counted, what is paid by time was charged.';

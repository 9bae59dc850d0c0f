-- Agreements, and what is kept about customers' accounts beside the books: ids, dates and words of closed lists.

create table agreement (
  lane           int      not null,
  agreement      bigint   not null,
  holders        bigint[] not null check (cardinality(holders) > 0),
  concluded_on   date     not null,
  binding        json     not null,
  status         text     not null check (status in ('in-force', 'ended')),
  accounts       bigint[] not null,
  account_states text[]   not null check (cardinality(account_states) = cardinality(accounts)),
  withdrawn_on   date,
  primary key (lane, agreement),
  check (account_states <@ array['open', 'closing', 'closed'])
);
comment on column agreement.binding is 'The version of each document that it binds, by code; json, which keeps the order, since decisions tell it.';
comment on column agreement.withdrawn_on is 'When the customer asked to close the last account, which is notice of withdrawal.';

create table agreement_holder (
  lane      int    not null,
  party     bigint not null,
  agreement bigint not null,
  primary key (lane, party, agreement)
);

create table agreement_of (
  lane      int    not null,
  holders   text   not null,
  agreement bigint not null,
  primary key (lane, holders)
);
comment on column agreement_of.holders is 'One holder''s id; joint holders'' ids in ascending order, joined by +.';

create table account_file (
  lane                  int      not null,
  account               bigint   not null,
  holders               bigint[] not null check (cardinality(holders) > 0),
  channel               text     not null,
  opened_on             date     not null,
  numbers               json     not null,
  next_number           text,
  next_number_announced date,
  next_number_from      date,
  documents             json     not null,
  activate_by           date     not null,
  activated_on          date,
  activation_refused_on date,
  closing_requested_on  date,
  closed_on             date,
  primary key (lane, account),
  check ((next_number is null) = (next_number_from is null) and (next_number is null) = (next_number_announced is null)),
  check (activated_on is null or activation_refused_on is null)
);
comment on column account_file.numbers is 'Every number the account has had, with the day from which it held; the last is the present one.';
comment on column account_file.documents is 'Documents requested before activation: kind, dates, status, and the code of the member of staff who reviewed each.';

-- Accounts that wait for their activation.
create index account_file_waiting on account_file (lane, activate_by)
  where activated_on is null and activation_refused_on is null and closing_requested_on is null and closed_on is null;

create table account_number (
  lane    int     not null,
  iban    text    not null,
  account bigint  not null,
  former  boolean not null,
  primary key (lane, iban)
);
-- The lane is part of each number that is given, so numbers are unique in the whole institution; this one finds the lane.
create index account_number_by_iban on account_number (iban);
-- An account has one present number.
create unique index account_number_present on account_number (lane, account) where not former;

create table account_refusal (
  lane       int    not null,
  refusal    bigint not null,
  refused    text   not null check (refused in ('opening', 'activation')),
  customer   bigint not null,
  account    bigint,
  refused_on date   not null,
  refused_by text   not null,
  note       bytea,
  primary key (lane, refusal),
  check ((refused = 'activation') = (account is not null))
);
comment on column account_refusal.note is 'Why, in words, for staff: encrypted under the key of the customer.';
create index account_refusal_by_customer on account_refusal (lane, customer);

create table overdraft (
  lane         int     not null,
  account      bigint  not null,
  maximum      bigint  not null check (maximum > 0),
  fee          bigint  not null check (fee >= 0),
  rate_percent text    not null,
  agreed_on    date    not null,
  ended_on     date,
  primary key (lane, account)
);
comment on table overdraft is 'The latest overdraft agreement of each account; amounts in minor units of its currency.';

create table restriction (
  lane        int    not null,
  account     bigint not null,
  restriction bigint not null,
  stops       text   not null check (stops in ('all', 'debits', 'credits', 'amount')),
  amount      bigint not null check (amount >= 0),
  placed_on   date   not null,
  placed_by   text   not null,
  lifted_on   date,
  lifted_by   text,
  primary key (lane, account, restriction),
  check ((lifted_on is null) = (lifted_by is null))
);

create table basic_application (
  lane         int    not null,
  customer     bigint not null,
  currency     text   not null,
  channel      text   not null,
  applied_on   date   not null,
  decide_by    date   not null,
  leaves_other boolean not null,
  status       text   not null check (status in ('applied', 'opened', 'refused')),
  decided_on   date,
  decided_by   text,
  account      bigint,
  primary key (lane, customer),
  check ((status = 'opened') = (account is not null)),
  check ((status = 'applied') = (decided_on is null))
);
create index basic_application_waiting on basic_application (lane, decide_by) where status = 'applied';

create table segregation (
  lane          int    not null,
  account       bigint not null,
  agreed_on     date   not null,
  subject       text,
  proved_on     date,
  proof_seen_by text,
  otherwise     text[],
  proof         bytea,
  primary key (lane, account),
  check ((subject is null) = (proved_on is null))
);
comment on column segregation.proof is 'That the holder is the special subject: encrypted under the holder''s key.';

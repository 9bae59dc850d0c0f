-- Cash by code: codes with keyed hashes of their digits, what was entered at machines, the machines, limits, and reports.

create table cash_code (
  lane        int    not null,
  code        bigint not null,
  account     bigint not null,
  direction   text   not null check (direction in ('withdrawal', 'deposit')),
  currency    text   not null check (currency ~ '^[A-Z]{3}$'),
  applied     bigint not null check (applied > 0),
  used        bigint not null check (used between 0 and applied),
  channel     text   not null check (channel in ('location', 'digital')),
  filed_by    bigint,
  person      bigint not null,
  delivery    text   not null check (delivery in ('sms', 'display')),
  state       text   not null check (state in ('live', 'used-up', 'revoked', 'blocked', 'expired')),
  blocked_for text,
  last_day    date   not null,
  chosen      text   not null check (length(chosen) = 64),
  assigned    text   check (length(assigned) = 64),
  phone       bigint,
  tries       int    not null check (tries >= 0),
  primary key (lane, code),
  check ((state = 'blocked') = (blocked_for is not null)),
  check ((state = 'used-up') = (used = applied))
);
create index cash_code_account on cash_code (lane, account);
comment on column cash_code.person is 'The one person who may use it.';
comment on column cash_code.chosen is 'SHA-256, in hex, over the code''s id and a keyed hash of the digits that the customer chose; never the digits.';
comment on column cash_code.phone is 'Where the institution''s part goes: the kept_detail that holds it, sealed.';
comment on column cash_code.assigned is 'The same of the digits that the institution assigned last.';

create table cash_codes_of (
  lane   int      not null,
  person bigint   not null,
  codes  bigint[] not null,
  primary key (lane, person)
);

create table cash_code_entry (
  lane    int     not null,
  entry   bigint  not null,
  atm     text    not null,
  person  bigint,
  found   text    not null check (found in ('match', 'mismatch', 'not-named')),
  code    bigint,
  account bigint,
  used    boolean not null,
  primary key (lane, entry),
  check ((found = 'match') = (code is not null) and (code is null) = (account is null)),
  check (code is not null or not used)
);
comment on table cash_code_entry is 'What was entered at a machine, right or wrong; a transaction names it.';

create table cash_code_day (
  lane        int    not null,
  account     bigint not null,
  day         date   not null,
  applied_out bigint not null check (applied_out >= 0),
  applied_in  bigint not null check (applied_in >= 0),
  used_out    bigint not null check (used_out >= 0),
  used_in     bigint not null check (used_in >= 0),
  primary key (lane, account)
);
comment on table cash_code_day is 'The account''s latest day with codes: what they are for, less what they left unused, and what was paid in and out.';

create table cash_code_limit (
  lane            int    not null,
  account         bigint not null,
  per_transaction bigint not null check (per_transaction >= 0),
  per_day         bigint not null check (per_day >= per_transaction),
  agreed_on       date   not null,
  primary key (lane, account)
);

create table cash_code_report (
  lane        int    not null,
  report      bigint not null,
  code        bigint not null,
  wrong       text   not null check (wrong in ('lost', 'stolen', 'misappropriated', 'unauthorised-payment', 'wrong-payment')),
  reported_on date   not null,
  primary key (lane, report)
);

create table atm (
  lane         int    not null,
  atm          text   not null,
  till         bigint not null,
  installed_on date   not null,
  primary key (lane, atm)
);
comment on table atm is 'Machines by the code under which their tokens act.';

-- A machine is a bearer of its own.
alter table api_token drop constraint api_token_role_check;
alter table api_token add constraint api_token_role_check
  check (role in ('customer', 'representative', 'teller', 'operator', 'auditor', 'atm'));

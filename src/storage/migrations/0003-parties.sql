-- Who the customers are and who acts for them: ids, dates and words of closed lists. Names and codes stand in the vault.

create table party (
  lane      int     not null,
  party     bigint  not null,
  kind      text    not null check (kind in ('natural', 'legal')),
  consumer  boolean not null check (not consumer or kind = 'natural'),
  residence text    not null check (residence ~ '^[A-Z]{2}$'),
  primary key (lane, party)
);

create table party_code (
  lane  int    not null,
  code  text   not null,
  party bigint not null,
  primary key (lane, code)
);
comment on column party_code.code is 'Blind index of a personal code or registration number, former ones included.';
create index party_code_by_party on party_code (lane, party);

create table representation (
  lane           int    not null,
  customer       bigint not null,
  conflict_since date,
  primary key (lane, customer)
);
comment on column representation.conflict_since is 'Since when papers contradict each other on who represents the customer.';

create table authorisation (
  lane            int     not null,
  customer        bigint  not null,
  authorisation   bigint  not null,
  representatives bigint[] not null check (cardinality(representatives) > 0),
  status          text    not null check (status in ('submitted', 'accepted', 'rejected', 'revoked', 'replaced')),
  services        text[],
  limit_minor     bigint  check (limit_minor >= 0),
  limit_currency  text    check (limit_currency ~ '^[A-Z]{3}$'),
  valid_from      date,
  valid_until     date,
  signatures      int     check (signatures between 1 and cardinality(representatives)),
  sealed          boolean not null,
  submitted_on    date    not null,
  replaces        bigint,
  reviewed_by     text,
  reviewed_on     date,
  ended_on        date,
  likeness        text    check (likeness in ('matches', 'differs')),
  unwitnessed     bigint,
  overdue         text    check (overdue in ('declined', 'served')),
  primary key (lane, customer, authorisation),
  check ((limit_minor is null) = (limit_currency is null)),
  check (valid_from <= valid_until),
  check (status not in ('accepted', 'rejected') or (reviewed_by is not null and reviewed_on is not null))
);
comment on column authorisation.reviewed_by is 'Code of the member of staff who accepted or rejected its content.';
comment on column authorisation.unwitnessed is 'An unmet demand that it be signed before staff or a notary.';
comment on column authorisation.overdue is 'What staff decided about serving while its replacement is overdue.';

create table replacement_duty (
  lane          int    not null,
  customer      bigint not null,
  authorisation bigint not null,
  duty          bigint not null,
  cause         text   not null check (cause in ('asked', 'representative', 'signature', 'seal', 'worn', 'customer')),
  since         date   not null,
  due           date   not null check (due >= since),
  remind_on     date   check (remind_on <= due),
  reminders     int    not null check (reminders >= 0),
  settled_on    date,
  primary key (lane, customer, authorisation, duty)
);
create index replacement_duty_open on replacement_duty (lane, due) where settled_on is null;

create table known_limit (
  lane           int    not null,
  customer       bigint not null,
  known_limit    bigint not null,
  representative bigint not null,
  kinds          text[] not null,
  recorded_on    date   not null,
  recorded_by    text   not null,
  primary key (lane, customer, known_limit)
);
comment on table known_limit is 'Limits that stand in documents other than the authorisation document: known, not enforced.';

create table represented_by (
  lane           int      not null,
  representative bigint   not null,
  customers      bigint[] not null,
  primary key (lane, representative)
);

create table specimen (
  lane          int    not null,
  specimen      bigint not null,
  customer      bigint not null,
  authorisation bigint not null,
  kind          text   not null check (kind in ('signature', 'seal')),
  of_party      bigint not null,
  details       bytea,
  primary key (lane, specimen)
);
create index specimen_by_authorisation on specimen (lane, authorisation);
comment on column specimen.details is 'The specimen, or where it is kept, encrypted under the key of whose it is.';

create table signature_comparison (
  lane           int    not null,
  comparison     bigint not null,
  customer       bigint not null,
  document_kind  text   not null,
  document       bigint,
  authorisation  bigint,
  representative bigint,
  signature      text   not null check (signature in ('matches', 'differs')),
  seal           text   not null check (seal in ('matches', 'differs', 'none')),
  compared_by    text   not null,
  compared_on    date   not null,
  primary key (lane, comparison)
);
comment on column signature_comparison.authorisation is 'Whose specimen was looked at; null: the agreement.';

create table witness_demand (
  lane         int    not null,
  demand       bigint not null,
  customer     bigint not null,
  document_kind text  not null,
  document     bigint,
  before       text   not null check (before in ('staff', 'notary')),
  reason       text   check (before = 'staff' or reason is not null),
  demanded_by  text   not null,
  demanded_on  date   not null,
  confirmed    text   check (confirmed in ('staff', 'notary')),
  confirmed_by text,
  confirmed_on date,
  primary key (lane, demand)
);
comment on column witness_demand.reason is 'Why signing before staff is not possible: a notary may be asked for then alone.';

create table agreement_signature (
  lane            int    not null,
  customer        bigint not null,
  signature_since date,
  identity_since  date,
  demanded_by     text,
  demanded_on     date,
  primary key (lane, customer)
);
comment on table agreement_signature is 'Recorded cases in which a new account maintenance agreement may be demanded, and the demand.';

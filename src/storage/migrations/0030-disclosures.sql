-- To whom personal data went, for whom, and on what; enquiries of authorities and in databases; reports of debts; assignments of claims.
-- Ids, numbers, days and words of closed lists.

create table disclosure (
  lane        int         not null,
  disclosure  bigint      not null,
  subjects    bigint[]    not null,
  recipient   text        not null,
  receiver    text        not null,
  processor   text,
  purpose     text        not null,
  basis       text        not null,
  kinds       text[]      not null,
  country     text        not null,
  access_from text[]      not null,
  shown       json        not null,
  document    text        not null,
  version     text        not null,
  clause      text        not null,
  role        text        not null,
  staff       text,
  secret      boolean     not null,
  made_on     date        not null,
  at          timestamptz not null,
  primary key (lane, disclosure),
  check (cardinality(subjects) > 0)
);
comment on table disclosure is 'Every time personal data were handed to somebody outside the institution.';
comment on column disclosure.clause is 'With document and version: the item of the register that allowed it.';
comment on column disclosure.secret is 'Law forbids telling the persons concerned.';

create table disclosure_subject (
  lane       int    not null,
  subject    bigint not null,
  disclosure bigint not null,
  primary key (lane, subject, disclosure)
);

create table authority_enquiry (
  lane        int      not null,
  enquiry     bigint   not null,
  recipient   text     not null,
  receiver    text     not null,
  subjects    bigint[] not null,
  act         text     not null,
  case_number text     not null,
  extent      text[]   not null,
  secrecy     text,
  received_on date     not null,
  state       text     not null check (state in ('open', 'answered', 'declined')),
  settled_on  date,
  settled_by  text,
  disclosure  bigint,
  primary key (lane, enquiry),
  check ((state = 'open') = (settled_on is null)),
  check ((state = 'answered') = (disclosure is not null))
);
create index authority_enquiry_open on authority_enquiry (lane, received_on) where state = 'open';
comment on column authority_enquiry.secrecy is 'The act of law by which the persons must not be told.';

create table database_enquiry (
  lane        int         not null,
  enquiry     bigint      not null,
  subject     bigint      not null,
  recipient   text        not null,
  receiver    text        not null,
  purpose     text        not null,
  sent        text[]      not null,
  asked       text[]      not null,
  disclosure  bigint      not null,
  made_at     timestamptz not null,
  returned    json,
  returned_at timestamptz,
  primary key (lane, enquiry),
  check ((returned is null) = (returned_at is null))
);
create index database_enquiry_of on database_enquiry (lane, subject, enquiry);
comment on column database_enquiry.returned is 'Facts that came back; null before an answer, empty when there was nothing.';

create table debt_report (
  lane         int    not null,
  report       bigint not null,
  subject      bigint not null,
  obligation   text   not null,
  due_on       date   not null,
  recipient    text   not null,
  announced_on date   not null,
  notice       text   not null,
  state        text   not null check (state in ('announced', 'contested', 'reported', 'withdrawn', 'marked', 'dropped')),
  receiver     text,
  kinds        text[] not null,
  amount       bigint,
  currency     text,
  reported_on  date,
  paid_on      date,
  primary key (lane, report),
  check ((reported_on is null) = (amount is null)),
  check (state not in ('reported', 'withdrawn', 'marked') or reported_on is not null)
);
create index debt_report_of on debt_report (lane, subject, report);

create table assignment (
  lane        int    not null,
  assignment  bigint not null,
  subject     bigint not null,
  obligations text[] not null,
  assignee    text   not null,
  agreement   text   not null,
  notice      text   not null,
  disclosure  bigint not null,
  made_on     date   not null,
  primary key (lane, assignment)
);
create index assignment_of on assignment (lane, subject, assignment);
comment on column assignment.notice is 'Under which the archive keeps what was told to the debtor.';

create table creditor (
  lane       int    not null,
  subject    bigint not null,
  obligation text   not null,
  creditor   text   not null,
  assignment bigint not null,
  since      date   not null,
  primary key (lane, subject, obligation)
);
comment on table creditor is 'Who is owed an obligation since it was assigned; without a row it is the institution.';

create table passed_on_request (
  lane        int    not null,
  request     bigint not null,
  subject     bigint not null,
  processor   text   not null,
  kind        text   not null,
  file        text   not null,
  received_on date   not null,
  passed_on   date   not null check (passed_on >= received_on),
  answer_by   date   not null,
  answered_on date,
  primary key (lane, request)
);
create index passed_on_request_of on passed_on_request (lane, subject);
comment on table passed_on_request is 'Requests of persons about their data that came to a processor.';
comment on column passed_on_request.received_on is 'When the processor got it: from here the time to answer runs.';

-- Claims about entries, reports under the payment rules, and documents that showed an entry: ids, dates and words of closed lists.

create table claim (
  lane        int    not null,
  claim       bigint not null,
  account     bigint not null,
  customer    bigint not null,
  place       bigint,
  seq         int,
  error       text   not null,
  form        text   not null check (form in ('digital', 'paper')),
  evidence    text,
  words       bigint,
  language    text   not null check (language in ('en', 'lv')),
  made_on     date   not null,
  known_on    date,
  claim_by    date,
  late_policy text   check (late_policy in ('always', 'staff', 'never')),
  answer_by   date   not null,
  status      text   not null check (status in ('received', 'declined', 'rejected', 'upheld')),
  ground      text   check (ground in ('late', 'entry-correct', 'not-shown')),
  decided_on  date,
  decided_by  text,
  correction  bigint,
  answered_on date,
  answered_by text,
  primary key (lane, claim),
  check ((place is null) = (seq is null)),
  check ((known_on is null) = (claim_by is null)),
  check ((late_policy is not null) = (claim_by is not null and made_on > claim_by)),
  check (ground is distinct from 'late' or late_policy in ('always', 'staff')),
  check ((status = 'received') = (decided_on is null)),
  check ((status in ('declined', 'rejected')) = (ground is not null)),
  check (correction is null or status = 'upheld'),
  check ((answered_on is null) = (answered_by is null)),
  check (answered_on is null or decided_on is not null)
);
comment on column claim.place is 'The decision that booked the entry; null when no entry is named.';
comment on column claim.evidence is 'Under which the archive keeps what came with it.';
comment on column claim.words is 'What the customer wrote: a kept detail under the key of the account''s holder.';
comment on column claim.known_on is 'From when a statement or another document showed the entry.';
comment on column claim.late_policy is 'Of a claim that came after claim_by: what the institution did with such claims then.';
create index claim_by_account on claim (lane, account, claim);
create index claim_unanswered on claim (lane, answer_by) where answered_on is null;

create table payment_report (
  lane        int    not null,
  report      bigint not null,
  account     bigint not null,
  customer    bigint not null,
  what        text   not null,
  place       bigint,
  seq         int,
  evidence    text,
  words       bigint,
  reported_on date   not null,
  report_by   date,
  refund_by   date,
  status      text   not null check (status in ('open', 'put-right', 'denied')),
  ground      text   check (ground in ('late', 'unfounded')),
  closed_on   date,
  closed_by   text,
  correction  bigint,
  primary key (lane, report),
  check ((place is null) = (seq is null)),
  check ((status = 'open') = (closed_on is null)),
  check ((status = 'denied') = (ground is not null)),
  check (correction is null or status = 'put-right')
);
comment on table payment_report is 'Lost, stolen and misused instruments, and payments unauthorised or wrongly executed: under the payment rules.';
create index payment_report_by_account on payment_report (lane, account, report);
create index payment_report_open on payment_report (lane, reported_on) where status = 'open';

create table sent_document (
  lane     int    not null,
  account  bigint not null,
  seq      int    not null,
  document text   not null,
  sent_on  date   not null,
  primary key (lane, account, seq)
);
comment on table sent_document is 'The first document other than a statement that showed an entry to the customer.';

-- What persons allowed and took back, with what was shown; word of it to other systems; and messages. Ids, days and words of closed lists.

create table switch_change (
  lane        int         not null,
  change      bigint      not null,
  subject     bigint      not null,
  act         text        not null,
  purposes    text[]      not null,
  channels    text[],
  except_for  text[]      not null,
  explicit    boolean     not null,
  document    text,
  version     text,
  clause      text,
  language    text,
  way         text        not null check (way in ('internet-bank', 'unit', 'email', 'phone', 'letter', 'link')),
  evidence    text,
  role        text        not null,
  staff       text,
  at          timestamptz not null,
  changed_on  date        not null,
  primary key (lane, change),
  check (num_nonnulls(document, version, clause, language) in (0, 4)),
  check (act <> 'consent-given' or document is not null)
);
create index switch_change_of on switch_change (lane, subject, change);
comment on table switch_change is 'Every change of a person''s switches: from it each consent is told again in writing.';
comment on column switch_change.document is 'With version, clause and language: the wording that was shown.';
comment on column switch_change.evidence is 'Under which the archive keeps what came on paper, by e-mail or by phone.';

create table propagation (
  lane         int    not null,
  propagation  bigint not null,
  change       bigint not null,
  subject      bigint not null,
  kind         text   not null check (kind in ('entity', 'processor')),
  target       text   not null,
  due          date   not null,
  confirmed_on date,
  place        bigint not null,
  primary key (lane, propagation)
);
create index propagation_open on propagation (lane, due) where confirmed_on is null;
create index propagation_place on propagation (lane, place);
comment on table propagation is 'Word of a change to one other system, and when that confirmed it.';

-- Not of the lane: filled from the journal, once.
create table propagation_delivery (
  lane         int         not null,
  propagation  bigint      not null,
  attempts     int         not null default 0,
  next_try     timestamptz not null,
  delivered_at timestamptz,
  primary key (lane, propagation)
);
create index propagation_undelivered on propagation_delivery (lane, propagation) where delivered_at is null;

create table notice_acceptance (
  lane        int    not null,
  acceptance  bigint not null,
  subject     bigint not null,
  document    text   not null,
  version     text   not null,
  by          text   not null check (by in ('accepted', 'handed-over')),
  accepted_on date   not null,
  primary key (lane, acceptance)
);
create index notice_acceptance_of on notice_acceptance (lane, subject);
comment on table notice_acceptance is 'That a document was shown and accepted, or data given under it: no consent.';

create table objection (
  lane        int    not null,
  objection   bigint not null,
  subject     bigint not null,
  purpose     text   not null,
  raised_on   date   not null,
  answer_by   date   not null,
  state       text   not null check (state in ('weighed', 'upheld', 'overridden')),
  answered_on date,
  answered_by text,
  reasons     bigint,
  primary key (lane, objection),
  check ((state = 'weighed') = (answered_on is null)),
  check (state <> 'overridden' or reasons is not null)
);
create index objection_open on objection (lane, answer_by) where state = 'weighed';
comment on column objection.reasons is 'What was written to the person: a kept detail under their key.';

create table lifting_notice (
  lane     int     not null,
  subject  bigint  not null,
  ground   text    not null,
  told_on  date    not null,
  evidence text    not null,
  used     boolean not null,
  primary key (lane, subject, ground)
);
comment on table lifting_notice is 'That a person was told that a restriction is about to be lifted.';

create table letter (
  lane    int  not null,
  letter  text not null,
  purpose text,
  title   json not null,
  text    json not null,
  primary key (lane, letter)
);
comment on table letter is 'What messages say, the same for everybody; with a purpose they are offers.';

create table message (
  lane      int    not null,
  message   bigint not null,
  subject   bigint not null,
  letter    text   not null,
  purpose   text   not null,
  offer     boolean not null,
  channel   text   not null,
  language  text   not null,
  queued_on date   not null,
  place     bigint not null,
  primary key (lane, message)
);
create index message_of on message (lane, subject, message);
create index message_place on message (lane, place);
comment on table message is 'Messages that were let out; whom they go to is read through the gate when they go.';

-- Not of the lane: filled from the journal, once.
create table message_delivery (
  lane     int         not null,
  message  bigint      not null,
  attempts int         not null default 0,
  next_try timestamptz not null,
  done_at  timestamptz,
  outcome  text        check (outcome in ('sent', 'withheld')),
  primary key (lane, message),
  check ((done_at is null) = (outcome is null))
);
create index message_undelivered on message_delivery (lane, next_try) where done_at is null;
comment on column message_delivery.outcome is 'withheld: the person thought otherwise before it went, or has no such address.';

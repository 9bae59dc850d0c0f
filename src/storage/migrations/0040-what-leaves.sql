-- What really leaves: messages that wait until whoever carries them is bound again, by whom each went, and claims that are pledged.

alter table message_delivery add column held text;
alter table message_delivery add column processor text;
alter table message_delivery drop constraint message_delivery_outcome_check;
alter table message_delivery
  add constraint message_delivery_outcome_check check (outcome in ('sent', 'withheld', 'expired'));
comment on column message_delivery.held is 'Why whoever carries it gets nothing: it goes when nothing is missing any more.';
comment on column message_delivery.processor is 'The processor of the register by whom it went; null where the institution sends itself.';
comment on column message_delivery.outcome is
  'withheld: the person thought otherwise before it went, or has no such address; expired: it was held for too long.';
create index message_held on message_delivery (lane, message) where done_at is null and held is not null;

alter table assignment add column pledged boolean not null default false;
alter table assignment alter column pledged drop default;
alter table assignment alter column notice drop not null;
alter table assignment add check (pledged or notice is not null);
comment on column assignment.pledged is 'The claim is pledged to whoever finances the institution: the creditor stays.';

create table standing_disclosure (
  lane      int    not null,
  subject   bigint not null,
  recipient text   not null,
  last_on   date   not null,
  due       date   check (due > last_on),
  primary key (lane, subject, recipient)
);
comment on table standing_disclosure is 'What goes to a recipient at regular times: when it went last, and by when it goes again.';

create table cash_code_message (
  lane      int         not null,
  code      bigint      not null,
  processor text        not null,
  at        timestamptz not null,
  primary key (lane, code)
);
comment on table cash_code_message is 'By which processor the last short message about a code went, and when.';

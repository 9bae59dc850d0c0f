-- An objection is done with when its answer went out; until then what overriding reasons carry stands still.

alter table objection
  add column language      text not null default 'en',
  add column sent_on       date,
  add column sent_evidence text,
  add check ((sent_on is null) = (sent_evidence is null)),
  add check (sent_on is null or state <> 'weighed');
alter table objection alter column language drop default;
-- Those that were answered before count as told of, on the day of their answer.
update objection set sent_on = answered_on, sent_evidence = 'before 0042' where state <> 'weighed';

drop index objection_open;
create index objection_open on objection (lane, answer_by) where sent_on is null;
create index objection_of on objection (lane, subject);
comment on column objection.language is 'In which the answer is wanted.';
comment on column objection.sent_evidence is 'Under which the archive keeps what shows that the answer went out.';

-- Claims that cannot be answered in time: the holding reply that says why; and when staff are reminded of an answer that falls due.

alter table claim
  add column held_on     date,
  add column held_by     text,
  add column held_for    text check (held_for in ('other-institution-asked', 'authority-asked', 'evidence-awaited', 'network-disturbed')),
  add column remind_on   date,
  add column reminded_on date,
  add check ((held_on is null) = (held_by is null) and (held_on is null) = (held_for is null)),
  add check (remind_on < answer_by);
comment on column claim.held_for is 'Why the answer takes longer, as the holding reply says.';
comment on column claim.remind_on is 'The day at whose close staff are reminded of the answer; null once they were.';
create index claim_reminded on claim (lane, answer_by) where answered_on is null and reminded_on is not null;

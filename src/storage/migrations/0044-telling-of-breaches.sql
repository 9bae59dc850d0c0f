-- Each person whom a breach concerns is told or not; and the officers' estimate of how many people and data it concerns.

alter table breach_subject
  add column standing text not null default 'named' check (standing in ('named', 'sending', 'letter', 'told')),
  add column message  bigint,
  add column told_at  timestamptz,
  add column evidence text,
  add check ((standing = 'told') = (told_at is not null)),
  add check (standing <> 'sending' or message is not null);
alter table breach_subject alter column standing drop default;
create index breach_subject_sending on breach_subject (lane, message) where standing = 'sending';
comment on column breach_subject.standing is 'letter: no machine reaches them, so that a letter is to go.';
comment on column breach_subject.message is 'The last message that was let out to them.';
comment on column breach_subject.evidence is 'Of a letter: under which the archive keeps what shows that it went.';

alter table breach
  add column persons           int check (persons >= 0),
  add column data_records      int check (data_records >= 0),
  add column told              int not null default 0,
  add column exemption_reasons text;
alter table breach alter column told drop default;
comment on column breach.persons is 'How many people it concerns, by the estimate of the officers.';
comment on column breach.data_records is 'How many data about them.';

-- Whoever was named in a breach that was closed counts as told of it; who of an open one was told, nobody noted.
update breach_subject s set standing = 'told', told_at = b.subjects_told_at, evidence = 'before 0044'
from breach b
where b.lane = s.lane and b.breach = s.breach and b.state = 'closed' and b.subjects_told_at is not null
  and b.exemption is null;
update breach set exemption_reasons = 'before 0044' where exemption is not null;
update breach b set told = (
  select count(*) from breach_subject s where s.lane = b.lane and s.breach = b.breach and s.standing = 'told');

-- Names that PostgreSQL gave: the last check of the table as it was made.
alter table breach drop constraint breach_check5;
alter table breach
  add check (told between 0 and affected),
  add check ((exemption is null) = (exemption_reasons is null)),
  add check (state = 'open' or risk <> 'high' or exemption is not null or (affected > 0 and told = affected));

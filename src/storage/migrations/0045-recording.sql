-- What may be recorded and used rests on what is on record: announcements of recordings that persons agreed to, and agreements with sellers
-- of cars. Ids, numbers of the archive and days.

create table recording_announcement (
  lane         int    not null,
  announcement bigint not null,
  subject      bigint not null,
  agreed_on    date   not null,
  recorded_on  date,
  primary key (lane, announcement)
);
comment on table recording_announcement is 'That a person agreed to the recording of a conversation before it began; recorded_on once a recording of it is kept.';

create table recording_refused (
  lane         int    not null,
  subject      bigint not null,
  announcement bigint not null,
  refused_on   date   not null,
  primary key (lane, subject)
);
comment on table recording_refused is 'When a person last did not want a conversation recorded: no announcement before that lets anything be kept.';

create table cooperation_agreement (
  lane      int    not null,
  agreement bigint not null,
  seller    text   not null,
  file      text   not null,
  from_day  date   not null,
  until_day date,
  primary key (lane, agreement),
  check (from_day <= until_day)
);
comment on table cooperation_agreement is 'That a seller or maker of cars covers the gap between market and campaign rate. Organisations and days only.';

-- Who acts for a person about their data and by what power; requests that came by a processor; offers made by people.

create table guardianship (
  lane        int    not null,
  ward        bigint not null,
  stage       text   not null check (stage in ('unknown', 'child', 'youth', 'adult')),
  stage_since date   not null,
  primary key (lane, ward)
);
create index guardianship_growing on guardianship (lane, ward) where stage <> 'adult';
comment on column guardianship.stage is 'Read off the birth date, which stands in the vault alone: child below the age of consent, youth until of age.';

create table guardian (
  lane        int    not null,
  ward        bigint not null,
  guardian    bigint not null,
  authority   text   not null check (authority in ('parent', 'guardian')),
  evidence    text   not null,
  since       date   not null,
  until       date   check (until >= since),
  ended_on    date,
  recorded_by text   not null,
  primary key (lane, ward, guardian)
);
create index guardian_of on guardian (lane, guardian);
comment on column guardian.evidence is 'Under which the archive keeps the birth certificate or the order of the court.';

alter table switch_change
  add column acted_by          bigint,
  add column authority         text check (authority in ('parent', 'guardian', 'authorisation')),
  add column authorisation     bigint,
  add column authority_clauses text[],
  add column request           bigint,
  add check ((acted_by is null) = (authority is null)),
  add check ((authority is null) = (authority_clauses is null)),
  drop constraint switch_change_way_check,
  add constraint switch_change_way_check
    check (way in ('internet-bank', 'unit', 'email', 'phone', 'letter', 'link', 'processor'));
comment on column switch_change.acted_by is 'Who asked for the person: nobody where the person did.';
comment on column switch_change.request is 'The request that came by a processor, which this carried out.';

alter table passed_on_request
  add column carried_out_on date,
  add column carried_out_by bigint,
  add column answer         text check (answer in ('done', 'declined')),
  add column evidence       text,
  add check ((carried_out_on is null) = (carried_out_by is null));
update passed_on_request set answer = 'done' where answered_on is not null;
create index passed_on_request_open on passed_on_request (lane, answer_by) where answered_on is null;
comment on column passed_on_request.carried_out_by is 'The change of the person''s switches that did what was asked.';

alter table objection add column request bigint;

create table offer_attempt (
  lane     int         not null,
  message  bigint      not null,
  subject  bigint      not null,
  channel  text        not null,
  tries    int         not null check (tries > 0),
  outcome  text        not null check (outcome in ('reached', 'refused', 'not-reached', 'printed')),
  staff    text        not null,
  at       timestamptz not null,
  tried_on date        not null,
  primary key (lane, message)
);
comment on table offer_attempt is 'What became of an offer that a person made by telephone, by post or at an event: the last attempt.';

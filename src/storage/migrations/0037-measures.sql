-- What shows that measures protecting personal data are taken: tests of measures, training of staff, reviews of processors, and checks of
-- suppliers' representatives. Codes, numbers of the archive, days and words of closed lists.

create table measure_test (
  lane      int    not null,
  test      bigint not null,
  measure   text   not null,
  act       text   not null check (act in ('test', 'renewal')),
  result    text   check (result in ('works', 'fails')),
  tested_on date   not null,
  evidence  text   not null,
  role      text   not null,
  staff     text,
  primary key (lane, test),
  check ((act = 'test') = (result is not null))
);
create index measure_test_of on measure_test (lane, measure, tested_on);
comment on table measure_test is 'Tests and renewals of measures that protect personal data (GDPR, Article 32(1)(d)).';
comment on column measure_test.measure is 'The id of a measure of the register.';
comment on column measure_test.evidence is 'Under which the archive keeps what was found; of a drill its id.';

create table training (
  lane       int    not null,
  training   bigint not null,
  member     text   not null,
  topic      text   not null,
  trained_on date   not null,
  taught_by  text   not null,
  evidence   text   not null,
  primary key (lane, training)
);
create index training_of on training (lane, member, topic, trained_on);
comment on table training is 'What staff were taught about protecting personal data.';
comment on column training.member is 'The code of one of staff.';
comment on column training.taught_by is 'The code of one of staff, or the number of an organisation.';

create table provider_review (
  lane        int    not null,
  provider    text   not null,
  review      bigint not null,
  kind        text   not null check (kind in ('vetting', 'monitoring')),
  result      text   not null check (result in ('passed', 'failed')),
  reviewed_on date   not null,
  evidence    text   not null,
  role        text   not null,
  staff       text,
  primary key (lane, provider, review)
);
comment on table provider_review is 'Vetting of processors, and reviews after it: the last one says whether data may go there.';
comment on column provider_review.provider is 'The id of a processor of the register.';

create table background_check (
  lane       int    not null,
  background bigint not null,
  subject    bigint not null,
  role       text   not null,
  supplier   text   not null,
  access     text[] not null check (cardinality(access) > 0),
  file       text   not null,
  checked_on date   not null,
  staff      text,
  primary key (lane, background)
);
create index background_check_of on background_check (lane, subject);
comment on table background_check is 'Whose past was checked before they entered premises or systems, for which supplier. What was found is not here.';
comment on column background_check.supplier is 'The number of the organisation that they represent.';
comment on column background_check.file is 'Under which the archive keeps the order that lets them in.';

create table recipient_undertaking (
  lane      int  not null,
  recipient text not null,
  receiver  text not null,
  document  text not null,
  signed_on date not null,
  until     date,
  staff     text,
  primary key (lane, recipient, receiver),
  check (until is null or until >= signed_on)
);
comment on table recipient_undertaking is 'Who undertook to obey the rules of security and confidentiality before receiving personal data.';
comment on column recipient_undertaking.receiver is 'By the number of the organisation.';
comment on column recipient_undertaking.document is 'Under which the archive keeps what was signed.';

-- The register of breaches of personal data. Words of closed lists, moments and numbers of the archive: nothing personal but ids.

create table breach (
  lane                int         not null,
  breach              bigint      not null,
  went_on_from        timestamptz not null,
  went_on_until       timestamptz not null,
  aware_at            timestamptz not null,
  notify_by           timestamptz not null,
  natures             text[]      not null,
  kinds               text[]      not null,
  role                text,
  staff               text,
  file                text        not null,
  state               text        not null check (state in ('open', 'closed')),
  risk                text        check (risk in ('none', 'risk', 'high')),
  consequences        text[]      not null,
  remedies            text[]      not null,
  affected            int         not null check (affected >= 0),
  authority_told_at   timestamptz,
  authority_reference text,
  delay_reasons       text,
  subjects_told_at    timestamptz,
  exemption           text,
  closed_at           timestamptz,
  primary key (lane, breach),
  check (went_on_from <= went_on_until),
  check ((authority_told_at is null) = (authority_reference is null)),
  check (authority_told_at is null or authority_told_at <= notify_by or delay_reasons is not null),
  check ((state = 'closed') = (closed_at is not null)),
  check (state = 'open' or risk = 'none' or authority_told_at is not null),
  check (state = 'open' or risk <> 'high' or subjects_told_at is not null)
);
create index breach_open on breach (lane, notify_by) where state = 'open';
comment on table breach is 'Every breach of personal data, with what came of it and what was done (GDPR, Article 33(5)).';
comment on column breach.file is 'Under which the archive keeps what is known of it.';

create table breach_subject (
  lane    int    not null,
  breach  bigint not null,
  subject bigint not null,
  primary key (lane, breach, subject)
);
create index breach_subject_of on breach_subject (lane, subject);
comment on table breach_subject is 'Who is affected by a breach.';

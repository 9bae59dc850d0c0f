-- Facts know in which role a person was concerned, where each came from by the register's own names, how long it is valid, and, where it
-- was put together from others, from which.
alter table fact
  drop constraint fact_source_check,
  add column role text,
  add column valid_from date,
  add column valid_until date,
  add column combines bigint[];
comment on column fact.source is 'A source of the register: see the pack.';
comment on column fact.role is 'The role of the register in which the person is concerned.';
comment on column fact.combines is 'The facts that it was put together from.';

-- Notices owed to persons whose data somebody else gave.
create table notice_owed (
  lane     integer not null,
  subject  bigint  not null,
  since    date    not null,
  due      date    not null,
  settled  date,
  how      text,
  primary key (lane, subject)
);
comment on column notice_owed.how is 'How it was settled: the version that was shown, or the exception that was recorded.';

-- Whoever works with data in the institution has a role of the register.
alter table api_token drop constraint api_token_role_check;
alter table api_token add constraint api_token_role_check check (role in (
  'customer', 'representative', 'teller', 'operator', 'credit-officer', 'marketing-officer', 'compliance-officer',
  'security-officer', 'data-protection-officer', 'auditor', 'atm'));

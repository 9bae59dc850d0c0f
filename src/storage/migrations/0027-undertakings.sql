-- Members of staff who undertook confidentiality: before that, the gate lets them read nothing.
create table undertaking (
  lane    integer not null,
  staff   text    not null,
  signed  date    not null,
  wording text    not null,
  primary key (lane, staff)
);
comment on column undertaking.wording is 'The wording that was signed: the clause that asks for it, with its version.';

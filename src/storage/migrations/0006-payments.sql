-- Corrections: who proposed to reverse a decision's entries, and who approved it.

create table correction (
  lane        int    not null,
  correction  bigint not null,
  place       bigint not null,
  ground      text   not null check (ground in ('wrong-amount', 'wrong-account', 'twice', 'not-ordered', 'other')),
  proposed_by text   not null,
  approved_by text   check (approved_by <> proposed_by),
  primary key (lane, correction)
);
comment on column correction.place is 'The decision whose entries are reversed.';

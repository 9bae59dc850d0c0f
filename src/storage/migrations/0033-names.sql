-- By what parts of a name a person is found: keyed blind indexes, none of them readable.
create table party_name (
  lane  integer not null,
  part  text    not null,
  party bigint  not null,
  primary key (lane, part, party)
);
comment on column party_name.part is 'Blind index of a part of the name, former names included.';
create index party_name_by_party on party_name (lane, party);


-- What a person allowed, forbade, objected to and had restricted, by purpose: read with every passage through the gate.
create table switches (
  lane     integer not null,
  subject  bigint  not null,
  switches jsonb   not null,
  primary key (lane, subject)
);
comment on column switches.switches is 'Consents that stand, stops, restrictions and the chosen channel; see src/privacy/switches/rules.ts.';


-- What a person chose in one entity of a group is taken over by the others.
alter table switch_change
  drop constraint switch_change_way_check,
  add constraint switch_change_way_check
    check (way in ('internet-bank', 'unit', 'email', 'phone', 'letter', 'link', 'processor', 'group'));
comment on column switch_change.evidence is 'Under which the archive keeps what came on paper, by e-mail or by phone; of what came from another entity, the change there.';
comment on column party_code.code is 'Blind index of a personal code or registration number, former ones included; of a person in a group of entities, also the one that is the same in all of them.';

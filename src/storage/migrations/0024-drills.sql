-- Drills: that what is backed up can be restored. A few rows a year, of the institution as a whole.

create table drill (
  drill    uuid        not null primary key default uuidv7(),
  at       timestamptz not null,
  sound    boolean     not null,
  report   json        not null,
  recorded boolean     not null default false
);
comment on table drill is 'Every drill: a backup made, restored into a scratch database and verified.';
comment on column drill.report is 'Counts, seconds and what was found; no personal data.';
comment on column drill.recorded is 'Whether each lane has its decision about it; the server that holds the lanes sees to that.';

-- How far a lane's days are closed: one row a lane, in place of a row for each day; the journal tells of every day that was closed.

create table day_end (
  lane     int  not null primary key,
  next_day date not null,
  open_day text
);
comment on column day_end.next_day is 'The first day that is not closed.';
comment on column day_end.open_day is 'JSON: what was done of that day''s close; null before it begins.';

-- A close asks what happened on a day by place. Blocks that are not summarised are read whole, and without this they would be until the
-- table has grown by a fifth.
alter index account_event_place set (autosummarize = on);

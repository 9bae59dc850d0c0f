-- What who read showed for it, such as the number of a case: for whoever looks into the log. Null where nothing was shown.
alter table access_log add column shown text[];
comment on column access_log.shown is 'What was shown for it: kind and number of each paper.';

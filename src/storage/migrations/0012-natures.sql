-- What an entry may be, besides: what an excess costs, penalties apart from it, tax withheld, seizures, and money that came back.

alter table account_event drop constraint account_event_nature_check;
alter table account_event add constraint account_event_nature_check check (nature between 1 and 14);
comment on column account_event.nature is
  'Of an entry: 1 transfer, 2 incoming, 3 outgoing, 4 cash, 5 fee, 6 interest, 7 capture, 8 forced, 9 reversal, 10 charge, 11 penalty, 12 tax, 13 seizure, 14 returned';

-- Entries whose value date is still to come, in the order of that date: few, and the only ones for which an account can be in excess by value
-- date while its booked balance is not.
create index account_event_future on account_event (lane, value_date) where value_date > booking_date;

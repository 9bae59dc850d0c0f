-- Where personal data came with a command, what stands for its body has a second half of its own.

alter table decision
  drop constraint decision_body_mac_check,
  add constraint decision_body_mac_check check (length(body_mac) in (16, 32));
comment on column decision.body_mac is
  'SHA-256 over what was asked but for personal data; for these, 4 bytes that name a key and 12 of an HMAC under it. Every erasure destroys the key.';

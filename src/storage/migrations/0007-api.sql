-- Tokens by which programs are known to the API, until people sign in. Only hashes are kept.

create table api_token (
  token_hash bytea       not null primary key check (length(token_hash) = 32),
  client     text        not null,
  role       text        not null check (role in ('customer', 'representative', 'teller', 'operator', 'auditor')),
  party      bigint,
  staff      text,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  check ((role in ('customer', 'representative')) = (party is not null)),
  check ((party is null) <> (staff is null))
);
comment on table api_token is 'Of the institution as a whole, not of a lane: a few for each program.';
comment on column api_token.token_hash is 'SHA-256 of the token.';
comment on column api_token.client is 'Who sends: scopes idempotency keys.';

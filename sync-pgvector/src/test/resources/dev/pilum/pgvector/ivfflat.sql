-- For an administrator
create extension if not exists vector;
create schema if not exists "Vectors";
grant usage, create on schema "Vectors" to "app role";

-- For the role that mirrors
create table if not exists "Vectors"."my ""own"" table" (
  "id" bigint primary key,
  "embedding" vector(384),
  "large" vector(3072),
  "huge" vector(8000),
  "halves" halfvec(4000),
  "signs" bit(1024)
);
create index if not exists "my ""own"" table_embedding_ivfflat" on "Vectors"."my ""own"" table" using ivfflat ("embedding" vector_cosine_ops) with (lists = 100);
create index if not exists "my ""own"" table_large_ivfflat" on "Vectors"."my ""own"" table" using ivfflat (("large"::halfvec(3072)) halfvec_l2_ops) with (lists = 100);
create index if not exists "my ""own"" table_halves_ivfflat" on "Vectors"."my ""own"" table" using ivfflat ("halves" halfvec_ip_ops) with (lists = 100);
create index if not exists "my ""own"" table_signs_ivfflat" on "Vectors"."my ""own"" table" using ivfflat ("signs" bit_hamming_ops) with (lists = 100);
create table if not exists "Vectors"."pilum_sync" (
  target_table text primary key,
  source_table_id text not null,
  version bigint not null,
  within_version bigint not null,
  up_to_version bigint not null,
  commit_id text not null,
  feed text not null,
  columns text not null,
  synced_at timestamptz not null
);
-- no index: column 'huge' has 8000 coordinates; pgvector indexes 2000 as vector, 4000 as halfvec, 64000 as bit at most

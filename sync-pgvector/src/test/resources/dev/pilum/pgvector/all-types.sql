-- For an administrator
create extension if not exists vector;
create schema if not exists "public";

-- For the role that mirrors
create table if not exists "public"."docs" (
  "id" text primary key,
  "flag" boolean,
  "i8" smallint,
  "i16" smallint,
  "i32" integer,
  "i64" bigint,
  "u8" smallint,
  "u16" integer,
  "u32" bigint,
  "f16" real,
  "f32" real,
  "f64" double precision,
  "price" numeric(20,4),
  "words" text,
  "blob" bytea,
  "day" date,
  "hour" time,
  "local" timestamp,
  "at" timestamptz,
  "uid" uuid,
  "tags" text[],
  "numbers" bigint[],
  "prices" numeric(10,2)[],
  "info" jsonb,
  "v32" vector(3),
  "v16" halfvec(3),
  "v8" halfvec(3),
  "bits" bit(16),
  "many" vector(2)[]
);
create index if not exists "docs_v32_hnsw" on "public"."docs" using hnsw ("v32" vector_cosine_ops);
create index if not exists "docs_v16_hnsw" on "public"."docs" using hnsw ("v16" halfvec_l2_ops);
create index if not exists "docs_v8_hnsw" on "public"."docs" using hnsw ("v8" halfvec_ip_ops);
create index if not exists "docs_bits_hnsw" on "public"."docs" using hnsw ("bits" bit_hamming_ops);
create table if not exists "public"."pilum_sync" (
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
-- no index: column 'many' holds several vectors in each row, which pgvector does not index

/*
 * LanceDB for pilum bench compare, in a process of its own. Reads one JSON object per line and answers each with one: {"op": "search",
 * ...} with {"nanos": [...], "answers": [[...]], "wall": ...}, or {"error": "..."}. A command has many calls, each timed here, so that
 * talking to this process is not what is measured. Vectors come as base64 of little-endian float32.
 */
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { connect, Index, rerankers } from "@lancedb/lancedb";

/* Not by import, which loads Arrow a second time: LanceDB would not know these tables as Arrow's and take them apart. */
const arrow = createRequire(import.meta.url)("apache-arrow");
const { Field, FixedSizeList, Float32, Int32, makeData, RecordBatch, Schema, Struct, Table, Utf8, vectorFromArray } = arrow;

const TABLE = "docs";
/* Below, LanceDB advises against a vector index. */
const INDEXED_FROM = 1000;
/* Candidates that are compared again by the vectors themselves, for each row that is wanted. */
const REFINED = 2;

let table;
let fusion;

const commands = {
  async create({ folder, dimension }) {
    const db = await connect(folder);
    table = await db.createEmptyTable(TABLE, schema(dimension));
    return {};
  },
  async open({ folder }) {
    const start = process.hrtime.bigint();
    table = await (await connect(folder)).openTable(TABLE);
    return { nanos: [since(start)] };
  },
  async write({ replaces, keys, buckets, bodies, vectors, perCall, threads, budget }) {
    const floats = decoded(vectors, keys.length);
    const writers = Array.from({ length: threads }, (_, first) => {
      const own = keys.map((_, i) => i).filter((i) => i % threads === first);
      return columns(own, keys, buckets, bodies, floats);
    });
    const begin = process.hrtime.bigint();
    const parts = await Promise.all(
      writers.map((own) => calls(Math.ceil(own.keys.length / perCall), budget, (i) => write(own, i * perCall, (i + 1) * perCall, replaces))),
    );
    return {
      nanos: parts.flatMap((part) => part.nanos),
      answers: parts.flatMap((part) => part.answers),
      wall: since(begin),
    };
  },
  move({ keys, bucket, budget }) {
    return calls(keys.length, budget, async (i) => {
      await table.update({ where: `key = ${keys[i]}`, values: { bucket } });
      return [];
    });
  },
  delete({ keys, budget }) {
    return calls(keys.length, budget, async (i) => {
      await table.delete(`key = ${keys[i]}`);
      return [];
    });
  },
  get({ keys, budget }) {
    return calls(keys.length, budget, async (i) => {
      const rows = await table.query().where(`key = ${keys[i]}`).limit(1).toArray();
      return rows.length === 0 ? [] : [rows[0].bucket, rows[0].body.length, rows[0].embedding.length];
    });
  },
  exists({ keys, budget }) {
    return calls(keys.length, budget, async (i) => [(await table.countRows(`key = ${keys[i]}`)) > 0 ? 1 : 0]);
  },
  search({ queries, count, limit, breadth, below, budget }) {
    const floats = decoded(queries, count);
    return calls(count, budget, (i) => {
      let query = nearest(table.query(), floats[i], breadth, limit);
      query = below < 1000 ? query.where(`bucket < ${below}`) : query;
      return keysOf(query.limit(limit));
    });
  },
  words({ words, limit, budget }) {
    return calls(words.length, budget, (i) => keysOf(table.query().fullTextSearch(words[i], { columns: ["body"] }).limit(limit)));
  },
  async hybrid({ queries, words, limit, breadth, budget }) {
    fusion ??= await rerankers.RRFReranker.create();
    const floats = decoded(queries, words.length);
    return calls(words.length, budget, (i) =>
      keysOf(nearest(table.query().fullTextSearch(words[i], { columns: ["body"] }), floats[i], breadth, limit).rerank(fusion).limit(limit)),
    );
  },
  async settle() {
    await table.createIndex("key", { config: Index.btree() });
    await table.createIndex("bucket", { config: Index.btree() });
    await table.createIndex("body", { config: Index.fts({ stem: true, removeStopWords: true }) });
    if ((await table.countRows()) >= INDEXED_FROM) {
      const config = Index.hnswSq({ distanceType: "cosine", numPartitions: 1, m: 16, efConstruction: 200 });
      await table.createIndex("embedding", { config });
    }
    await table.optimize();
    return {};
  },
  async count() {
    return { count: await table.countRows() };
  },
};

function schema(dimension) {
  return new Schema([
    new Field("key", new Int32(), false),
    new Field("bucket", new Int32(), false),
    new Field("body", new Utf8(), false),
    new Field("embedding", new FixedSizeList(dimension, new Field("item", new Float32(), true)), false),
  ]);
}

/* Rows as a program has them that knows Arrow: one typed array for each column of numbers. */
function columns(rows, keys, buckets, bodies, floats) {
  const dimension = floats[rows[0]]?.length ?? 0;
  const coordinates = new Float32Array(rows.length * dimension);
  rows.forEach((row, i) => coordinates.set(floats[row], i * dimension));
  return {
    dimension,
    coordinates,
    keys: Int32Array.from(rows, (row) => keys[row]),
    buckets: Int32Array.from(rows, (row) => buckets[row]),
    bodies: rows.map((row) => bodies[row]),
  };
}

/* Some of the rows as an Arrow table that shares their numbers: LanceDB takes rows of JavaScript objects too, but reads each number of them. */
function batch(all, from, to) {
  const { dimension } = all;
  const keys = all.keys.subarray(from, to);
  const fields = schema(dimension);
  const data = (column, array) => makeData({ type: fields.fields[column].type, length: keys.length, nullCount: 0, data: array });
  const coordinates = all.coordinates.subarray(from * dimension, to * dimension);
  const embedding = makeData({
    type: fields.fields[3].type,
    length: keys.length,
    nullCount: 0,
    child: makeData({ type: new Float32(), length: coordinates.length, nullCount: 0, data: coordinates }),
  });
  const bodies = vectorFromArray(all.bodies.slice(from, to), new Utf8()).data[0];
  const children = [data(0, keys), data(1, all.buckets.subarray(from, to)), bodies, embedding];
  return new Table(new RecordBatch(fields, makeData({ type: new Struct(fields.fields), length: keys.length, nullCount: 0, children })));
}

async function write(all, from, to, replaces) {
  const rows = batch(all, from, to);
  if (replaces) {
    await table.mergeInsert("key").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
  } else {
    await table.add(rows);
  }
  return [];
}

/* A walk keeps at least as many as are compared again. */
function nearest(query, vector, breadth, limit) {
  const ef = Math.max(breadth, REFINED * limit);
  return query.nearestTo(vector).column("embedding").distanceType("cosine").ef(ef).refineFactor(REFINED);
}

async function keysOf(query) {
  const rows = await query.select(["key"]).toArray();
  return rows.map((row) => row.key);
}

function decoded(base64, count) {
  const bytes = Buffer.from(base64, "base64");
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const dimension = all.length / count;
  return Array.from({ length: count }, (_, i) => all.subarray(i * dimension, (i + 1) * dimension));
}

async function calls(count, budget, call) {
  const nanos = [];
  const answers = [];
  const begin = process.hrtime.bigint();
  for (let i = 0; i < count && (i === 0 || since(begin) < budget); i++) {
    const start = process.hrtime.bigint();
    answers.push(await call(i));
    nanos.push(since(start));
  }
  return { nanos, answers, wall: since(begin) };
}

function since(start) {
  return Number(process.hrtime.bigint() - start);
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const command = JSON.parse(line);
  let answer;
  try {
    answer = await commands[command.op](command);
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}

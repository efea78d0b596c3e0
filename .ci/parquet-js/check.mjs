/*
 * Reads rows.parquet of a folder with hyparquet and compares it with rows.jsonl beside it, which Pilum wrote of the same table. JSON has
 * 64-bit integers as numbers, timestamps as ISO text, and bytes, vectors of int8 and of bits as base64.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const folder = process.argv[2];
const expected = readFileSync(join(folder, "rows.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, "rows.parquet")), utf8: false });
assert.equal(rows.length, expected.length, "rows");
assert.ok(rows.length > 0);
rows.forEach((row, place) => {
  assert.deepEqual(Object.keys(row), Object.keys(expected[place]), `columns of row ${place}`);
  for (const name of Object.keys(row)) {
    assert.deepEqual(plain(row[name], expected[place][name]), expected[place][name], `${name}, row ${place}`);
  }
});
console.log(`ok rows.parquet, ${rows.length} rows`);

/* Returns a value in the form that `wanted` has. */
function plain(value, wanted) {
  if (value === undefined || value === null) {
    return null;
  }
  if (typeof value === "bigint") {
    return Number(value);
  }
  if (value instanceof Date) {
    return value.toISOString().replace(".000Z", "Z");
  }
  if (value instanceof Uint8Array || (Array.isArray(value) && typeof wanted === "string")) {
    return Buffer.from(value).toString("base64");
  }
  if (Array.isArray(value)) {
    return value.map((element, place) => plain(element, wanted?.[place]));
  }
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part, wanted?.[name])]));
  }
  return Number.isNaN(value) ? "NaN" : value;
}

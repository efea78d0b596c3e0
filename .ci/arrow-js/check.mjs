/*
 * Reads every <name>.arrow of a folder with apache-arrow and compares it with <name>.json beside it:
 *
 *   {"rows": 2, "columns": [{"name": "id", "type": "Int64", "values": ["7", null]}]}
 *
 * `type` is how apache-arrow prints the type; leave it out to compare values only. Values are written so that JSON loses nothing:
 *   bool                             true, false
 *   integers up to 32 bits           number
 *   64-bit integers                  decimal string
 *   floating point                   number, or "NaN", "Infinity", "-Infinity"
 *   decimal                          unscaled value as decimal string
 *   utf8                             string
 *   binary, fixed-size binary        lower-case hex
 *   date, time, timestamp            the stored whole number as decimal string
 *   list, fixed-size list            array
 *   struct                           object
 *   absent                           null
 */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC, Type } from "apache-arrow";

const folder = process.argv[2];
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".arrow"))
  .map((file) => file.slice(0, -".arrow".length))
  .sort();
assert.ok(names.length > 0, `${folder} holds no .arrow file`);
for (const name of names) {
  check(name);
  console.log(`ok ${name}.arrow`);
}

function check(name) {
  const expected = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const table = tableFromIPC(readFileSync(join(folder, `${name}.arrow`)));
  assert.equal(table.numRows, expected.rows, `${name}: rows`);
  assert.deepEqual(
    table.schema.fields.map((field) => field.name),
    expected.columns.map((column) => column.name),
    `${name}: columns`,
  );
  expected.columns.forEach((column, place) => checkColumn(name, table.getChildAt(place), column));
}

function checkColumn(name, vector, column) {
  if (column.type !== undefined) {
    assert.equal(String(vector.type), column.type, `${name}: type of ${column.name}`);
  }
  column.values.forEach((value, row) =>
    assert.deepEqual(plain(vector, row), value, `${name}: column ${column.name}, row ${row}`),
  );
  assert.equal(vector.length, column.values.length, `${name}: length of ${column.name}`);
}

function plain(vector, row) {
  if (!vector.isValid(row)) {
    return null;
  }
  switch (vector.type.typeId) {
    case Type.List:
    case Type.FixedSizeList:
      return elements(vector.get(row));
    case Type.Struct:
      return Object.fromEntries(
        vector.type.children.map((field, place) => [field.name, plain(vector.getChildAt(place), row)]),
      );
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
      return stored(vector, row, (data, index) => String(data.values[index]));
    case Type.Decimal:
      return stored(vector, row, decimal);
    case Type.Binary:
    case Type.FixedSizeBinary:
      return Buffer.from(vector.get(row)).toString("hex");
    case Type.Float:
      return number(vector.get(row));
    default:
      return typeof vector.get(row) === "bigint" ? String(vector.get(row)) : vector.get(row);
  }
}

function elements(list) {
  return Array.from({ length: list.length }, (_, place) => plain(list, place));
}

function number(value) {
  return Number.isFinite(value) ? value : String(value);
}

/* Vector.get turns times into milliseconds and may round them; the stored number is what was promised. */
function stored(vector, row, read) {
  let index = row;
  for (const data of vector.data) {
    if (index < data.length) {
      return read(data, index);
    }
    index -= data.length;
  }
  throw new RangeError(`row ${row} of ${vector.length}`);
}

function decimal(data, index) {
  const words = data.values.subarray(index * data.stride, (index + 1) * data.stride);
  const unsigned = words.reduceRight((value, word) => (value << 32n) | BigInt(word >>> 0), 0n);
  return String(BigInt.asIntN(32 * data.stride, unsigned));
}

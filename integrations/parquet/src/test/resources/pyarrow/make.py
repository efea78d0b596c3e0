"""Writes the Parquet files of this folder with pyarrow, and as JSON what is in them."""

import datetime as dt
import decimal
import json
import uuid

import pyarrow as pa
import pyarrow.parquet as pq

# As LanceDB hands over a table: fixed-size lists, large text, timestamps of nanoseconds.
lance = pa.table(
    {
        "id": pa.array([1, 2, 3], pa.int64()),
        "vector": pa.array([[1.5, -2, 0], None, [0.1, 0.2, 0.3]], pa.list_(pa.float32(), 3)),
        "half": pa.array([[1.5, 2.5], [0, -1], None], pa.list_(pa.float16(), 2)),
        "codes": pa.array([[1, -128], [127, 0], [3, 4]], pa.list_(pa.int8(), 2)),
        "double": pa.array([[1, 2], [3, 4], [5, 6.5]], pa.list_(pa.float64(), 2)),
        "text": pa.array(["漢字 😀", None, ""], pa.large_string()),
        "at": pa.array([0, 1_000, None], pa.timestamp("ns", "UTC")),
        "__index_level_0__": pa.array([0, 1, 2]),
    }
)
pq.write_table(lance, "lance.parquet", compression="zstd")

scalars = pa.table(
    {
        "b": pa.array([True, None, False]),
        "i8": pa.array([-128, None, 127], pa.int8()),
        "u16": pa.array([0, None, 65535], pa.uint16()),
        "u32": pa.array([0, None, 4294967295], pa.uint32()),
        "u64": pa.array([0, None, 9223372036854775807], pa.uint64()),
        "f16": pa.array([1.5, None, -0.25], pa.float16()),
        "f32": pa.array([1.5, None, 0.1], pa.float32()),
        "f64": pa.array([1.5, None, 0.1]),
        "dec": pa.array([decimal.Decimal("-1.50"), None, decimal.Decimal("12345678901234567890.12")], pa.decimal128(22, 2)),
        "small dec": pa.array([decimal.Decimal("-1.50"), None, decimal.Decimal("7.25")], pa.decimal128(5, 2)),
        "bin": pa.array([b"\x00\xff", None, b""]),
        "day": pa.array([dt.date(1969, 12, 31), None, dt.date(2024, 2, 29)]),
        "time": pa.array([dt.time(0, 0, 0, 1), None, dt.time(23, 59, 59)], pa.time64("us")),
        "millis": pa.array([dt.time(0, 0, 0, 1000), None, dt.time(23, 59, 59)], pa.time32("ms")),
        "ts": pa.array([dt.datetime(1969, 12, 31, 23, 59, 59, 999999), None, dt.datetime(2024, 2, 29)], pa.timestamp("us")),
        "berlin": pa.array([dt.datetime(2024, 2, 29, 12), None, dt.datetime(1900, 1, 1)], pa.timestamp("ms", "Europe/Berlin")),
        "uuid": pa.array([uuid.UUID(int=1).bytes, None, uuid.UUID(int=2**128 - 1).bytes], pa.uuid()),
        "word": pa.array(["x", None, "x"]).dictionary_encode(),
        "tags": pa.array([["a", None], None, []], pa.list_(pa.string())),
        "place": pa.array([{"city": "Köln", "zip": 5}, None, {"city": None, "zip": None}]),
        "many": pa.array([[[1.0, 2.0], [3.0, 4.0]], None, []], pa.list_(pa.list_(pa.float32(), 2))),
    }
)
for codec in ["none", "snappy", "gzip", "zstd", "lz4"]:
    pq.write_table(scalars, f"scalars-{codec}.parquet", compression=codec, data_page_version="2.0" if codec == "gzip" else "1.0")

# Without the Arrow schema, as DuckDB and Spark write.
bare = pa.table({"id": pa.array(range(5), pa.int32()), "v": pa.array([[i, 0.5] for i in range(5)], pa.list_(pa.float32())), "ragged": pa.array([[0.5] * i for i in range(5)], pa.list_(pa.float32()))})
pq.write_table(bare, "bare.parquet", store_schema=False, row_group_size=2, use_deprecated_int96_timestamps=True)
pq.write_table(pa.table({"at": pa.array([0, 1_000, None], pa.timestamp("ns"))}), "int96.parquet", store_schema=False, use_deprecated_int96_timestamps=True)
pq.write_table(pa.table({"m": pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int32()))}), "map.parquet")

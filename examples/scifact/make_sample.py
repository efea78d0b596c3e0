#!/usr/bin/env python3
"""Makes the sample in this folder from the whole SciFact set.

Usage: make_sample.py SOURCE

SOURCE holds corpus.jsonl, queries.jsonl, qrels.tsv, base.fvecs and query.fvecs: the 5,183 abstracts, the 300 judged
test claims, and their all-MiniLM-L6-v2 vectors, row k of a vector file belonging to line k of its text file.
Kept are the first 100 claims, every abstract relevant to one of them, and as many others, evenly spaced, as make 1,000.
"""

import array
import json
import math
import pathlib
import struct
import sys

CLAIMS = 100
ABSTRACTS = 1000
NEIGHBOURS = 10
HERE = pathlib.Path(__file__).resolve().parent


def read_lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_vectors(path):
    raw = path.read_bytes()
    width = 4 + 4 * struct.unpack_from("<i", raw)[0]
    return [array.array("f", raw[at + 4 : at + width]) for at in range(0, len(raw), width)]


def read_judgements(path):
    rows = [line.split("\t") for line in path.read_text().splitlines()[1:]]
    return [(claim, abstract) for claim, abstract, _ in rows]


def write_lines(name, rows):
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (HERE / name).write_text(text, encoding="utf-8")


def write_vectors(name, rows, kind):
    with open(HERE / name, "wb") as out:
        for row in rows:
            out.write(struct.pack("<i", len(row)) + array.array(kind, row).tobytes())


def chosen_rows(corpus, relevant):
    """Returns row numbers in rising order: the relevant ones and evenly spaced others."""
    needed = [row for row, line in enumerate(corpus) if line["id"] in relevant]
    others = [row for row, line in enumerate(corpus) if line["id"] not in relevant]
    extra = ABSTRACTS - len(needed)
    return sorted(needed + [others[i * len(others) // extra] for i in range(extra)])


def unit(vector):
    length = math.sqrt(sum(x * x for x in vector))
    return [x / length for x in vector]


def nearest(query, base):
    """Returns the rows of the greatest cosine, ties by lower row."""
    cosines = [sum(map(lambda x, y: x * y, query, row)) for row in base]
    return sorted(range(len(base)), key=lambda row: (-cosines[row], row))[:NEIGHBOURS]


def main(source):
    corpus = read_lines(source / "corpus.jsonl")
    claims = read_lines(source / "queries.jsonl")[:CLAIMS]
    known = {claim["id"] for claim in claims}
    judgements = [pair for pair in read_judgements(source / "qrels.tsv") if pair[0] in known]
    rows = chosen_rows(corpus, {abstract for _, abstract in judgements})

    kept = [corpus[row] | {"words": len(corpus[row]["text"].split())} for row in rows]
    all_base = read_vectors(source / "base.fvecs")
    base = [all_base[row] for row in rows]
    queries = read_vectors(source / "query.fvecs")[:CLAIMS]

    write_lines("corpus.jsonl", kept)
    write_lines("queries.jsonl", claims)
    pairs = "".join(f"{claim}\t{abstract}\t1\n" for claim, abstract in judgements)
    (HERE / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + pairs)
    write_vectors("base.fvecs", base, "f")
    write_vectors("query.fvecs", queries, "f")
    units = [unit(row) for row in base]
    write_vectors("gt_cos.ivecs", [nearest(unit(query), units) for query in queries], "i")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))

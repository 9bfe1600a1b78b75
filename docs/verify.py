#!/usr/bin/env python3
"""Verify an export of a Charte record, without Charte.

    python3 verify.py export.jsonl [NUMBER:HASH ...]

The format stands in record-format.md. Each NUMBER:HASH is a head that was kept
elsewhere. Needs Python 3 and nothing else."""
import hashlib
import json
import sys


def digest(r, number):
    """The hash that a record has under a number."""
    choice = " ".join(sorted(f"{k}={str(v).lower()}" for k, v in r["choice"].items()))
    lines = ["charte-record-1", str(number), r["time"], r["decision"], choice, r["scope"], r["text"],
             r["language"], r["portal"], str(r["gpc"]).lower(), r["receipt"], r["ends"], r["previous"]]
    return hashlib.sha256(("\n".join(lines) + "\n").encode()).hexdigest()


def at_fault(r, number, hashes, following):
    """Which record to blame where r does not stand under the number it should."""
    last, before = hashes[-1], hashes[-2] if len(hashes) > 1 else None
    if before is not None:  # the record before r was the first to be verified, or a later one
        whole = r["sequence"] == number and digest(r, number) == r["hash"]
        if whole and (following is None or following["previous"] == r["hash"]):
            return number - 1  # all that follows vouches for r: the one before was rewritten
        if not whole and r["previous"] == before and digest(r, number - 1) == r["hash"]:
            return number - 1  # r took that place until a forged record pushed it on
    return number


def verify(lines, heads):
    start = json.loads(next(lines))
    if start["format"] != "charte-export-1":
        sys.exit("this is not an export that this program knows")
    heads.append((start["head"]["sequence"], start["head"]["hash"]))
    number, hashes = start["after"]["sequence"], [start["after"]["hash"]]
    for line in lines:
        r = json.loads(line)
        if (r["sequence"], r["previous"], r["hash"]) != (number + 1, hashes[-1], digest(r, number + 1)):
            return at_fault(r, number + 1, hashes, next(map(json.loads, lines), None)), None
        if any(n == number and h != hashes[-1] for n, h in heads):
            return number, None
        number, hashes = number + 1, [hashes[-1], r["hash"]]
    if any(n == number and h != hashes[-1] for n, h in heads):
        return number, None
    return (None, number) if max(heads)[0] <= number else (number + 1, None)


if __name__ == "__main__":
    known = [(int(n), h) for n, _, h in (a.partition(":") for a in sys.argv[2:])]
    with open(sys.argv[1], encoding="utf-8") as export:
        bad, end = verify(iter(export), known)
    if bad is not None:
        sys.exit(f"record {bad} is not what it was, or is missing")
    print(f"valid, up to record {end}")

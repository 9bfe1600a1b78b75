#!/usr/bin/env python3
"""Verify an export of a Charte record, without Charte.

    python3 verify.py export.jsonl [NUMBER:HASH ...]

The format stands in record-format.md. Each NUMBER:HASH is a head that was kept
elsewhere. In a dossier, the texts that records cite are verified too. The status is
0 if all is valid, 1 if not, 3 if there is no record. Needs Python 3 and nothing else."""
import hashlib
import json
import os
import re
import sys


def lines_of(path):
    with open(path, encoding="utf-8") as export:
        for number, line in enumerate(export, 1):
            try:
                yield json.loads(line)
            except ValueError:
                sys.exit(f"{path}, line {number}: cut short, or not written by charte export --format jsonl")


def digest(r, number):
    """The hash that a record has under a number."""
    choice = " ".join(sorted(f"{k}={str(v).lower()}" for k, v in r["choice"].items()))
    lines = ["charte-record-1", str(number), r["time"], r["decision"], choice, r["scope"], r["text"],
             r["language"], r["portal"], str(r["gpc"]).lower(), r["receipt"], r["ends"], r["previous"]]
    return hashlib.sha256(("\n".join(lines) + "\n").encode()).hexdigest()


def versions(folder):
    """The text versions of the texts in a dossier, whatever the files are called."""
    found = set()
    for name in os.listdir(folder):
        base, end = os.path.splitext(name)
        if end != ".html":
            continue
        text = b"charte-text-1\n"
        for path in (os.path.join(folder, base + end) for end in (".html", ".css")):
            part = open(path, "rb").read() if os.path.exists(path) else b""
            text += b"%d\n" % len(part) + part
        found.add(hashlib.sha256(text).hexdigest())
    return found


def at_fault(r, number, hashes, following):
    """Which record to blame where r does not stand under the number it should."""
    before = hashes[-2] if len(hashes) > 1 else None
    if before is not None:  # the record before r was the first to be verified, or a later one
        whole = r["sequence"] == number and digest(r, number) == r["hash"]
        if whole and (following is None or following["previous"] == r["hash"]):
            return number - 1  # all that follows vouches for r: the one before was rewritten
        if not whole and r["previous"] == before and digest(r, number - 1) == r["hash"]:
            return number - 1  # r took that place until a forged record pushed it on
    return number


def verify(lines, heads, cited, skipped):
    start = next(lines, None)
    if not isinstance(start, dict) or start.get("format") != "charte-export-1":
        sys.exit("this is not an export that this program knows")
    heads.append((start["head"]["sequence"], start["head"]["hash"]))
    number, hashes = start["after"]["sequence"], [start["after"]["hash"]]
    skipped += [f"head {n}: older than the export" for n, _ in heads if n < number]
    for r in lines:
        if (r["sequence"], r["previous"], r["hash"]) != (number + 1, hashes[-1], digest(r, number + 1)):
            return at_fault(r, number + 1, hashes, next(lines, None)), None
        if any(n == number and h != hashes[-1] for n, h in heads):
            return number, None
        number, hashes = number + 1, [hashes[-1], r["hash"]]
        cited.setdefault(r["text"], number)
    if any(n == number and h != hashes[-1] for n, h in heads):
        return number, None
    return (None, number) if max(heads)[0] <= number else (number + 1, None)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    known, cited, skipped, texts = [], {}, [], os.path.join(os.path.dirname(sys.argv[1]), "textes")
    for head in (argument.split(" ")[0].strip() for argument in sys.argv[2:]):
        if not re.fullmatch("[0-9]+:[0-9a-f]{64}", head):
            sys.exit(f"{head}: write a head as charte verify --print-head gave it, NUMBER:HASH")
        known.append((int(head[:-65]), head[-64:]))
    bad, end = verify(lines_of(sys.argv[1]), known, cited, skipped)
    if bad is not None:
        sys.exit(f"record {bad} is not what it was, or is missing")
    if not cited:
        print("nothing to verify: the export holds no record")
        sys.exit(3)
    if os.path.isdir(texts):
        found = versions(texts)
        for name, number in cited.items():
            if name and name not in found:
                sys.exit(f"the text that record {number} cites is not what it was, or is missing")
    if not os.path.isdir(texts):
        skipped.append("texts: no folder textes beside the export")
    print("; not verified: ".join([f"valid, up to record {end}"] + skipped))

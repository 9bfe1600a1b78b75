#!/usr/bin/env python3
"""Verify an export of a Charte record, without Charte.

    python3 verify.py export.jsonl [NUMBER:HASH ...]

record-format.md describes the format. Each NUMBER:HASH is a head that was stored
elsewhere. In a dossier, the texts that records cite are verified too. The exit status is
0 if all is valid, 1 if not, 3 if there is no record. It needs Python 3.7 and nothing else.
It answers in French in a dossier, which is in French, and in a French session."""
import hashlib
import json
import os
import re
import sys

FRENCH = {
    "{path}, line {number}: cut short, or not written by charte export --format jsonl":
        "{path}, ligne {number} : coupée, ou non écrite par charte export --format jsonl",
    "this is not an export that this program knows": "ce fichier n’est pas un export que ce programme connaît",
    "head {number}: older than the export": "tête {number} : plus ancienne que l’export",
    "{head}: write a head as charte verify --print-head prints it, NUMBER:HASH":
        "{head} : écrivez une tête comme l’affiche charte verify --print-head, NUMÉRO:EMPREINTE",
    "record {number} was changed or is missing": "la ligne {number} a été modifiée, ou elle manque",
    "nothing to verify: the export contains no record": "rien à vérifier : l’export ne contient aucune ligne",
    "the text that record {number} cites was changed or is missing": "le texte que cite la ligne {number} a été modifié, ou il manque",
    "texts: no folder textes beside the export": "textes : aucun dossier textes à côté de l’export",
    "valid, up to record {number}": "valide, jusqu’à la ligne {number}",
    "; not verified: ": " ; non vérifié : ",
}
environment = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
french = next(filter(None, environment), "").startswith("fr")


def say(sentence, **data):
    return (FRENCH[sentence] if french else sentence).format(**data)


def lines_of(path):
    with open(path, encoding="utf-8") as export:
        for number, line in enumerate(export, 1):
            try:
                yield json.loads(line)
            except ValueError:
                sys.exit(say("{path}, line {number}: cut short, or not written by charte export --format jsonl", path=path, number=number))


def digest(r, number):
    """Return the hash that a record has under a number."""
    choice = " ".join(sorted(f"{k}={str(v).lower()}" for k, v in r["choice"].items()))
    lines = ["charte-record-1", str(number), r["time"], r["decision"], choice, r["scope"], r["text"],
             r["language"], r["portal"], str(r["gpc"]).lower(), r["receipt"], r["ends"], r["previous"]]
    return hashlib.sha256(("\n".join(lines) + "\n").encode()).hexdigest()


def versions(folder):
    """Return the versions of the texts in a dossier; the names of the files are not used."""
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
    """Return the number of the record at fault where r does not have the number it should."""
    before = hashes[-2] if len(hashes) > 1 else None
    if before is not None:  # the record before r was the first to be verified, or a later one
        whole = r["sequence"] == number and digest(r, number) == r["hash"]
        if whole and (following is None or following["previous"] == r["hash"]):
            return number - 1  # the next record cites r, so the one before r was rewritten
        if not whole and r["previous"] == before and digest(r, number - 1) == r["hash"]:
            return number - 1  # r took that place until a forged record pushed it on
    return number


def verify(lines, heads, cited, skipped):
    start = next(lines, None)
    if not isinstance(start, dict) or start.get("format") != "charte-export-1":
        sys.exit(say("this is not an export that this program knows"))
    heads.append((start["head"]["sequence"], start["head"]["hash"]))
    number, hashes = start["after"]["sequence"], [start["after"]["hash"]]
    skipped += [say("head {number}: older than the export", number=n) for n, _ in heads if n < number]
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
    folder = os.path.dirname(sys.argv[1])
    known, cited, skipped, texts = [], {}, [], os.path.join(folder, "textes")
    french = french or os.path.exists(os.path.join(folder, "LISEZMOI.txt"))
    sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show an accent
    for head in (argument.split(" ")[0].strip() for argument in sys.argv[2:]):
        if not re.fullmatch("[0-9]+:[0-9a-f]{64}", head):
            sys.exit(say("{head}: write a head as charte verify --print-head prints it, NUMBER:HASH", head=head))
        known.append((int(head[:-65]), head[-64:]))
    bad, end = verify(lines_of(sys.argv[1]), known, cited, skipped)
    if bad is not None:
        sys.exit(say("record {number} was changed or is missing", number=bad))
    if not cited:
        print(say("nothing to verify: the export contains no record"))
        sys.exit(3)
    if os.path.isdir(texts):
        found = versions(texts)
        for name, number in cited.items():
            if name and name not in found:
                sys.exit(say("the text that record {number} cites was changed or is missing", number=number))
    if not os.path.isdir(texts):
        skipped.append(say("texts: no folder textes beside the export"))
    print(say("; not verified: ").join([say("valid, up to record {number}", number=end)] + skipped))

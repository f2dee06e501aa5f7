#!/usr/bin/env python3
"""measure.py SHOAL MAKER [cases|heldout|second|files] - precision and recall of the rules, on the tables.

A finding that the table expects and shoal has is right; one that only shoal has is false, whatever rule the case was written
for; one that only the table has is missed. Prints each rule with its counts and both over all, with Wilson's intervals of 95 %,
and each finding that is false or missed. Exits with 1 below the goals, with 77 where the tools that make the cases, or Wine's
libraries, are missing. README.md tells how the tables came to be.
"""
import concurrent.futures
import csv
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
import build  # noqa: E402

root = os.path.dirname(os.path.dirname(os.path.dirname(here)))
PRECISION, RECALL = 0.98, 0.95
WINE = "/usr/lib/x86_64-linux-gnu/wine"


def rows(name):
    with open(os.path.join(here, name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def told(shoal, target, paths):
    """{path: set of rules} of applications."""
    command = [shoal, "readiness", *paths, "--target", target, "--rules", os.path.join(root, "data", "rules"), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout:
        sys.exit(f"{target}: {done.stderr}")
    found = {}
    for application in json.loads(done.stdout)["applications"]:
        found[os.path.realpath(application["application"])] = {finding["rule"] for finding in application["findings"]}
    return found


def interval(right, of):
    """Wilson's, of 95 %."""
    if of == 0:
        return 0.0, 1.0
    z, share = 1.959964, right / of
    middle, width = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - width) / (1 + z * z / of), (middle + width) / (1 + z * z / of)


def case_results(shoal, maker, folder, name):
    """(name, expected, got, why) of each case of a table."""
    by_target, table = {}, rows(name)
    places = [os.path.join(folder, str(number)) for number in range(len(table))]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(lambda place, row: build.build(place, row["recipe"], maker), places, table))
    for place, row in zip(places, table):
        files = os.listdir(place)
        path = os.path.join(place, files[0]) if len(files) == 1 else place
        by_target.setdefault(row["target"], []).append((row, os.path.realpath(path)))
    for target, cases in sorted(by_target.items()):
        got = told(shoal, target, [path for _, path in cases])
        for row, path in cases:
            yield row["case"], set(row["expected"].split()), got.get(path), row["why"]


def file_results(shoal, folder):
    """The same of the files that were read by hand."""
    shared = os.path.join(os.environ.get("SHOAL_SHARED_DATA", os.path.join(root, "..", "shared", "data")), "packages")
    if not os.path.isdir(WINE) or not os.path.isdir(shared) or not shutil.which("cabextract"):
        print("skipped: Wine's libraries, the packages or cabextract are missing")
        sys.exit(77)
    import sample
    paths = sample.places(folder, shared)
    table = rows("files.csv")
    for target in sorted({row["target"] for row in table}):
        wanted = [row for row in table if row["target"] == target]
        got = told(shoal, target, [paths[row["file"]] for row in wanted])
        for row in wanted:
            yield row["file"], set(row["expected"].split()), got.get(os.path.realpath(paths[row["file"]])), row["why"]


def report(title, results):
    """Prints them; whether the goals are reached."""
    counts, wrong, number, unjudged = {}, [], 0, []
    for name, expected, got, why in results:
        number += 1
        if got is None:
            unjudged.append(name)
            got = set()
        for rule in expected | got:
            right = counts.setdefault(rule, [0, 0, 0])
            which = 0 if rule in expected and rule in got else 1 if rule in got else 2
            right[which] += 1
            if which:
                wrong.append(f"  {name}: {rule} is {'false' if which == 1 else 'missed'} ({why})")
    print(f"{title}: {number}\n{'rule':16}{'right':>7}{'false':>7}{'missed':>8}{'precision':>11}{'recall':>8}")
    for rule, (right, false, missed) in sorted(counts.items()):
        precision = f"{right / (right + false):.2f}" if right + false else "-"
        recall = f"{right / (right + missed):.2f}" if right + missed else "-"
        print(f"{rule:16}{right:7}{false:7}{missed:8}{precision:>11}{recall:>8}")
    right, false, missed = (sum(count[i] for count in counts.values()) for i in range(3))
    reached = True
    for what, other, goal in (("precision", false, PRECISION), ("recall", missed, RECALL)):
        low, high = interval(right, right + other)
        share = right / (right + other) if right + other else 0
        reached &= share >= goal
        print(f"{what} {share:.4f} ({right} of {right + other}; 95 %: {low:.3f} to {high:.3f}), goal {goal}")
    for name in unjudged:
        print(f"  {name}: not judged")
    print("\n".join(wrong))
    return reached


def main():
    shoal, maker = (os.path.abspath(path) for path in sys.argv[1:3])
    which = sys.argv[3:] or ["cases", "heldout", "second", "files"]
    reached = True
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        made = [name for name in ("cases", "heldout", "second") if name in which]
        if made:
            needed = ["i686-w64-mingw32-gcc", "x86_64-w64-mingw32-gcc", "wixl", "osslsigncode", "openssl"]
            needed += ["clang", "lld-link", "llvm-dlltool"] if {"heldout", "second"} & set(made) else []
            missing = [tool for tool in needed if not shutil.which(tool)]
            if missing:
                print("skipped: there is no " + ", ".join(missing))
                sys.exit(77)
        for name in made:
            reached &= report(name, case_results(shoal, maker, os.path.join(folder, name), name + ".csv"))
        if "files" in which:
            reached &= report("files", file_results(shoal, folder))
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares what shoal finds in three published packages with the table written by hand in packages/.

Usage: packages.py SHOAL. The packages are in ../shared/data/packages, or below SHOAL_SHARED_DATA; without them it says so and
ends with 77. A finding is its rule, its severity, the number of files in which it holds, and the files that are shown for it.
"""
import csv
import json
import os
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))


def rows(name):
    with open(os.path.join(here, "packages", name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def expected():
    """{(package, target): (state, {rule: (severity, files)})}"""
    table = {(row["package"], row["target"]): (row["state"], {}) for row in rows("states.csv")}
    for row in rows("findings.csv"):
        table[row["package"], row["target"]][1][row["rule"]] = (row["is"], row["files"].split(" "))
    return table


def told(shoal, folder, target):
    """The same of shoal: {package: (state, {rule: (severity, number of files, shown files)})}"""
    command = [shoal, "readiness", folder, "--target", target, "--rules", os.path.join(root, "data", "rules"), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout:
        sys.exit(done.stderr)
    found = {}
    for application in json.loads(done.stdout)["applications"]:
        package = os.path.basename(application["application"])
        findings = {}
        for finding in application["findings"]:
            shown = {member(package, evidence["file"]) for evidence in finding["evidence"]}
            findings[finding["rule"]] = (finding["severity"], finding["files"], shown)
        found[package] = (application["state"], findings)
    return found


def member(package, path):
    return "-" if path == package else path.removeprefix(package + "/")


def differences(where, wanted, got):
    state, findings = wanted
    if got is None:
        yield where + ": not judged"
        return
    if got[0] != state:
        yield f"{where}: is {got[0]}, the table has {state}"
    for rule in sorted(findings.keys() | got[1].keys()):
        if rule not in got[1]:
            yield f"{where}: {rule} is missing"
        elif rule not in findings:
            yield f"{where}: {rule} is not in the table: {' '.join(sorted(got[1][rule][2]))}"
        else:
            severity, files = findings[rule]
            if got[1][rule][0] != severity:
                yield f"{where}: {rule} {got[1][rule][0]}, the table has {severity}"
            if got[1][rule][1] != len(files):
                yield f"{where}: {rule} in {got[1][rule][1]} files, the table has {len(files)}"
            for shown in sorted(got[1][rule][2]):
                if not any(shown == file or shown.endswith("/" + file) for file in files):
                    yield f"{where}: {rule} in {shown}, which the table does not have"


def main():
    folder = os.path.join(os.environ.get("SHOAL_SHARED_DATA", os.path.join(root, "..", "shared", "data")), "packages")
    table = expected()
    if not all(os.path.exists(os.path.join(folder, package)) for package, _ in table):
        print(f"skipped: the packages are not in {folder}")
        sys.exit(77)
    wrong = []
    for target in sorted({target for _, target in table}):
        got = told(sys.argv[1], folder, target)
        for package in sorted({package for package, of in table if of == target}):
            wrong += differences(f"{package} on {target}", table[package, target], got.get(package))
    print("\n".join(wrong) if wrong else f"{len(rows('findings.csv'))} findings and {len(table)} states, none else")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

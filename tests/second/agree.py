#!/usr/bin/env python3
"""agree.py - generates estates and compares what shoal counts with what counts.py counts. Any disagreement is printed with
the seed that shows it, and the exit status is 1.

usage: agree.py SHOAL [--estates 1000] [--first-seed 1] [--devices 80] [--format systeminfo|ad|csvde|spreadsheet]

With --format systeminfo, shoal reads the outputs of the devices and counts.py the directory's list of the same estate.
With the others both read the same list.
"""
import argparse, collections, datetime, json, pathlib, random, subprocess, sys, tempfile

import counts

LISTS = {"systeminfo": "ad.csv", "ad": "ad.csv", "csvde": "csvde.csv", "spreadsheet": "geraeteliste.csv"}
DEGRADED = 3  # Answered, from lists that are old on the day that is asked about.
# From the day of the newest lists on, the model of what is presumed need not be fitted anew: support is what is counted.
LISTS_END = "2026-06-28"


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if result.returncode not in (0, DEGRADED):
        raise SystemExit(f"{' '.join(command)}: exit {result.returncode}\n{result.stderr}")
    return result.stdout


def counted_by_shoal(shoal, path, day):
    known = max(day, LISTS_END)
    made = json.loads(run(shoal, "assess", str(path), "--as-of", day, "--known-at", known, "--format", "json"))
    editions = {state["id"]: state["release"]["edition"] for state in made["states"]}
    found = collections.Counter()
    for device in made["devices"]:
        release = device["release"] or "unknown"
        # Where no list of updates makes a state, the edition is not told: the comparison goes without it.
        edition = editions.get(device["state"]) if device["release"] else ""
        found[(release, edition, device["support"]["phase"] if device["release"] else "")] += 1
    return found


def same_terms(ours, theirs):
    """Both without what one of them cannot tell: an edition that shoal does not print, a phase without dates here."""
    blind = {key[0] for key in ours if key[1] is None}
    dateless = {key[0] for key in theirs if key[2] == "?"}

    def told(found):
        out = collections.Counter()
        for (release, edition, phase), number in found.items():
            out[(release, "" if release in blind else edition, "" if release in dateless else phase)] += number
        return out
    return told(ours), told(theirs)


def compare(options, seed, folder):
    lots = random.Random(seed)
    day = str(datetime.date(2017, 5, 12) + datetime.timedelta(days=lots.randrange(3480)))
    devices = str(lots.randrange(1, options.devices + 1))
    formats = "systeminfo,ad" if options.format == "systeminfo" else options.format
    run(options.shoal, "sample", "--output", str(folder), "--devices", devices, "--seed", str(seed), "--as-of", day,
        "--format", formats, "--faults", "none")
    listed = folder / "estate" / "exports" / LISTS[options.format]
    read = folder / "estate" / "inventories" if options.format == "systeminfo" else listed
    ours, theirs = same_terms(counted_by_shoal(options.shoal, read, day), counts.counts(listed, day))
    for key in sorted(ours.keys() | theirs.keys()):
        if ours[key] != theirs[key]:
            yield f"seed {seed}, {devices} devices, as of {day}: {' '.join(key)}: shoal {ours[key]}, counts.py {theirs[key]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shoal")
    parser.add_argument("--estates", type=int, default=1000)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--devices", type=int, default=80)
    parser.add_argument("--format", choices=LISTS, default="systeminfo")
    options = parser.parse_args()
    options.shoal = str(pathlib.Path(options.shoal).resolve())
    seeds = range(options.first_seed, options.first_seed + options.estates)
    problems = []
    for seed in seeds:
        with tempfile.TemporaryDirectory() as name:
            problems += compare(options, seed, pathlib.Path(name) / "made")
    print("\n".join(problems) or f"{options.estates} estates of {options.format}, seeds {seeds[0]} to {seeds[-1]}: all counts agree")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()

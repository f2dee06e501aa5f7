#!/usr/bin/env python3
"""ask.py SHOAL [FOLDER] - make the lists, import them into a register, and ask it for the published figures.

Prints each figure beside what was published, and exits 1 where one differs. FOLDER keeps the lists and the register.
"""
import csv, json, pathlib, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
DAYS = ("2015-05-31", "2016-08-31", "2017-06-28")
XP, W81, W10 = ("Windows XP Professional", "5.1 (2600)"), ("Windows 8.1 Enterprise", "6.3 (9600)"), ("Windows 10 Enterprise", "10.0 (14393)")
UNKNOWN = ("", "")

# How many devices go which way over the three days; None is a device that no list has on that day.
WAYS = (
    (18_293, (XP, XP, XP)),
    (7_920, (XP, W81, W81)),
    (6_450, (XP, XP, W81)),
    (8, (XP, XP, W10)),
    (2_249, (XP, XP, None)),
    (80, (UNKNOWN, W81, W81)),
    (640, (UNKNOWN, UNKNOWN, UNKNOWN)),
    (1_818, (None, None, UNKNOWN)),
)


def write_lists(folder):
    """One list for each day, with the devices in an order that has nothing to do with their systems."""
    rows = {day: [] for day in DAYS}
    number = 0
    for count, way in WAYS:
        for _ in range(count):
            # 7919 is prime to the number of devices, so that this is a permutation.
            name = f"MPS-{number * 7919 % sum(c for c, _ in WAYS):05}"
            number += 1
            for day, system in zip(DAYS, way):
                if system is not None:
                    rows[day].append((name, *system, day))
    for day in DAYS:
        with open(folder / f"computers-{day}.csv", "w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("Computer name", "Operating system", "Operating system version", "Last seen"))
            writer.writerows(sorted(rows[day]))


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stderr}")
    return done.stdout


def counts_on(shoal, register, day):
    """Devices in use by group, as the register counts them on a day; with their sum as "all"."""
    answer = json.loads(run(shoal, "estate", "count", "--estate", register, "--as-of", day, "--format", "json"))
    counts = {row["group"]: row["active"] for row in answer["rows"]}
    counts["all"] = answer["all"]["active"]
    return counts


def main():
    shoal = sys.argv[1]
    scratch = tempfile.TemporaryDirectory() if len(sys.argv) < 3 else None
    folder = pathlib.Path(scratch.name if scratch else sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    write_lists(folder)
    register = folder / "met.shoal"
    for day in DAYS:
        run(shoal, "import", folder / f"computers-{day}.csv", "--estate", register, "--received", day)

    published = [row for row in csv.DictReader(l for l in open(HERE / "published.csv") if not l.startswith("#"))]
    wrong = 0
    for day in DAYS:
        counts = counts_on(shoal, register, day)
        for row in (row for row in published if row["day"] == day):
            devices, about = int(row["devices"]), "about " if row["about"] == "yes" else ""
            if row["what"] == "stated":
                print(f"{day}  the total was stated as {devices:,}, which is {devices - counts['all']} more than its parts: "
                      f"{counts['all']:,}")
                wrong += devices - counts["all"] != 2
                continue
            counted = counts.get(row["what"], 0)
            print(f"{day}  {row['what']:<12} {counted:>7,}   published: {about}{devices:,}" +
                  ("" if counted == devices else "   DIFFERS"))
            wrong += counted != devices
    print()
    print(run(shoal, "estate", "diff", DAYS[0], DAYS[2], "--estate", register), end="")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

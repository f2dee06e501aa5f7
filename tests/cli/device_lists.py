#!/usr/bin/env python3
"""Writes lists of devices with Python's own csv module, in every separator and encoding, with two rows in five broken,
and holds shoal's counts to what was written. The seed of a list that differs is printed."""
import collections, csv, datetime, io, json, pathlib, random, subprocess, sys, tempfile

# Names as lists have them, with the release and the support on 2026-07-01: the vendor's public dates.
SYSTEMS = [
    (("Windows XP Professional", "5.1 (2600)", "Service Pack 3"), "windows-xp-sp3", "none"),
    (("Windows 7 Enterprise", "6.1.7601", "SP1"), "windows-7-sp1", "none"),
    (("Windows 8.1 Pro", "6.3 (9600)", ""), "windows-8.1", "none"),
    (("Microsoft Windows Server 2012 R2 Standard", "6.3", ""), "windows-server-2012-r2", "none"),
    (("Windows Server 2019 Datacenter", "10.0 (17763)", ""), "windows-server-2019", "extended"),
    (("Windows Server 2022 Standard", "10.0.20348.1", ""), "windows-server-2022", "mainstream"),
    (("CentOS Linux", "7.9", ""), None, "unassessable"),
]
HEADERS = [("Computer name", "Operating system", "OS version", "Service pack", "Last seen", "Site"),
           ("Rechnername", "Betriebssystem", "Betriebssystemversion", "Servicepack Level", "Zuletzt gesehen", "Standort")]
SITES = ["Leeds", "Köln, Mitte", 'Haus "Süd"', "York;East", "Ely"]


def made(seed):
    """The bytes of a list, and what is in it."""
    rng = random.Random(seed)
    truth = {"devices": {}, "broken": 0, "support": collections.Counter()}
    text = io.StringIO()
    separator = rng.choice(",;\t|")
    out = csv.writer(text, delimiter=separator, lineterminator=rng.choice(["\n", "\r\n"]),
                     quoting=rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    for _ in range(rng.randrange(3)):
        out.writerow(["Inventory of the estate"])
    out.writerow(rng.choice(HEADERS))
    day_form = rng.choice(["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y %H:%M"])
    for i in range(rng.randrange(1, 60)):
        name = f"PC-{i:03d}"
        cells, release, support = rng.choice(SYSTEMS)
        seen = datetime.datetime(2026, rng.randrange(1, 7), rng.randrange(1, 29), 8, 15)
        row = [name, *cells, seen.strftime(day_form), rng.choice(SITES)]
        if rng.random() < 0.4:
            truth["broken"] += 1
            out.writerow(rng.choice([["", *row[1:]], [*row, "x", "y"], [name]]))
            continue
        out.writerow(row)
        truth["devices"][name] = (release, seen.date().isoformat(), row[5])
        truth["support"][support] += 1
    encoding = rng.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    return text.getvalue().encode(encoding), truth


def read(shoal, folder, form):
    command = [shoal, "assess", folder, "--as-of", "2026-07-01", "--known-at", "2026-07-01", "--format", form]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return result.stdout


def differences(shoal, seed):
    content, truth = made(seed)
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "list.csv").write_bytes(content)
        if not truth["devices"]:
            return
        counts = json.loads(read(shoal, folder, "json"))["counts"]
        support = {name: number for name, number in counts["support"].items() if number}
        if support != dict(truth["support"]):
            yield f"support {support}, not {dict(truth['support'])}"
        if counts["set_aside"] != truth["broken"]:
            yield f"{counts['set_aside']} rows set aside, not {truth['broken']}"
        rows = [row for row in csv.DictReader(io.StringIO(read(shoal, folder, "csv"))) if not row["device"].startswith("#")]
        devices = {row["device"]: (row["release"] or None, row["seen"], row["tags"].removeprefix("site=")) for row in rows}
        if devices != truth["devices"]:
            yield f"devices {sorted(devices.items() ^ truth['devices'].items())}"


def main():
    lists = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    failed = False
    for seed in range(lists):
        for difference in differences(sys.argv[1], seed):
            print(f"seed {seed}: {difference}")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

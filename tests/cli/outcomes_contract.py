#!/usr/bin/env python3
"""The JSON of a programme and of an outbreak keep their schemas, their parts sum, and CSV says the same."""
import csv, io, json, pathlib, sys, tempfile

from json_schema import check
from run_shoal import run_shoal

shoal, root = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
DAYS = ["--as-of", "2026-11-21", "--known-at", "2026-11-21"]


def run(folder, *words):
    return run_shoal(shoal, folder, *words)


def document(folder, name, *words):
    made = json.loads(run(folder, *words, "--format", "json"))
    schema = json.loads((root / "docs" / "reference" / f"{name}.schema.json").read_text())
    return made, [f"{' '.join(words)}: {problem}" for problem in check(made, schema, "$")]


def plan_problems(made, rows):
    """What does not fit in a plan."""
    weeks = [device["week"] for device in made["devices"]]
    moved = [week for week in weeks if week is not None]
    if len(weeks) != made["programme"]["devices"]:
        yield "not every device is told of"
    if made["finish"] != (max(moved) if moved else None):
        yield f"it ends in week {made['finish']}, and the last device moves in {max(moved, default=None)}"
    if made["bound"] > made["exposure"] or made["is_proven"] and made["bound"] != made["exposure"]:
        yield f"bound {made['bound']} and exposure {made['exposure']}"
    if any((device["week"] is None) != ("stays_because" in device) for device in made["devices"]):
        yield "a device stays without a reason, or moves with one"
    ready = {each["application"]: each["ready"] for each in made["applications"]}
    if len(ready) != len(made["applications"]):
        yield "an application stands twice"
    if sorted((row["device"], row["week"]) for row in rows) != sorted(
            (each["device"], "" if each["week"] is None else str(each["week"])) for each in made["devices"]):
        yield "CSV has other weeks than JSON"
    if made["forecast"] and sum(made["forecast"]["finishes"]) + made["forecast"]["beyond"] != made["forecast"]["scenarios"]:
        yield "the scenarios' finishes do not sum"


def outbreak_problems(made, rows):
    """What does not fit in the outbreaks."""
    outbreaks = made["outbreaks"]
    lost = sum(each["infected"] + each["crashed"] for each in outbreaks)
    if len(outbreaks) != made["replicates"] or len(made["devices"]) != made["scenario"]["devices"]:
        yield "not every replicate or device is told of"
    if sum(device["infected_replicates"] + device["crashed_replicates"] for device in made["devices"]) != lost:
        yield "devices lost differ by device and by replicate"
    if sum(zone["lost_by_time_all_replicates"][-1] for zone in made["zones"]) != lost:
        yield "devices lost differ by zone and by replicate"
    if sum(zone["began_all_replicates"] for zone in made["zones"]) != made["replicates"] * made["scenario"]["entry"]["count"]:
        yield "outbreaks that begin differ by zone and in all"
    if abs(made["loss"]["devices"]["mean"] * made["replicates"] - lost) > 1e-6 * max(lost, 1):
        yield "the mean is not that of the replicates"
    if sum(zone["devices"] for zone in made["zones"]) != len(made["devices"]):
        yield "devices differ by zone and in all"
    if sorted((row["device"], float(row["weight"])) for row in rows) != sorted(
            (each["device"], each["weight"]) for each in made["devices"]):
        yield "CSV has other weights than JSON"


problems = []
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    run(folder, "sample", "--programme", "--devices", "40", "--seed", "3", "--output", "programme")
    run(folder, "sample", "--outbreak", "--devices", "60", "--seed", "5", "--output", "office")
    (folder / "list.csv").write_text(
        "Computer,Operating system,OS version,Site,VLAN,PII,Software,Last seen\n" + "".join(
            f"PC{i},Windows 7 Professional,6.1.7601,{'Croydon' if i % 3 else 'Sutton'},{i % 4},{'yes' if i % 5 == 0 else ''},"
            f"{'Till;Rota' if i % 2 else 'Rota'},2026-11-20\n" for i in range(40)))
    run(folder, "import", "list.csv", "--received", "2026-11-21", "--map", "VLAN=tag:vlan")
    (folder / "estate.toml").write_text('worm = { name = "wannacry" }\n[entry]\ncount = 1\n')
    (folder / "estate_programme.toml").write_text(
        'begins = 2027-01-04\ntarget = "windows-10-22h2-x64"\nmoving = { per_week = 5 }\n'
        'estate = { unjudged = "ready" }\n[[team]]\nname = "packaging"\nperson_days = 5\n')
    for words in (["plan", "programme/programme.toml", "--scenarios", "200"],
                  ["plan", "programme/programme.toml", "--scenarios", "0", "--no-compare"],
                  ["plan", "estate_programme.toml", "--estate", "estate.shoal", *DAYS, "--scenarios", "0"]):
        made, found = document(folder, "plan", *words)
        rows = list(csv.DictReader(io.StringIO(run(folder, *words, "--format", "csv"))))
        problems += found + [f"{' '.join(words)}: {each}" for each in plan_problems(made, rows)]
    for words in (["outbreak", "office/scenario.toml", "--replicates", "50", "--entries", "50"],
                  ["outbreak", "office/scenario.toml", "--reps", "7..19", "--entries", "0", "--no-actions"],
                  ["outbreak", "estate.toml", "--estate", "estate.shoal", *DAYS, "--replicates", "20", "--entries", "0"]):
        made, found = document(folder, "outbreak", *words)
        rows = list(csv.DictReader(io.StringIO(run(folder, *words, "--format", "csv"))))
        problems += found + [f"{' '.join(words)}: {each}" for each in outbreak_problems(made, rows)]
    if made["scenario"]["devices_with_personal_data"] != 8:
        problems.append(f"8 devices of the register have personal data, {made['scenario']['devices_with_personal_data']} are told")

print("\n".join(problems) or "three programmes, three outbreaks: the contract holds")
sys.exit(bool(problems))

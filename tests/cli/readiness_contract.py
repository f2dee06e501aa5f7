#!/usr/bin/env python3
"""The JSON of readiness keeps its schemas, its buckets sum, and CSV says the same."""
import collections, csv, io, json, pathlib, sys, tempfile

from json_schema import check
from run_shoal import run_shoal

shoal, root = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
TARGETS = ["windows-xp-sp3-x86", "windows-10-22h2-x64", "windows-11-25h2-x64"]
SCRIPTS = {"inventory": "wmic os get version\r\n", "shop": "wmic bios get name\r\nedlin c:\\x\r\n",
           "rota": "net use h: \\\\files\\home\r\n", "legacy": "edlin c:\\config.sys\r\n"}
# Which programs each of 200 devices lists: some none, some of which nobody judged.
NAMES = ["Inventory", "Shop 2.1", "Rota", "Legacy", "Cells"]
LISTS = [[name for bit, name in enumerate(NAMES) if (device * 7 + 3) % 32 >> bit & 1] for device in range(200)]


def run(folder, *words, status=(0, 3)):
    return run_shoal(shoal, folder, *words, status=status)


def schema(name):
    return json.loads((root / "docs" / "reference" / f"{name}.schema.json").read_text())


def sums(made, applications, place):
    for target in made["targets"]:
        if sum(target["applications"].values()) != applications:
            yield f"{place}: the states on {target['target']} do not sum to {applications} applications"
        states = collections.Counter(row["state"] for row in made["applications"] if row["target"] == target["target"])
        if states != +collections.Counter(target["applications"]):
            yield f"{place}: the rows of {target['target']} are not what is counted: {states}"


def register_sums(register, place):
    for target in register["targets"]:
        if sum(target["devices"].values()) != register["devices"]:
            yield f"{place}: the devices of {target['target']} do not sum to {register['devices']}"
        done = 0
        for step in target["order"]:
            done += step["unblocks"]
            if step["unblocked"] != done or step["ready"] > done:
                yield f"{place}: a step of {target['target']} does not add up: {step}"
        if done != target["devices"]["blocked"]:
            yield f"{place}: the order of {target['target']} frees {done} of {target['devices']['blocked']}"


def devices_by_hand(rows, target):
    """The buckets of a target, by the definition and not as shoal counts."""
    of = {row["register"]["is"][0]["program"]: row for row in rows if row["target"] == target and row["register"]["is"]}
    counts = collections.Counter()
    for names in LISTS:
        verdicts = [of.get(name.split(" ")[0]) for name in names]
        blocked = any(row and any(finding["severity"] == "blocks" for finding in row["findings"]) for row in verdicts)
        counts["no list of programs" if not names else "blocked" if blocked else
               "never judged" if None in verdicts else "ready"] += 1
    return counts


problems = []
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    for script, text in SCRIPTS.items():
        (folder / "share" / script).mkdir(parents=True)
        (folder / "share" / script / f"{script}.cmd").write_text(text, newline="")
    (folder / "list.csv").write_text("Computer,Operating system,OS version,Software,Last seen\n" + "".join(
        f"PC{device},Windows 7 Professional,6.1.7601,{';'.join(names)},2026-11-20\n"
        for device, names in enumerate(LISTS)))
    asked = ["readiness", "share", *(word for target in TARGETS for word in ("--target", target))]
    plain = json.loads(run(folder, *asked, "--format", "json"))
    problems += check(plain, schema("readiness"), "$")
    problems += sums(plain, len(SCRIPTS), "plain")
    if plain["register"] is not None or any(row["register"] or row["test"] for row in plain["applications"]):
        problems.append("a register that nobody named")
    run(folder, "import", "list.csv", "--received", "2026-11-21")
    kept = [*asked, "--estate", "estate.shoal", "--as-of", "2026-11-22", "--known-at", "2026-11-22", "--received", "2026-11-22"]
    made = json.loads(run(folder, *kept, "--format", "json"))
    problems += check(made, schema("readiness"), "$")
    problems += sums(made, len(SCRIPTS), "kept")
    problems += register_sums(made["register"], "kept")
    for target in made["register"]["targets"]:
        by_hand = devices_by_hand(made["applications"], target["target"])
        if by_hand != +collections.Counter(target["devices"]):
            problems.append(f"{target['target']}: {target['devices']} and by hand {by_hand}")
    findings = list(csv.DictReader(io.StringIO(run(folder, *kept, "--format", "csv"))))
    run(folder, "readiness", "tested", "share/shop", "--target", TARGETS[2], "--result", "works", "--by", "A tester",
        "--on", "2026-11-23", "--received", "2026-11-23")
    later = ["--as-of", "2026-11-23", "--known-at", "2026-11-23"]
    listed = json.loads(run(folder, "readiness", "list", *later, "--format", "json"))
    problems += check(listed, schema("readiness-list"), "$")
    problems += register_sums(listed["register"], "list")
    if [row["state"] for row in listed["verdicts"] if row["test"]] != ["ready"] or len(listed["verdicts"]) != 12:
        problems.append("the list has other verdicts than were kept")
    rows = list(csv.DictReader(io.StringIO(run(folder, "readiness", "list", *later, "--format", "csv"))))
    if [(row["application"], row["target"], row["state"], int(row["devices"]), int(row["unblocks"])) for row in rows] != [
            (row["application"], row["target"], row["state"], row["register"]["devices"], row["unblocks"])
            for row in listed["verdicts"]]:
        problems.append("CSV and JSON list differently")
    if sum(bool(row["rule"]) for row in findings) != sum(len(row["findings"]) for row in made["applications"]):
        problems.append("CSV has other findings than JSON")
    if {(row["application"], row["target"]) for row in findings} != {
            (row["application"], row["target"]) for row in made["applications"]}:
        problems.append("CSV leaves an application out")
    # What was asked before the test is answered again as it was.
    before = ["readiness", "list", *asked[2:], "--as-of", "2026-11-22", "--known-at", "2026-11-22", "--format", "json"]
    again = json.loads(run(folder, *before))
    if again["register"] != made["register"] or run(folder, *before) != run(folder, *before):
        problems.append("an earlier answer changed")

print("\n".join(problems) or f"{len(made['applications'])} verdicts, {made['register']['devices']} devices: the contract holds")
sys.exit(bool(problems))

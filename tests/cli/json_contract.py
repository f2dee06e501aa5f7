#!/usr/bin/env python3
"""The JSON of an assessment keeps its schema, its buckets sum, and the other formats say the same."""
import collections, csv, io, json, pathlib, subprocess, sys

from json_schema import check

shoal, root = sys.argv[1], pathlib.Path(sys.argv[2])


def assess(*options):
    command = [shoal, "assess", str(root / "examples" / "clinic"), "--as-of", "2026-11-23", "--known-at", "2026-07-01"]
    return subprocess.run(command + list(options), capture_output=True, text=True, check=True, timeout=60).stdout


made = json.loads(assess("--format", "json", "--incident", "wannacry", "--has", "KB4012598"))
schema = json.loads((root / "docs" / "reference" / "assessment.schema.json").read_text())
problems = list(check(made, schema, "$"))

counts = made["counts"]
if sum(counts["support"].values()) != counts["devices"] or len(made["devices"]) != counts["devices"]:
    problems.append("support does not sum to the devices")
if sum(counts["verdicts"].values()) != counts["considered"]:
    problems.append("verdicts do not sum to what was considered")
if sum(made["programs"]["devices"].values()) != counts["devices"]:
    problems.append("programs do not sum to the devices")
for question in made["questions"]:
    if sum(question["devices"].values()) != counts["devices"]:
        problems.append(f"{question} does not sum to the devices")
for policy in made["policies"]:
    if policy["in_force"] is None:
        problems.append(f"{policy['scheme']}: no version was in force on a day on which there was one")
        continue
    if sum(policy["devices"].values()) != counts["devices"]:
        problems.append(f"{policy['scheme']}: stances do not sum to the devices")
    if sum(policy["findings"].values()) != counts["considered"] - counts["verdicts"]["fixed"]:
        problems.append(f"{policy['scheme']}: stances do not sum to what is open")
    if sum(release["devices"] for release in policy["unsupported"]) > policy["devices"]["over"]:
        problems.append(f"{policy['scheme']}: more devices without support than devices that are over")
for state in made["states"]:
    verdicts = state["verdicts"]
    if sum(state["unassessed_because"].values()) != verdicts["unassessed"]:
        problems.append(f"{state['id']}: reasons do not sum to unassessed")
    if sum(state["missing_obtainable"].values()) != verdicts["missing"]:
        problems.append(f"{state['id']}: ways to have it do not sum to missing")
    if verdicts["presumed"] != sum(
            of["considered"] for of in made["presumed"]
            if (of["product"], of["edition"]) == (state["release"]["product"], state["release"]["edition"])):
        problems.append(f"{state['id']}: what is presumed differs from that of its product")
    for verdict in ("missing", "no_fix"):
        if sum(finding["verdict"] == verdict for finding in state["findings"]) != verdicts[verdict]:
            problems.append(f"{state['id']}: findings and count differ for {verdict}")

for of in made["presumed"]:
    for number in (of["per_device"], of["per_device_known_exploited"]):
        if not 0 <= number["low"] <= number["expected"] <= number["high"] or number["expected"] > of["considered"]:
            problems.append(f"{of['product']}: {number} is no interval")
    listed = [each["probability"] for each in of["vulnerabilities"]]
    if listed and (min(listed) < of["listed_from"] or max(listed) >= 1 or sum(listed) > of["per_device"]["expected"] + 1):
        problems.append(f"{of['product']}: what is listed does not fit what is expected")
if not made["presumed"] or abs(sum(of["devices"] * of["per_device"]["expected"] for of in made["presumed"])
                               - counts["presumed"]["expected"]) > 1:
    problems.append("what is expected on each device does not sum to the whole")

likely = sum(len(of["vulnerabilities"]) * of["devices"] for of in made["presumed"])
findings = likely + sum(len(state["findings"]) * state["devices"] for state in made["states"])
bare = sum(device["state"] is None for device in made["devices"])
lines = [json.loads(line) for line in assess("--format", "ndjson").splitlines()]
*rows, manifest = csv.DictReader(io.StringIO(assess("--format", "csv")))
if sum("cve" in line for line in lines) != findings or sum(bool(row["cve"]) for row in rows) != findings:
    problems.append("ndjson or csv has other findings than json")
kinds = collections.Counter(line["kind"] for line in lines)
unsupported = sum(len(product["devices"]) for product in made["programs"]["products"] if product["support"] == "ended")
if kinds != collections.Counter(row["kind"] for row in rows) or kinds["vulnerability"] != findings or kinds["program"] != unsupported:
    problems.append(f"ndjson or csv has other kinds of rows than json: {kinds}")
if [(line["cve"], f"{line['probability']:.3f}") for line in lines if line.get("verdict") == "presumed"] != [
        (row["cve"], row["probability"]) for row in rows if row["verdict"] == "presumed"]:
    problems.append("ndjson and csv presume differently")
if len({line["place"] for line in lines}) != counts["devices"] or len({row["place"] for row in rows}) != counts["devices"]:
    problems.append("ndjson or csv leaves a device out")
def deadlines(records, of):
    return collections.Counter(of(record) for record in records if record["kind"] == "vulnerability")
dated = deadlines(lines, lambda line: tuple(map(str, (line["deadline"] or {}).values())))
if dated != deadlines(rows, lambda row: tuple(
        filter(None, (row["deadline"], row["overdue_days"], {"yes": "True", "no": "False"}.get(row["deadline_estimated"]), row["policy"])))):
    problems.append("ndjson and csv give other deadlines")
in_force = {policy["in_force"]["policy"] for policy in made["policies"]}
if {row["policy"] for row in rows} - {""} != in_force:
    problems.append(f"deadlines are of other policies than {in_force}")
part = json.loads(assess("--format", "json", "--where", "os:xp"))
problems += check(part, schema, "$")
if part["where"] != {"filter": "os:xp", "of_devices": counts["devices"]} or part["counts"]["devices"] != len(
    [device for device in made["devices"] if "-xp-" in device.get("release", "")]):
    problems.append("--where os:xp means other devices than those that run XP")

if made["comparison"] is not None:
    problems.append("a comparison that nobody asked for")
clinic = str(root / "examples" / "clinic")
for options in ([], ["--where", "os:xp"]):
    since = json.loads(assess("--format", "json", "--compare", clinic, *options))
    problems += check(since, schema, "$")
    found = since["comparison"]
    for day in ("before", "after"):
        names = [device["name"] for device in found["devices"] if device[day]]
        if not sum(change[day] for change in found["changes"].values()) == found[f"devices_{day}"] == len(names) > 0:
            problems.append(f"the changes of {options} do not sum to the devices {day}")
    if found["closed"] or found["opened"] or {d["change"] for d in found["devices"]} - {"unchanged", "not_judged", "unclear"}:
        problems.append(f"{options}: an estate differs from itself")
    if found["devices_after"] != since["counts"]["devices"]:
        problems.append(f"{options}: the comparison is of other devices than the assessment")
if assess("--format", "json") != assess("--format", "json"):
    problems.append("two runs differ")

print("\n".join(problems) or f"{len(made['devices'])} devices, {findings} findings, {bare} without a state: the contract holds")
sys.exit(bool(problems))

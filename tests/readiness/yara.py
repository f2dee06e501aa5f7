#!/usr/bin/env python3
"""yara.py SHOAL EVERY - hold the facts `yara` against what the program yara finds in the same files.

The rules use texts, bytes, regular expressions, counts and modules; every EVERYth of Wine's modules is searched by both. Of each
string yara's first place is compared, of each rule the first four strings, as shoal tells them.
Exits with 77, which ctest counts as skipped, where yara or Wine is missing.
"""
import collections, pathlib, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WINE = pathlib.Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
STRINGS_SHOWN_MAX = 4
YARA = r"""
import "pe"
import "hash"
import "math"
rule Text { strings: $a = "GetVersion" $b = "wine" nocase $c = "registry" wide ascii condition: any of them }
rule Bytes { strings: $mz = { 4D 5A } $pe = { 50 45 00 00 ( 64 86 | 4C 01 ) } $jump = { 48 8B [2-6] FF 25 } condition: $mz at 0 and $pe and (not $jump or $jump) }
rule Expression { strings: $url = /https?:\/\/[a-z0-9.\/]{4,40}/ $guid = /\{[0-9A-F]{8}-[0-9A-F]{4}-/ nocase condition: #url > 1 or $guid }
rule Module { condition: pe.is_dll() and pe.number_of_sections > 5 and pe.imports("ntdll.dll") }
rule Entropy { condition: math.entropy(0, filesize) > 5.5 and hash.md5(0, 2) == "ac6ad5d9b99757c3a878f2d275ace198" }
rule Many { strings: $a = "Create" $b = "Delete" $c = "Open" $d = "Close" $e = "Set" $f = "Get" condition: 5 of them }
private rule Hidden { strings: $h = "DllMain" condition: $h }
rule Uses { strings: $p = "DllGetClassObject" private $q = "DllRegisterServer" condition: $p and $q or Hidden }
rule Never { strings: $a = "no such text in any file of Wine" condition: $a }
"""
ASKED = ["Text", "Bytes", "Expression", "Module", "Entropy", "Many", "Uses", "Never"]
RULE = """id: OWN-01
title: Ours
why: a rule of YARA says so
confidence: low
when:
  any:
{asked}
verdict: [{{on: any, is: warns}}]
remedies: [replace]
citation: {{title: ours, read: 2026-11-26, verified: unverified}}
tests:
  - {{name: it matches, kind: positive, target: windows-10-22h2-x64, expect: warns, facts: [format pe, "yara own.yar#Many $a @0x10"]}}
  - {{name: another does, kind: near miss, target: windows-10-22h2-x64, expect: nothing, facts: [format pe, "yara own.yar#Else $a"]}}
  - {{name: none does, kind: negative, target: windows-10-22h2-x64, expect: nothing, facts: [format pe]}}
"""


def make_rules(folder):
    for name in ("targets.csv", "remedies.csv", "modules.csv"):
        shutil.copy(ROOT / "data" / "rules" / name, folder / name)
    own = folder / "own"
    own.mkdir()
    (own / "own.yar").write_text(YARA)
    (own / "OWN-01.yaml").write_text(RULE.format(asked="\n".join(f"    - yara: own.yar#{name}" for name in ASKED)))
    return own / "own.yar"


def ours(shoal, folder, files):
    """{file: [(rule, string or nothing, offset)]}, in order."""
    run = subprocess.run([shoal, "readiness", "facts", *files, "--rules", folder], capture_output=True, text=True, check=True)
    found, file = collections.defaultdict(list), None
    for line in run.stdout.splitlines():
        if line.startswith("facts of "):
            file = line.removeprefix("facts of ").split(": ")[0]
        elif line.startswith("yara "):
            words = line.split(" ")
            string = words[2] if len(words) > 2 and words[2].startswith("$") else ""
            offset = int(words[-1].removeprefix("@"), 16) if words[-1].startswith("@") else 0
            found[file].append((words[1].removeprefix("own.yar#"), string, offset))
        elif line.startswith("unread"):
            found[file].append(line)
    return found


def theirs(rules, files):
    found = {}
    for file in files:
        lines = subprocess.run(["yara", "-s", rules, file], capture_output=True, text=True, errors="replace", check=True).stdout.split("\n")
        matched, rule = {}, None
        for line in lines:
            if line.startswith("0x"):
                offset, string, _ = line.split(":", 2)
                matched[rule].setdefault(string, int(offset, 16))
            elif line.endswith(" " + file):
                rule = line.split(" ")[0]
                matched[rule] = {}
        found[file] = [
            entry
            for rule, strings in matched.items()
            if rule in ASKED
            for entry in [(rule, string, at) for string, at in strings.items()][:STRINGS_SHOWN_MAX] or [(rule, "", 0)]
        ]
    return found


def main():
    files = [str(path) for path in sorted(WINE.glob("*.dll"))][:: int(sys.argv[2])]
    if not shutil.which("yara") or not files:
        print("skipped, since yara or Wine is not there (apt-get install yara wine64)")
        return 77
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        rules = make_rules(folder)
        tested = subprocess.run([sys.argv[1], "readiness", "rules", "test", "--rules", folder], capture_output=True, text=True)
        if tested.returncode != 0:
            print(f"wrong: {tested.stdout}{tested.stderr}")
            wrong += 1
        mine, second = ours(sys.argv[1], folder, files), theirs(rules, files)
    seen = collections.Counter()
    for file in files:
        seen.update({rule for rule, *_ in second[file]})
        if sorted(mine[file]) != sorted(second[file]):
            wrong += 1
            print(f"wrong: {file}: {mine[file]} in place of {second[file]}")
    # A comparison in which nothing matches would say nothing.
    for rule in ASKED:
        if (seen[rule] == 0) != (rule == "Never"):
            wrong += 1
            print(f"wrong: {rule} matches {seen[rule]} files")
    print(f"{len(files)} files, {sum(map(len, second.values()))} facts, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

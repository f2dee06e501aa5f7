#!/usr/bin/env python3
"""msitools.py INSPECT_FACTS INSPECT_MADE [FOLDER] - are packages read as msitools reads them?

Compares the facts of packages with what `msiinfo export`, `suminfo` and `streams` say, row by row: of packages that wixl
makes, of packages that our own writer makes, and of those in FOLDER. Exits with 77 where msitools is not installed.
"""
import pathlib, re, shutil, subprocess, sys, tempfile

TABLES = ("LaunchCondition Feature Component File CustomAction ServiceInstall ServiceControl Registry Class ODBCDriver "
          "ODBCDataSource IniFile SelfReg Condition Directory Media TypeLib Shortcut MsiDriverPackages AppSearch").split()
CONDITIONS = {"LaunchCondition": "Description", "Component": "Component", "Condition": "Feature_",
              "InstallExecuteSequence": "Action", "InstallUISequence": "Action"}
WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
WXS = """<?xml version="1.0"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
 <Product Id="*" UpgradeCode="9C5E1A62-6D0B-4E9B-9E43-6F0E5C7D0001" Name="Till %(n)d" Version="1.0.%(n)d" Manufacturer="A"
          Language="1033">
  <Package InstallerVersion="200" Compressed="yes"/>
  <Media Id="1" Cabinet="data.cab" EmbedCab="yes"/>
  <Condition Message="Not here">%(condition)s</Condition>
  <Property Id="SEARCHED"><RegistrySearch Id="s" Root="HKLM" Key="Software\\A" Name="B" Type="raw"/></Property>
  <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="ProgramFilesFolder"><Directory Id="INSTALLDIR" Name="Till">
   %(components)s
  </Directory></Directory></Directory>
  <Feature Id="Main" Level="1">%(references)s</Feature>
 </Product>
</Wix>"""


def unquoted(word):
    return re.sub(rb"\\(x[0-9a-f]{2}|.)", lambda m: bytes([int(m[1][1:], 16)]) if len(m[1]) == 3 else m[1],
                  word.encode()).decode("utf-8", "replace")


def words_of(line):
    return [unquoted(m[1]) if m[2] is None else m[2] for m in WORD.finditer(line)]


def run(*command):
    done = subprocess.run(command, capture_output=True)
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def exported(path, table):
    """The rows of a table as dictionaries without what is empty."""
    text = run("msiinfo", "export", str(path), table)
    if not text:
        return []
    lines = text.split("\r\n")
    columns = lines[0].split("\t")
    plain = str.maketrans({"\x19": "\n", "\x10": "\t", "\x11": "\r", "\x15": "\0"})
    return [{c: v.translate(plain) for c, v in zip(columns, l.split("\t")) if v} for l in lines[3:] if l]


def with_folders(path, there, rows):
    """Rows of File, each with the folder that Windows knows by name in which its component is put, where there is one."""
    def table(name):
        return exported(path, name) if name in there else []

    place = {r["Component"]: r.get("Directory_", "") for r in table("Component")}
    parent = {r["Directory"]: r.get("Directory_Parent", "") for r in table("Directory")}
    moved = {}
    for row in table("CustomAction"):
        known = re.match(r"\[(\w+Folder)\]", row.get("Target", ""))
        if int(row["Type"]) & 0x3F == 51 and known:
            moved.setdefault(row.get("Source", ""), known[1])
    for row in rows:
        key, seen = place.get(row.get("Component_"), ""), set()
        while key and key not in seen:
            seen.add(key)
            known = moved.get(key) or (key.split(".")[0] if parent.get(key, "") in ("", "TARGETDIR") else "")
            if known.endswith("Folder"):
                row["Folder"] = known
                break
            key = parent.get(key, "")
    return rows


def facts_of(program, path):
    rows, properties, conditions, contains = {}, {}, [], []
    for line in run(program, str(path)).splitlines():
        if line.startswith("member "):
            break  # What follows are facts of its files.
        words = words_of(line)
        if words[0] == "msi-row":
            cells = [c.partition("=") for c in words[2].split("\x1f")]
            rows.setdefault(words[1], []).append({c[0]: c[2] for c in cells if c[2]})
        elif words[0] == "msi-property":
            properties.setdefault(words[1], words[2] if len(words) > 2 else "")
        elif words[0] == "msi-condition":
            conditions.append((words[1], words[2], words[-1] if "|" in words else ""))
        elif words[0] == "contains":
            contains.append(words[2])
        elif words[0] == "unread":
            print(f"{path.name}: {line}")
    return rows, properties, conditions, contains


def ordered(rows):
    return sorted(sorted(r.items()) for r in rows)


def compare(program, path):
    rows, properties, conditions, contains = facts_of(program, path)
    there = (run("msiinfo", "tables", str(path)) or "").split()
    wrong, compared = [], 0
    for table in TABLES:
        expected = exported(path, table) if table in there else []
        compared += len(expected)
        if table == "File":
            expected = with_folders(path, there, expected)
        if ordered(rows.get(table, [])) != ordered(expected):
            wrong.append(f"{table}: {rows.get(table, [])[:2]} and not {expected[:2]}")
    for row in exported(path, "Property"):
        compared += 1
        if properties.get(row["Property"]) != row.get("Value", ""):
            wrong.append(f"Property {row}")
    actions = {r["Action"] for r in exported(path, "CustomAction")} if "CustomAction" in there else set()
    expected = [(t, r["Condition"], r.get(c, "")) for t, c in CONDITIONS.items() if t in there for r in exported(path, t)
                if "Condition" in r and (not t.startswith("Install") or r["Action"] in actions)]
    if sorted(expected) != sorted(conditions):
        wrong.append(f"conditions: {sorted(set(conditions) ^ set(expected))[:4]}")
    summary = run("msiinfo", "suminfo", str(path)) or ""
    if f"Template: {properties.get('template')}\n" not in summary:
        wrong.append(f"template {properties.get('template')}")
    names = {r["FileName"].split("|")[-1] for r in exported(path, "File")} if "File" in there else set()
    if not names <= set(contains):
        wrong.append(f"names: {sorted(names - set(contains))[:4]}")
    print(f"{path.name}: {compared} rows, {len(expected)} conditions, {len(names)} names; {len(wrong)} differences")
    for each in wrong:
        print("  " + each)
    return not wrong


def make_with_wixl(folder):
    for n, condition in enumerate(["VersionNT = 501", "NOT VersionNT64 OR Installed", "VersionNT &gt;= 601"]):
        count = (1, 40, 700)[n]
        components = references = ""
        for i in range(count):
            (folder / f"f{i}.txt").write_text(f"file {i}\n")
            components += f'<Component Id="C{i}" Guid="*"><File Id="F{i}" Name="a longer name {i}.txt" Source="f{i}.txt"/>'
            components += "</Component>"
            references += f'<ComponentRef Id="C{i}"/>'
        source = folder / f"wixl{n}.wxs"
        source.write_text(WXS % dict(n=n, condition=condition, components=components, references=references))
        done = subprocess.run(["wixl", "-o", f"wixl{n}.msi", source.name], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            print(f"wixl refused: {done.stderr[:300]}")


def main():
    if not shutil.which("msiinfo"):
        print("skipped: msiinfo is not installed (Debian: msitools)")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        subprocess.run([sys.argv[2], "packages", str(folder)], check=True)
        if shutil.which("wixl"):
            make_with_wixl(folder)
        else:
            print("note: wixl is not installed, so that none of its packages are read")
        paths = sorted(folder.glob("*.msi"))
        if len(sys.argv) > 3:
            paths += sorted(pathlib.Path(sys.argv[3]).glob("*.ms[ip]"))
        same = [compare(sys.argv[1], path) for path in paths]
    sys.exit(0 if same and all(same) else 1)


main()

#!/usr/bin/env python3
"""objdump.py FACTS EVERY [FOLDER] - compare what we read of PE files with what MinGW's objdump prints of them.

Of every EVERYth PE file in FOLDER: imports, exports with their ordinals and forwarders, subsystem and its version,
sections. FOLDER is by default where Debian's wine64 keeps its own. Exits with 77, which ctest counts as skipped, where
objdump or the folder is missing.
"""
import pathlib, re, shutil, subprocess, sys

WINE = pathlib.Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
SUBSYSTEMS = {1: "native", 2: "gui", 3: "console", 5: "os2", 7: "posix", 9: "wince", 10: "efi", 14: "xbox"}


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def of_objdump(objdump, path):
    out = subprocess.run([objdump, "-p", "-h", path], capture_output=True, text=True, errors="replace", check=True).stdout
    told = {"import": [], "export": {}, "subsystem": None, "version": None, "section": []}
    major = minor = module = part = None
    base, directory = 0, (0, 0)
    for line in out.splitlines():
        if m := re.match(r"Subsystem\s+([0-9a-f]+)", line):
            told["subsystem"] = SUBSYSTEMS.get(int(m[1], 16), str(int(m[1], 16)))
        elif m := re.match(r"(Major|Minor)SubsystemVersion\s+(\d+)", line):
            major, minor = (int(m[2]), minor) if m[1] == "Major" else (major, int(m[2]))
        elif m := re.match(r"\s*DLL Name: (.*)", line):
            module, part = m[1].lower(), "imports"
            told["import"].append([module, []])
        elif part == "imports" and (m := re.match(r"\t[0-9a-f]+\s+([0-9a-f]+)  (\S.*?)(?:\s+[0-9a-f]{8})?$", line)):
            told["import"][-1][1].append("#" + str(int(m[1], 16) & 0xFFFF) if m[2] == "<none>" else m[2])
        elif m := re.match(r"Ordinal Base\s+(\d+)", line):
            base = int(m[1])
        elif "Export Address Table -- Ordinal Base" in line:
            part = "addresses"
        elif "[Ordinal/Name Pointer] Table" in line:
            part = "names"
        elif part == "addresses" and (m := re.match(r"\s*\[\s*(\d+)\] \+base\[\s*\d+\] [0-9a-f]+ (.*)", line)):
            forwarded = m[2].split(" -- ", 1)[1] if m[2].startswith("Forwarder RVA") else ""
            told["export"].setdefault(int(m[1]) + base, [set(), forwarded])[1] = forwarded
        elif part == "names" and (m := re.match(r"\s*\[\s*(\d+)\](?: \+base\[\s*\d+\])?\s+(?:[0-9a-f]+ )?(\S.*)", line)):
            told["export"].setdefault(int(m[1]) + base, [set(), ""])[0].add(m[2])
        elif m := re.match(r"\s*\d+ (\S+)\s+[0-9a-f]{8}  [0-9a-f]{8,16}  [0-9a-f]{8,16}  ([0-9a-f]{8})", line):
            told["section"].append(m[1])
        elif not line.strip() and part != "imports":
            part = None
    told["version"] = major * 100 + minor
    told["import"] = sorted((m, f) for m, functions in told["import"] for f in functions or [""])
    return told


def of_shoal(lines):
    told = {"import": [], "export": {}, "subsystem": None, "version": None, "section": []}
    for line in lines:
        kind, texts, number = parts_of(line)
        if kind == "import":
            told["import"].append((texts[0], texts[1] if len(texts) > 1 else ""))
        elif kind == "export":
            entry = told["export"].setdefault(number, [set(), texts[1] if len(texts) > 1 else ""])
            if texts[0] != f"#{number}":
                entry[0].add(texts[0])
        elif kind == "subsystem":
            told["subsystem"] = texts[0]
        elif kind == "subsystem-version":
            told["version"] = number
        elif kind == "section":
            told["section"].append(texts[0])
    told["import"].sort()
    return told


def parts_of(line):
    """A fact's kind, its texts and its number: what is in quotes is never a number."""
    words = [(quoted or "", bare) for quoted, bare in re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line)]
    numbers = [int(bare[1:]) for _, bare in words if bare.startswith("#")]
    texts = [bare or quoted for quoted, bare in words[1:] if not bare.startswith(("#", "@"))]
    return words[0][1], texts, numbers[0] if numbers else 0


def main():
    facts, every = sys.argv[1], int(sys.argv[2])
    folder = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else WINE
    objdump = shutil.which("x86_64-w64-mingw32-objdump")
    if not objdump:
        skip("there is no x86_64-w64-mingw32-objdump; Debian has it in binutils-mingw-w64-x86-64")
    if not folder.is_dir():
        skip(f"there is no {folder}; Debian has it in libwine")
    paths = sorted(p for p in folder.iterdir() if p.is_file() and p.open("rb").read(2) == b"MZ")[::every]
    out = subprocess.run([facts, *paths], capture_output=True, text=True, check=True).stdout
    read = {b.split("\n", 1)[0]: b.rstrip("\n").split("\n")[1:] for b in ("\n" + out).split("\nfile ")[1:]}
    compared = different = 0
    for path in paths:
        lines = read[str(path)]
        if lines[0] != "format pe":
            continue
        ours, theirs = of_shoal(lines), of_objdump(objdump, path)
        compared += 1
        for part in theirs:
            if ours[part] != theirs[part]:
                different += 1
                print(f"{path.name}: {part}: {difference(ours[part], theirs[part])}")
    print(f"{compared} files compared, {different} differences")
    sys.exit(1 if different or not compared else 0)


def difference(ours, theirs):
    if isinstance(ours, dict):
        ours, theirs = ([(k, sorted(names), to) for k, (names, to) in told.items()] for told in (ours, theirs))
    if isinstance(ours, list):
        return f"only ours {[x for x in ours if x not in theirs][:5]}, only objdump's {[x for x in theirs if x not in ours][:5]}"
    return f"ours {ours}, objdump's {theirs}"


if __name__ == "__main__":
    main()

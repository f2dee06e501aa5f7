#!/usr/bin/env python3
"""baselines.py SHOAL BASELINE_LINES EVERY - hold baselines against a second reading of the same files.

Debian's Wine stands in for an installation of Windows. Of every EVERYth of its modules, exports and forwarders are compared
with what MinGW's objdump prints. What becomes of each forwarded function, and which contracts of API sets there are, is
found a second time here; and so is which of the programs lack something on an installation that lacks every tenth module.
A WIM and an ESD of a made-up disk must give the bytes that the disk gives.
Exits with 77, which ctest counts as skipped, where Wine, objdump or wimlib-imagex is missing.
"""
import json, pathlib, shutil, struct, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "inspect"))
import objdump as second

WIDE, NARROW = second.WINE, second.WINE.parent / "i386-windows"
TARGET = "windows-10-22h2-x64"
FORWARDS_MAX = 16
failures = []


def check(is_so, what):
    if not is_so:
        failures.append(what)
        print(f"wrong: {what}")


def same(ours, theirs, what):
    check(ours == theirs, f"{what}: only ours {sorted(ours - theirs)[:5]}, only theirs {sorted(theirs - ours)[:5]}")


class Shoal:
    def __init__(self, program, lines):
        self.program, self.lines = program, lines

    def run(self, *words):
        return subprocess.run([self.program, "readiness", *map(str, words)], capture_output=True, text=True)

    def baseline(self, output, *words):
        made = self.run("baseline", *words, "--target", TARGET, "--output", output, "--as-of", "2026-11-26")
        check(made.returncode == 0, f"baseline {words}: {made.stderr}")
        return output

    def read(self, path):
        return subprocess.run([self.lines, path], capture_output=True, text=True, check=True).stdout.splitlines()


class Image:
    """What a baseline says, and a second opinion on what that means."""

    def __init__(self, lines):
        self.modules, self.there, self.api_sets, self.version, self.indexes = {}, {}, {}, 0, {}
        for line in lines:
            kind, _, rest = line.partition(" ")
            if kind == "module":
                machine, module, is_read = rest.split(" ")
                assert is_read == "1", line
                exports = self.modules[machine, module] = []
            elif kind == "export":
                ordinal, is_there, names = rest.split(" ", 2)
                name, _, forwarded = names.partition("|")
                exports.append((int(ordinal), name, forwarded))
                self.there[machine, module, int(ordinal), name] = is_there == "1"
            elif line.startswith("api sets "):
                self.version = int(line.split(" ")[2])
            elif line.startswith("api set "):
                name, host, *others = line[8:].split("|")
                self.api_sets[name] = (host, dict(o.split("=") for o in others))

    def find(self, machine, name, asks=""):
        if name.startswith(("api-", "ext-")):
            stem = name.removesuffix(".dll")
            key = stem.rpartition("-")[0] if self.version >= 6 else stem[4:]
            if key in self.api_sets:
                host, others = self.api_sets[key]
                name = others.get(asks, host)
        return name if (machine, name) in self.modules else None

    def has(self, machine, module, function, asks="", steps=FORWARDS_MAX):
        name = self.find(machine, module, asks)
        if name is None:
            return False
        if not function:
            return True
        index = self.index(machine, name)
        if function not in index:
            return False
        if not index[function]:
            return True
        if not steps or "." not in index[function]:
            return False
        to, _, rest = index[function].rpartition(".")
        to = to.lower() if "." in to else to.lower() + ".dll"
        return self.has(machine, to, rest, name, steps - 1)

    def index(self, machine, name):
        found = self.indexes.get((machine, name))
        if found is None:
            found = self.indexes[machine, name] = {}
            for ordinal, own, forwarded in self.modules[machine, name]:
                found.setdefault(f"#{ordinal}", forwarded)
            for ordinal, own, forwarded in self.modules[machine, name]:
                if own:
                    found.setdefault(own, forwarded)
        return found


def api_sets_by_hand(path):
    """The map of version 6 in a module: read here by the place of its section, as objdump tells it."""
    out = subprocess.run(["x86_64-w64-mingw32-objdump", "-h", path], capture_output=True, text=True, check=True).stdout
    fields = next(l.split() for l in out.splitlines() if " .apiset " in l)
    data = path.read_bytes()[int(fields[5], 16):][:int(fields[2], 16)]
    version, _, _, count, entries, _, _ = struct.unpack_from("<7I", data)
    text = lambda at, size: data[at:at + size].decode("utf-16-le").lower()
    sets = {}
    for i in range(count):
        _, name, _, hashed, values, hosts = struct.unpack_from("<6I", data, entries + 24 * i)
        told = [struct.unpack_from("<5I", data, values + 20 * j) for j in range(hosts)]
        pairs = [(text(v[1], v[2]), text(v[3], v[4])) for v in told]
        sets[text(name, hashed)] = (pairs[0][1] if pairs else "", dict(pairs[1:]))
    return version, sets


def modules_in(folder):
    ends = (".dll", ".exe", ".ocx", ".drv", ".sys", ".cpl", ".ax", ".acm", ".tsp", ".ime")
    return sorted(p for p in folder.iterdir() if p.name.lower().endswith(ends) and p.open("rb").read(2) == b"MZ")


def is_pe(path):
    data = path.read_bytes()
    at = struct.unpack_from("<I", data, 60)[0]
    return data[at:at + 4] == b"PE\0\0"


def compare_wine(shoal, scratch, objdump, every):
    image = Image(shoal.read(shoal.baseline(scratch / "wine", WIDE, NARROW)))
    for folder, machine in ((WIDE, "x64"), (NARROW, "x86")):
        if not folder.is_dir():
            continue
        files = [p for p in modules_in(folder) if is_pe(p)]
        same({n for m, n in image.modules if m == machine}, {p.name.lower() for p in files}, f"modules of {machine}")
        compared = 0
        for path in files[::every]:
            theirs = second.of_objdump(objdump, path)["export"]
            ours = {}
            for ordinal, name, forwarded in image.modules[machine, path.name.lower()]:
                entry = ours.setdefault(ordinal, [set(), forwarded])
                if name:
                    entry[0].add(name)
            flat = lambda told: {(o, tuple(sorted(names)), to) for o, (names, to) in told.items()}
            same(flat(ours), flat(theirs), f"exports of {path.name}")
            compared += 1
        print(f"{machine}: {len(files)} modules, exports of {compared} compared")
    forwarded = absent = 0
    for (machine, name), exports in image.modules.items():
        for ordinal, own, to in exports:
            ours = image.there[machine, name, ordinal, own]
            theirs = image.has(machine, name, own or f"#{ordinal}")
            forwarded, absent = forwarded + bool(to), absent + (not theirs)
            check(ours == theirs, f"{machine} {name} {own or ordinal} -> {to}: ours {ours}, theirs {theirs}")
    check(forwarded > 1000, f"only {forwarded} forwarders")
    schema = WIDE / "apisetschema.dll"
    version, sets = api_sets_by_hand(schema)
    check(image.version == version and image.api_sets == sets, "the map of API sets")
    print(f"{forwarded} forwarders followed, {absent} lead nowhere; {len(sets)} contracts of version {version}")


def compare_programs(shoal, scratch, objdump, every):
    """On an installation without every tenth module, the same programs lack something as by a second reading."""
    lacking = scratch / "lacking"
    lacking.mkdir()
    files = modules_in(WIDE)
    for i, path in enumerate(files):
        if i % 10:
            (lacking / path.name).symlink_to(path)
    baseline = shoal.baseline(scratch / "lacking.baseline", lacking, "--name", "lacking")
    image = Image(shoal.read(baseline))
    asked = [p for p in files[::every] if is_pe(p)]
    out = shoal.run(*asked, "--target", TARGET, "--baseline", baseline, "--format", "json")
    told = json.loads(out.stdout)
    check(told["targets"][0]["baseline"] == "lacking (x64, read 2026-11-26)", f"called {told['targets'][0]}")
    ours = {pathlib.Path(a["application"]).name for a in told["applications"]
            if any(f["rule"] in ("API-01", "API-01-function") for f in a["findings"])}
    theirs = set()
    for path in asked:
        imports = second.of_objdump(objdump, path)["import"]
        if any(not image.has("x64", module, function) for module, function in imports if module != path.name.lower()):
            theirs.add(path.name)
    same(ours, theirs, "programs that lack something")
    check(theirs and len(theirs) < len(asked), "all or none lack something")
    print(f"{len(asked)} programs, of which {len(theirs)} lack something")


def compare_wims(shoal, scratch):
    disk = scratch / "disk"
    config = disk / "Windows" / "System32" / "config"
    config.mkdir(parents=True)
    subprocess.run([shoal.lines, "hives", config, "19045"], check=True)
    beside = disk / "Windows" / "WinSxS" / "x86_microsoft.vc80.crt_1fc8b3b9a1e18e3b_8.0.50727.762_none_10b2f55f9bffb8f8"
    beside.mkdir(parents=True)
    (beside / "msvcr80.dll").write_bytes(b"nobody reads it")
    (disk / "setup.exe").write_bytes((WIDE / "winver.exe").read_bytes())
    for folder, system in ((WIDE, "System32"), (NARROW, "SysWOW64")):
        (disk / "Windows" / system).mkdir(exist_ok=True)
        # Packing takes long, so that a few small ones must do.
        small = [p for p in modules_in(folder) if p.stat().st_size < 150_000][::30] if folder.is_dir() else []
        for path in small + [WIDE / "apisetschema.dll"]:
            shutil.copy(path, disk / "Windows" / system / path.name)
    whole = shoal.baseline(scratch / "disk.baseline", disk, "--name", "golden").read_bytes()
    lines = shoal.read(scratch / "disk.baseline")
    check(lines[0] == "baseline golden (build 19045, x64 and x86, read 2026-11-26)", lines[0])
    for line in ("beside x86 msvcr80.dll microsoft.vc80.crt", "class {0002e005-0000-0000-c000-000000000046}",
                 "class32 {00000566-0000-0010-8000-00aa006d2ea4}", "program made.up", "service rpcss"):
        check(line in lines, f"not there: {line}")
    other = scratch / "other"
    (other / "Windows" / "System32").mkdir(parents=True)
    shutil.copy(WIDE / "version.dll", other / "Windows" / "System32")
    for name, how in (("xpress.wim", ["--compress=XPRESS"]), ("lzx.wim", ["--compress=LZX"]), ("lzms.esd", ["--solid"])):
        wim = scratch / name
        imagex = lambda *words: subprocess.run(["wimlib-imagex", *map(str, words)], check=True, capture_output=True)
        imagex("capture", other, wim, "Other", *how)
        first = shoal.run("baseline", wim, "--target", TARGET, "--output", scratch / "one")
        check(first.returncode == 0 and f"{name}, image 1: Other (x64, read" in first.stdout, f"{name}: {first}")
        imagex("append", disk, wim, "Golden", *(["--solid"] if "--solid" in how else []))
        made = shoal.baseline(scratch / (name + ".baseline"), wim, "--index", 2, "--name", "golden").read_bytes()
        check(made == whole, f"{name} gives other bytes than the disk")
    several = shoal.run("baseline", wim, "--target", TARGET, "--output", scratch / "none")
    check(several.returncode == 2 and "has several images: 1 (Other), 2 (Golden)\nhint: --index" in several.stderr,
          f"several images: {several.stderr}")
    wrong = shoal.run("baseline", disk, "--target", "windows-10-ltsc-2021-x64", "--output", scratch / "none")
    check(wrong.returncode == 2 and "build 19045 and not 19044" in wrong.stderr, f"another build: {wrong.stderr}")
    damaged = bytearray((scratch / "lzx.wim").read_bytes())
    damaged[len(damaged) // 2] ^= 0x55
    (scratch / "damaged.wim").write_bytes(damaged)
    told = shoal.run("baseline", scratch / "damaged.wim", "--index", 2, "--target", TARGET, "--output", scratch / "none")
    check(told.returncode == 2 and told.stderr.startswith("error: "), f"a damaged WIM: {told}")
    check(not (scratch / "none").exists(), "a refused baseline was written")
    print(f"three WIMs give the {len(whole)} bytes of the disk")


def main():
    shoal, every = Shoal(*sys.argv[1:3]), int(sys.argv[3])
    objdump = shutil.which("x86_64-w64-mingw32-objdump")
    if not WIDE.is_dir():
        second.skip(f"there is no {WIDE}; Debian has it in libwine")
    if not objdump:
        second.skip("there is no x86_64-w64-mingw32-objdump; Debian has it in binutils-mingw-w64-x86-64")
    if not shutil.which("wimlib-imagex"):
        second.skip("there is no wimlib-imagex; Debian has it in wimtools")
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        compare_wine(shoal, scratch, objdump, every)
        compare_programs(shoal, scratch, objdump, every)
        compare_wims(shoal, scratch)
    print(f"{len(failures)} differences")
    sys.exit(1 if failures else 0)


main()

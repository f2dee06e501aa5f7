#!/usr/bin/env python3
"""unpacked.py INSPECT_FACTS [PACKAGE...] - is what comes out of packages what was put into them?

Packs files with gcab (stored and MSZIP), lcab and wixl, and asks that each member's facts are those of the file itself. Of
each PACKAGE named, of which cabextract knows the bytes, the same is asked of what cabextract unpacks. Exits with 77 where
none of the packers is installed.
"""
import pathlib, random, shutil, subprocess, sys, tempfile

WXS = """<?xml version="1.0"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
 <Product Id="*" UpgradeCode="9C5E1A62-6D0B-4E9B-9E43-6F0E5C7D0002" Name="Till" Version="1.0.0" Manufacturer="A" Language="1033">
  <Package InstallerVersion="200" Compressed="yes"/>
  <Media Id="1" Cabinet="data.cab" EmbedCab="yes"/>
  <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="ProgramFilesFolder"><Directory Id="INSTALLDIR" Name="Till of 2000">
   <Directory Id="BIN" Name="bin">%s</Directory>
  </Directory></Directory></Directory>
  <Feature Id="Main" Level="1">%s</Feature>
 </Product>
</Wix>"""


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], capture_output=True, **options)
    if done.returncode != 0:
        sys.exit(f"error: {command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[:300]}")
    return done.stdout.decode("utf-8", "replace")


def sheets_of(program, path):
    """Facts by path of the member; of the file itself by ""."""
    sheets, at = {}, ""
    for line in run(program, path).splitlines():
        if line.startswith("file "):
            at = ""
        elif line.startswith("member "):
            at = line[len("member "):]
        else:
            sheets.setdefault(at, []).append(line)
    return sheets


def make_files(folder):
    """Scripts and texts that pack well and that do not, from nothing to more than a block of a cabinet."""
    chance = random.Random(20261126)
    folder.mkdir()
    for i, size in enumerate([0, 1, 7, 1000, 32_767, 32_768, 32_769, 200_000]):
        (folder / f"text {i}.txt").write_bytes(b"a line of text\r\n" * (size // 16) + b"x" * (size % 16))
        (folder / f"noise{i}.bin").write_bytes(chance.randbytes(size))
        lines = "".join(f"wmic os get {chance.random()}\r\n" for _ in range(size // 25))
        (folder / f"run{i}.cmd").write_text("@echo off\r\n" + lines)
    return sorted(folder.iterdir())


def compare(program, package, originals, prefix):
    """Whether the members are the originals, by name below `prefix`."""
    sheets = sheets_of(program, package)
    wrong = [line for line in sheets[""] if line.startswith("unread")]
    for path in originals:
        expected = sheets_of(program, path)[""]
        found = sheets.get(prefix + path.name)
        if found != expected:
            wrong.append(f"{path.name}: {found and found[:3]} and not {expected[:3]}")
    print(f"{package.name}: {len(originals)} files, {len(sheets) - 1} members; {len(wrong)} differences")
    for each in wrong[:5]:
        print("  " + each)
    return not wrong


def pack(folder, files):
    """Packages with the paths of their members before the name."""
    if shutil.which("gcab"):
        for kind, options in (("stored", []), ("mszip", ["-z"])):
            run("gcab", "-c", *options, folder / f"gcab-{kind}.cab", *[f.name for f in files], cwd=files[0].parent)
            yield folder / f"gcab-{kind}.cab", ""
    if shutil.which("lcab"):
        run("lcab", "-n", *files, folder / "lcab.cab")
        yield folder / "lcab.cab", ""
    if shutil.which("wixl"):
        components = "".join(f'<Component Id="C{i}" Guid="*"><File Id="F{i}" Name="{f.name}" Source="files/{f.name}"/></Component>'
                             for i, f in enumerate(files))
        references = "".join(f'<ComponentRef Id="C{i}"/>' for i in range(len(files)))
        (folder / "till.wxs").write_text(WXS % (components, references))
        run("wixl", "-o", "wixl.msi", "till.wxs", cwd=folder)
        yield folder / "wixl.msi", "ProgramFilesFolder/Till of 2000/bin/"


def main():
    program, named = sys.argv[1], [pathlib.Path(p) for p in sys.argv[2:]]
    if not any(map(shutil.which, ("gcab", "lcab", "wixl"))):
        print("skipped: none of gcab, lcab and wixl is installed")
        sys.exit(77)
    same = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        files = make_files(folder / "files")
        for package, prefix in pack(folder, files):
            same.append(compare(program, package, files, prefix))
        for number, package in enumerate(named):
            into = folder / f"named{number}"
            run("cabextract", "-q", "-d", into, package)
            same.append(compare(program, package, [p for p in into.iterdir() if p.is_file()], ""))
    sys.exit(0 if all(same) else 1)


main()

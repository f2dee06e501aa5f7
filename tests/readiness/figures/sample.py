#!/usr/bin/env python3
"""sample.py [SEED] - chooses the 200 files of files.csv: prints path and target of each, by a seed.

120 are of Wine's x64 modules, by the endings of their names, and 80 of the three packages, by package and format. Where
there are fewer of a kind than it was to give, others of the same source make up for it.
"""
import os
import random
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(os.path.dirname(here)))
WINE = "/usr/lib/x86_64-linux-gnu/wine/x86_64-windows"
PACKAGES = ("IviNetSharedComponents32_Fx20_1.3.0.msi", "NUnit-2.5.2.9222.msi", "VBRuntime.msi")
TARGETS = ("windows-10-22h2-x64", "windows-11-24h2-x64", "windows-11-24h2-arm64", "windows-10-22h2-x86")
WINE_SHARES = {".dll": 66, ".exe": 30, ".sys": 10, ".drv": 5, ".ocx": 3, ".cpl": 3, ".acm": 2, ".tlb": 1}
PACKAGE_SHARES = {("NUnit", ".dll"): 26, ("NUnit", ".exe"): 13, ("NUnit", ".html"): 6, ("NUnit", ".config"): 5,
                  ("NUnit", ""): 6, ("Ivi", ".dll"): 12, ("Ivi", ".config"): 2, ("Ivi", ".xml"): 1, ("VB", ""): 9}


def unpacked(folder, shared):
    """{name: path} of the members of the packages, by msiextract, and by cabextract where cabinets are spanned."""
    found = {}
    for package in PACKAGES:
        place = os.path.join(folder, package)
        os.makedirs(place)
        path = os.path.join(shared, package)
        if package.startswith("VB"):
            for cabinet in ("Disk1.CAB", "Disk2.CAB"):
                with open(os.path.join(place, cabinet), "wb") as file:
                    subprocess.run(["msiinfo", "extract", path, cabinet], stdout=file, stderr=subprocess.DEVNULL, check=False)
            subprocess.run(["cabextract", "-q", "Disk1.CAB"], cwd=place, capture_output=True, check=False)
            for name in ("Disk1.CAB", "Disk2.CAB", "OLEPRO32.DLL"):  # The last is cut off in the copy at hand.
                if os.path.exists(os.path.join(place, name)):
                    os.remove(os.path.join(place, name))
        else:
            subprocess.run(["msiextract", "-C", place, path], capture_output=True, check=True)
        for at, _, names in os.walk(place):
            for name in names:
                full = os.path.join(at, name)
                found[os.path.join(package, os.path.relpath(full, place))] = full
    return found


def places(folder, shared):
    """{name as in files.csv: path} of all that can be chosen."""
    found = unpacked(os.path.join(folder, "packages"), shared)
    for name in os.listdir(WINE):
        found["wine/" + name] = os.path.join(WINE, name)
    return found


def chosen(found, seed):
    """(name, target) of each, in the order in which they were drawn."""
    chance, names = random.Random(seed), []

    def draw(kinds, matches, whole):
        start = len(names)
        for kind, share in kinds.items():
            left = sorted(name for name in found if matches(name, kind) and name not in names)
            names.extend(chance.sample(left, min(share, len(left))))
        left = sorted(name for name in found if any(matches(name, kind) for kind in kinds) and name not in names)
        names.extend(chance.sample(left, whole - (len(names) - start)))

    draw(WINE_SHARES, lambda name, kind: name.startswith("wine/") and name.endswith(kind), 120)
    draw(PACKAGE_SHARES, lambda name, kind: name.startswith(kind[0]) and (not kind[1] or name.endswith(kind[1])), 80)
    return [(name, chance.choice(TARGETS)) for name in names]


def main():
    import tempfile
    shared = os.path.join(os.environ.get("SHOAL_SHARED_DATA", os.path.join(root, "..", "shared", "data")), "packages")
    with tempfile.TemporaryDirectory() as folder:
        for name, target in chosen(places(folder, shared), int(sys.argv[1]) if len(sys.argv) > 1 else 20261126):
            print(name, target, sep="\t")


if __name__ == "__main__":
    main()

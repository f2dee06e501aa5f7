#!/usr/bin/env python3
"""portfolio.py FOLDER APPLICATIONS [LIST DEVICES] - writes a portfolio of applications that do not exist.

LIST is a device list of DEVICES devices, each of which has some of them, and some programs that are in no portfolio.

Most are fine; the others call what newer releases of Windows lack, are for 16 bits or cannot be looked into, in numbers
as people have them. The same bytes come out on every machine.
"""
import pathlib
import struct
import sys


def draws(seed):
    """Numbers below 2**32 that are the same everywhere."""
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 32


def dos_program():
    """The least that is a program of DOS: a header of two paragraphs, and the end of the program."""
    code = b"\xb8\x00\x4c\xcd\x21"
    return struct.pack("<2s13H4x", b"MZ", 32 + len(code), 1, 0, 2, 0, 0xFFFF, 0, 64, 0, 0, 0, 28, 0) + code


SCRIPTS = [
    ("login.cmd", "@echo off\r\nnet use h: \\\\files\\home\r\n"),
    ("inventory.cmd", "wmic os get version > %TEMP%\\version.txt\r\n"),
    ("report.vbs", 'Set fso = CreateObject("Scripting.FileSystemObject")\r\n'),
    ("send.cmd", "telnet mail 25\r\nwmic bios get serialnumber\r\n"),
    ("migrate.cmd", "cacls c:\\data /e /g users:c\r\nnet send * done\r\n"),
    ("change.cmd", "edlin c:\\config.sys < change.txt\r\n"),
    ("share <and> \"quote\".cmd", "nbtstat -a pc1\r\nver | find \"5.1\"\r\n"),
]


def write_list(path, applications, devices):
    draw = draws(18000)
    rows = ["Computer,Operating system,OS version,Software,Last seen"]
    for at in range(devices):
        # Some applications are on most devices, most on a few.
        programs = {next(draw) % (1 + next(draw) % applications) for _ in range(next(draw) % 9)}
        names = [f"application-{program:05}" for program in sorted(programs)]
        names += ["Nobody's reader"] if next(draw) % 4 == 0 else []
        rows.append(f"PC{at:05},Windows 7 Professional,6.1.7601,{';'.join(names)},2026-11-20")
    path.write_text("\n".join(rows) + "\n")


def main():
    folder, applications = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    draw = draws(2026)
    for at in range(applications):
        own = folder / f"department-{at % 12:02}" / f"application-{at:05}"
        own.mkdir(parents=True)
        kind = next(draw) % 100
        if kind < 60:
            name, text = SCRIPTS[0]
            (own / name).write_text(text, newline="")
        elif kind < 92:
            name, text = SCRIPTS[1 + next(draw) % (len(SCRIPTS) - 1)]
            (own / name).write_text(text, newline="")
        elif kind < 97:
            (own / "OLD.EXE").write_bytes(dos_program())
        else:  # an installer whose cabinet breaks off
            (own / "setup.cab").write_bytes(b"MSCF" + bytes(60))
            (own / "OLD.EXE").write_bytes(dos_program())
        if kind % 10 == 0:
            (own / "readme.txt").write_text("Read me.\n")
    if len(sys.argv) > 3:
        write_list(pathlib.Path(sys.argv[3]), applications, int(sys.argv[4]))


if __name__ == "__main__":
    main()

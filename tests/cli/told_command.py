#!/usr/bin/env python3
"""The command that a page tells makes that page, byte by byte, whatever was asked for."""
import html, pathlib, re, shlex, sys, tempfile

from run_shoal import run_shoal

shoal = str(pathlib.Path(sys.argv[1]).resolve())
DAYS = ["--as-of", "2026-11-21", "--known-at", "2026-11-20"]
# Of a list that says neither what its columns mean nor in which order its days are.
LIST = "Kiste,Betriebssystem,Last seen,Site,Software\n" + "".join(
    f"PC{i},Windows 7 Professional 6.1.7601,05/11/2026,{'Croydon' if i % 3 else 'Sutton'},{'Till;Rota' if i % 2 else 'Rota'}\n"
    for i in range(12))
COLUMNS = ["--map", "Kiste=name", "--map", "Betriebssystem=os-name", "--date-order", "dmy"]
SCRIPT = "wmic os get version\r\n"


def run(folder, *words):
    return run_shoal(shoal, folder, *words)


def page_of(folder, words):
    page = folder / "page.html"
    page.unlink(missing_ok=True)
    run(folder, *words, "--report", page.name)
    return page.read_text()


def problems_of(folder, words):
    page = page_of(folder, words)
    told = re.search(r">shoal ([a-z][^<]*)<", page)
    if not told:
        return [f"{' '.join(words)}: the page tells no command"]
    again = shlex.split(html.unescape(told[1]).replace(" --report FILE.html", ""))
    return [] if page_of(folder, again) == page else [f"{' '.join(words)}: {told[1]} makes another page"]


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "a list.csv").write_text(LIST)
    (folder / "owner's.cmd").write_text(SCRIPT)
    (folder / "programme.toml").write_text(
        'begins = 2027-01-04\ntarget = "windows-10-22h2-x64"\nmoving = { per_week = 5 }\n'
        'estate = { unjudged = "ready" }\n[[team]]\nname = "packaging"\nperson_days = 5\n')
    run(folder, "import", "a list.csv", "--received", "2026-11-19", *COLUMNS)
    run(folder, "sample", "--programme", "--devices", "40", "--seed", "3", "--output", "programme")
    run(folder, "sample", "--outbreak", "--devices", "60", "--seed", "5", "--output", "office")
    outbreak = ["outbreak", "office/scenario.toml", "--entries", "3"]
    run(folder, *outbreak, "--reps", "0..9", "--shard", "a b.shard")
    asked = [["assess", "a list.csv", *COLUMNS, *DAYS, "--where", "app:Rota", "--incident", "wannacry"],
             ["exposure", "list", *DAYS, "--compare", "2026-11-20", "--has", "KB4012598"],
             ["readiness", "owner's.cmd", "--target", "windows-10-22h2-x64", "--estate", "estate.shoal", *DAYS],
             ["plan", "programme/programme.toml", "--seed", "2", "--scenarios", "200"],
             ["plan", "programme.toml", "--estate", "estate.shoal", *DAYS, "--scenarios", "0", "--no-compare"],
             [*outbreak, "--replicates", "20", "--worm", "notpetya", "--tries", "40"],
             [*outbreak, "--reps", "7..19", "--no-actions"],
             [*outbreak, "--replicates", "20", "--seed", "4"],
             [*outbreak, "--merge", "a b.shard"]]
    problems = [problem for words in asked for problem in problems_of(folder, words)]

print("\n".join(problems) or f"{len(asked)} pages: each is made again by the command that it tells")
sys.exit(bool(problems))

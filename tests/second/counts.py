#!/usr/bin/env python3
"""counts.py - a second implementation of one answer: how many devices of a list run which release, in which phase.

Written apart from shoal and from its pack, so that a mistake in one of them shows as a disagreement. It reads the same
tables: data/lifecycle/*.csv, and endoflife.date's products where a folder of published data is at hand. Releases whose
dates stand in neither have the phase "?".

usage: counts.py LIST.csv --as-of DAY [--shared DIR]     prints JSON: {"release edition phase": devices}
"""
import argparse, collections, csv, datetime, io, json, os, pathlib, re

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("SHOAL_SHARED_DATA", ROOT.parent / "shared" / "data"))
# What lists call the columns that matter here, in lower case without blanks.
SYNONYMS = {
    "name": ("name", "gerätename"),
    "system": ("operatingsystem", "betriebssystem"),
    "version": ("operatingsystemversion", "version"),
    "pack": ("operatingsystemservicepack", "servicepack"),
}


def decoded(data):
    if data[:2] == b"\xff\xfe":
        return data[2:].decode("utf-16-le")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return data.decode("latin-1")


def table(name):
    lines = (ROOT / "data" / "lifecycle" / name).read_text().splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def rows_of(path):
    """The devices of a list as {name, system, version, pack}; a column that the list lacks is empty."""
    lines = decoded(pathlib.Path(path).read_bytes()).splitlines()
    columns = None
    for at, line in enumerate(lines):
        separator = max(",;\t", key=line.count)
        heads = [cell.strip().lower().replace(" ", "") for cell in next(csv.reader([line], delimiter=separator), [])]
        found = {ours: heads.index(head) for ours, names in SYNONYMS.items() for head in names if head in heads}
        if {"name", "system"} <= found.keys():
            columns = found
            break
    if columns is None:
        raise SystemExit(f"{path}: no heading with a name and an operating system")
    for cells in csv.reader(io.StringIO("\n".join(lines[at + 1:])), delimiter=separator):
        if any(cells):
            yield {ours: cells[i].strip() if i < len(cells) else "" for ours, i in columns.items()}


class Calendar:
    def __init__(self, shared):
        self.releases, self.words = table("releases.csv"), table("editions.csv")
        self.support = collections.defaultdict(dict)  # release -> edition -> (mainstream, extended)
        products = sorted((shared / "lifecycle").glob("endoflife-products-full-*.json"))
        cycles = {}
        if products:
            corrected = {(row["cycle"], row["field"]): row["right"] for row in table("corrections.csv")}
            for product in json.loads(products[-1].read_text())["result"]:
                if product["name"].startswith("windows"):
                    cycles.update({f"{product['name']}/{each['name']}": each for each in product["releases"]})
        for release in self.releases:
            for entry in filter(None, release["cycles"].split(";")):
                edition, cycle = entry.split("=")
                dates = cycles.get(cycle)
                if dates and dates.get("eolFrom"):
                    active = corrected.get((cycle, "eoasFrom")) or dates.get("eoasFrom")
                    until = corrected.get((cycle, "eolFrom")) or dates["eolFrom"]
                    self.support[release["release"]][edition] = (min(active or until, until), until)
        for row in table("support.csv"):
            self.support[row["release"]][row["edition"]] = (row["mainstream_until"], row["extended_until"])

    def release_of(self, row):
        """The one release with these numbers and this name; None where nothing fits."""
        numbers = re.match(r"(\d+\.\d+)[. ]*\(?(\d+)?", row.get("version", ""))
        name = row["system"].lower()
        if not numbers or not name:
            return None
        pack = re.search(r"\d+", row.get("pack", ""))
        fitting = [release for release in self.releases
                   if release["version"] == numbers[1] and release["build"] == (numbers[2] or "")
                   and release["service_pack"] == (pack[0] if pack else "0")
                   and (release["kind"] == "server") == ("server" in name)
                   and all(word in name for word in filter(None, release["words"].split(";")))
                   and not any(word in name for word in filter(None, release["lacks"].split(";")))]
        return fitting[-1]["release"] if fitting else None

    def edition_of(self, row):
        edition, name = "home-pro", row["system"].lower()
        for entry in self.words:
            if all(word.lower() in name for word in entry["word"].split()):
                edition = entry["edition"]
        return edition

    def phase_of(self, release, edition, day):
        by_edition = self.support.get(release)
        if not by_edition:
            return "?"
        dates = by_edition.get(edition) or by_edition.get("any") or min(by_edition.values(), key=lambda each: each[1])
        return "mainstream" if day <= dates[0] else "extended" if day <= dates[1] else "none"


def counts(path, day, shared=SHARED):
    calendar, found = Calendar(shared), collections.Counter()
    for row in rows_of(path):
        release = calendar.release_of(row)
        edition = calendar.edition_of(row) if release else ""
        found[(release or "unknown", edition, calendar.phase_of(release, edition, day) if release else "")] += 1
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list")
    parser.add_argument("--as-of", required=True, type=datetime.date.fromisoformat)
    parser.add_argument("--shared", type=pathlib.Path, default=SHARED)
    options = parser.parse_args()
    found = counts(options.list, str(options.as_of), options.shared)
    print(json.dumps({" ".join(key).strip(): number for key, number in sorted(found.items())}, indent=1))


if __name__ == "__main__":
    main()

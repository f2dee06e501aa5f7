#!/usr/bin/python3
"""Rule: the workbook says what the CSV says, every cell is text, and the manifest's hash is that of the CSV's rows.

workbook.py SHOAL SOURCE_FOLDER. A second reader of both formats: Python's csv, zipfile and ElementTree.
"""
import csv
import hashlib
import io
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile
from pathlib import Path

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def export(shoal, folder, form, path):
    subprocess.run([shoal, "assess", "examples/clinic", "--as-of", "2026-11-23", "--known-at", "2026-11-23",
                    "--where", "os:xp", "--format", form, "--output", path], cwd=folder, stderr=subprocess.DEVNULL)
    return path.read_bytes()


def column_of(reference):
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def sheets_of(content):
    """Each sheet as rows of texts, trailing empty cells left out."""
    book = zipfile.ZipFile(io.BytesIO(content))
    strings = []
    if "xl/sharedStrings.xml" in book.namelist():
        strings = ["".join(t.text or "" for t in item.iter(MAIN + "t"))
                   for item in xml.fromstring(book.read("xl/sharedStrings.xml"))]
    names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
    for name in names:
        rows = []
        for row in xml.fromstring(book.read(name)).iter(MAIN + "row"):
            cells = {}
            for cell in row:
                kind = cell.get("t")
                assert kind in ("s", "inlineStr") and cell.find(MAIN + "f") is None, xml.tostring(cell)
                text = (strings[int(cell.find(MAIN + "v").text)] if kind == "s"
                        else "".join(t.text or "" for t in cell.iter(MAIN + "t")))
                cells[column_of(cell.get("r"))] = text
            rows.append([cells.get(i, "") for i in range(max(cells) + 1)] if cells else [])
        yield rows


def trimmed(row):
    while row and not row[-1]:
        row = row[:-1]
    return row


def main():
    shoal, folder = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as made:
        table = export(shoal, folder, "csv", Path(made) / "rows.csv")
        book = export(shoal, folder, "xlsx", Path(made) / "rows.xlsx")
        again = export(shoal, folder, "xlsx", Path(made) / "again.xlsx")
    assert book == again, "the same rows made two different workbooks"

    before, mark, last = table.rpartition(b"#manifest,")
    rows = [trimmed(row) for row in csv.reader(io.StringIO(before.decode()))]
    manifest = next(csv.reader([(mark + last).decode()]))[1]
    assert manifest.endswith("sha256 of the rows as CSV " + hashlib.sha256(before).hexdigest()), manifest
    assert manifest.startswith(f"{len(rows) - 1:,} rows of "), manifest

    findings, told = sheets_of(book)
    assert len(rows) > 10, "the sample estate has no findings"
    assert findings == rows, next((a, b) for a, b in zip(findings, rows) if a != b)
    assert told == [[manifest]], told


main()

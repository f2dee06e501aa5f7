#!/usr/bin/env python3
"""Reads programs by their published formats, for the tables of expected findings.

It shares nothing with shoal: not its readers, not its rules. `reading.py FILE...` prints what a person needs who reads a
file by hand; `Pe` is what label.py asks.
"""
import re
import struct
import sys


class Pe:
    """What a PE file says of itself. Raises ValueError where it is none."""

    machines = {0x14C: "x86", 0x8664: "x64", 0xAA64: "arm64", 0x1C0: "arm", 0x1C4: "arm", 0x200: "ia64", 0x184: "alpha"}

    def __init__(self, data):
        self.data = data
        if data[:2] != b"MZ" or len(data) < 64:
            raise ValueError("no MZ")
        at = struct.unpack_from("<I", data, 60)[0]
        if data[at:at + 4] != b"PE\0\0":
            raise ValueError("no PE")
        machine, count, stamp, _, _, optional, self.characteristics = struct.unpack_from("<HHIIIHH", data, at + 4)
        self.machine = self.machines.get(machine, hex(machine))
        head = at + 24
        magic = struct.unpack_from("<H", data, head)[0]
        self.wide = magic == 0x20B
        self.linker = data[head + 2] * 100 + data[head + 3]
        self.entry = struct.unpack_from("<I", data, head + 16)[0]
        self.alignment = struct.unpack_from("<I", data, head + 32)[0]
        self.subsystem_version = struct.unpack_from("<H", data, head + 48)[0] * 100 + struct.unpack_from("<H", data, head + 50)[0]
        self.base = struct.unpack_from("<Q" if self.wide else "<I", data, head + (24 if self.wide else 28))[0]
        self.subsystem, self.dll_characteristics = struct.unpack_from("<HH", data, head + 68)
        table = head + (112 if self.wide else 96)
        dirs = min(16, struct.unpack_from("<I", data, table - 4)[0])
        self.dirs = [struct.unpack_from("<II", data, table + 8 * i) for i in range(dirs)]
        self.dirs += [(0, 0)] * (16 - dirs)
        self.sections = []
        for i in range(count):
            row = head + optional + 40 * i
            name = data[row:row + 8].rstrip(b"\0").decode("latin-1")
            vsize, rva, raw_size, raw = struct.unpack_from("<IIII", data, row + 8)
            flags = struct.unpack_from("<I", data, row + 36)[0]
            self.sections.append((name, vsize, rva, raw_size, raw, flags))
        self.is_dll = bool(self.characteristics & 0x2000)
        self.imports = self._imports(1, 20, 12, 0, 16)
        self.delay = self._delay()
        self.exports, self.forwards = self._exports()
        self.resources = list(self._resources())
        self.manifest = self._manifest()
        self.signature = self.dirs[4][1]
        self.clr = self._clr()

    def at(self, rva):
        for _, vsize, start, raw_size, raw, _ in self.sections:
            if start <= rva < start + max(vsize, raw_size) and rva - start < raw_size:
                return raw + rva - start
        return rva if self.sections and rva < self.sections[0][2] else None

    def text(self, rva):
        at = self.at(rva)
        if at is None:
            return ""
        return self.data[at:self.data.find(b"\0", at)].decode("latin-1")

    def _thunks(self, rva):
        width, form, ordinal = (8, "<Q", 1 << 63) if self.wide else (4, "<I", 1 << 31)
        at = self.at(rva)
        while at is not None and at + width <= len(self.data):
            value = struct.unpack_from(form, self.data, at)[0]
            if not value:
                return
            yield "#%d" % (value & 0xFFFF) if value & ordinal else self.text(value + 2)
            at += width

    def _imports(self, which, step, name_at, lookup_at, address_at):
        found, at = [], self.at(self.dirs[which][0]) if self.dirs[which][0] else None
        while at is not None and at + step <= len(self.data):
            name, lookup, address = (struct.unpack_from("<I", self.data, at + x)[0] for x in (name_at, lookup_at, address_at))
            if not name:
                break
            module = self.text(name).lower()
            found += [(module, function) for function in self._thunks(lookup or address)]
            at += step
        return found

    def _delay(self):
        found, at = [], self.at(self.dirs[13][0]) if self.dirs[13][0] else None
        while at is not None and at + 32 <= len(self.data):
            attributes, name, _, _, lookup = struct.unpack_from("<IIIII", self.data, at)
            if not name:
                break
            if not attributes & 1:
                name, lookup = name - self.base, lookup - self.base
            module = self.text(name).lower()
            found += [(module, function) for function in self._thunks(lookup)]
            at += 32
        return found

    def _exports(self):
        if not self.dirs[0][0] or self.at(self.dirs[0][0]) is None:
            return [], {}
        head = self.at(self.dirs[0][0])
        base, functions, names, addresses, name_table, ordinals = struct.unpack_from("<IIIIII", self.data, head + 16)
        found, forwards = [], {}
        for i in range(names):
            name = self.text(struct.unpack_from("<I", self.data, self.at(name_table) + 4 * i)[0])
            index = struct.unpack_from("<H", self.data, self.at(ordinals) + 2 * i)[0]
            target = struct.unpack_from("<I", self.data, self.at(addresses) + 4 * index)[0]
            found.append(name)
            if self.dirs[0][0] <= target < self.dirs[0][0] + self.dirs[0][1]:
                forwards[name] = self.text(target)
        return found, forwards

    def _resources(self):
        root = self.at(self.dirs[2][0]) if self.dirs[2][0] else None
        if root is None:
            return

        def walk(at, depth, path):
            if depth > 3 or at + 16 > len(self.data):
                return
            named, ids = struct.unpack_from("<HH", self.data, at + 12)
            for i in range(named + ids):
                name, target = struct.unpack_from("<II", self.data, at + 16 + 8 * i)
                if name & 0x80000000:
                    where = root + (name & 0x7FFFFFFF)
                    length = struct.unpack_from("<H", self.data, where)[0]
                    key = self.data[where + 2:where + 2 + 2 * length].decode("utf-16-le", "replace")
                else:
                    key = name
                if target & 0x80000000:
                    yield from walk(root + (target & 0x7FFFFFFF), depth + 1, path + [key])
                else:
                    rva, size = struct.unpack_from("<II", self.data, root + target)
                    where = self.at(rva)
                    if where is not None:
                        yield path + [key], self.data[where:where + size]

        yield from walk(root, 0, [])

    def _manifest(self):
        return next((body.decode("utf-8-sig", "replace") for path, body in self.resources if path[0] == 24), None)

    def version_strings(self):
        found = {}
        for path, body in self.resources:
            if path[0] == 16:
                text = body.decode("utf-16-le", "replace")
                for key in ("CompanyName", "FileDescription", "FileVersion", "InternalName", "OriginalFilename", "ProductName", "ProductVersion"):
                    hit = re.search(key + "\0+([^\0]+)", text)
                    if hit:
                        found[key] = hit[1]
        return found

    def _clr(self):
        """{"metadata", "il-only", "32bit", "references", "modules"} or None."""
        head = self.at(self.dirs[14][0]) if self.dirs[14][0] else None
        if head is None:
            return None
        meta_rva, _, flags = struct.unpack_from("<III", self.data, head + 8)
        meta = self.at(meta_rva)
        if meta is None or self.data[meta:meta + 4] != b"BSJB":
            return None
        length = struct.unpack_from("<I", self.data, meta + 12)[0]
        version = self.data[meta + 16:meta + 16 + length].split(b"\0")[0].decode("latin-1")
        at, streams = meta + 16 + length, {}
        for _ in range(struct.unpack_from("<H", self.data, at + 2)[0]):
            where, size = struct.unpack_from("<II", self.data, at + 4)
            name = self.data[at + 12:at + 44].split(b"\0")[0].decode("latin-1")
            streams[name] = meta + where
            at += 8 + (len(name) // 4 + 1) * 4
        result = {"metadata": version, "il-only": bool(flags & 1), "32bit": bool(flags & 2), "references": [], "modules": []}
        table = streams.get("#~", streams.get("#-"))
        if table is not None and "#Strings" in streams:
            self._tables(table, streams["#Strings"], result)
        return result

    def _tables(self, at, heap, result):
        sizes, valid = self.data[at + 6], struct.unpack_from("<Q", self.data, at + 8)[0]
        rows, where = {}, at + 24
        for i in range(64):
            if valid >> i & 1:
                rows[i] = struct.unpack_from("<I", self.data, where)[0]
                where += 4
        s, g, b = 4 if sizes & 1 else 2, 4 if sizes & 2 else 2, 4 if sizes & 4 else 2

        def index(*tables, bits=0):
            return 4 if max((rows.get(t, 0) for t in tables), default=0) >= 1 << (16 - bits) else 2

        tdor = index(2, 1, 0x1B, bits=2)
        widths = {
            0: 2 + s + 3 * g, 1: index(0, 0x1A, 0x23, 1, bits=2) + 2 * s, 2: 4 + 2 * s + tdor + index(4) + index(6), 3: index(4),
            4: 2 + s + b, 5: index(6), 6: 8 + s + b + index(8), 7: index(8), 8: 4 + s, 9: index(2) + tdor,
            0xA: index(2, 1, 0x1A, 6, 0x1B, bits=3) + s + b, 0xB: 2 + index(4, 8, 0x17, bits=2) + b,
            0xC: index(6, 4, 1, 2, 8, 9, 0xA, 0, 0xE, 0x17, 0x14, 0x11, 0x1A, 0x1B, 0x20, 0x23, 0x26, 0x27, 0x28, bits=5)
            + index(6, 0xA, bits=3) + b,
            0xD: index(4, 8, bits=1) + b, 0xE: 2 + index(2, 6, 0x20, bits=2) + b, 0xF: 6 + index(2), 0x10: 4 + index(4), 0x11: b,
            0x12: index(2) + index(0x14), 0x13: index(0x14), 0x14: 2 + s + tdor, 0x15: index(2) + index(0x17), 0x16: index(0x17), 0x17: 2 + s + b,
            0x18: 2 + index(6) + index(0x14, 0x17, bits=1), 0x19: index(2) + 2 * index(6, 0xA, bits=1), 0x1A: s, 0x1B: b,
            0x1C: 2 + index(4, 6, bits=1) + s + index(0x1A), 0x1D: 4 + index(4), 0x20: 16 + b + 2 * s, 0x21: 4, 0x22: 12,
            0x23: 12 + 2 * b + 2 * s}
        for i in sorted(rows):
            if i not in widths:
                return
            for row in range(rows[i]):
                here = where + row * widths[i]
                if i == 0x1A:
                    name = int.from_bytes(self.data[here:here + s], "little")
                    result["modules"].append(self._heap(heap + name))
                if i == 0x23:
                    version = struct.unpack_from("<4H", self.data, here)
                    name = int.from_bytes(self.data[here + 12 + b:here + 12 + b + s], "little")
                    result["references"].append((self._heap(heap + name), "%d.%d" % version[:2]))
            where += rows[i] * widths[i]

    def _heap(self, at):
        return self.data[at:self.data.find(b"\0", at)].decode("utf-8", "replace")


def texts(data, least=5):
    """(offset, text) of what reads as ASCII or as UTF-16 of ASCII's letters."""
    for hit in re.finditer(rb"[\x20-\x7e\t]{%d,}" % least, data):
        yield hit.start(), hit[0].decode("ascii")
    for hit in re.finditer(rb"(?:[\x20-\x7e\t]\0){%d,}" % least, data):
        yield hit.start(), hit[0][::2].decode("ascii")


def has_text(data, text):
    low = data.lower()
    return text.lower().encode("latin-1") in low or text.lower().encode("utf-16-le") in low


def main():
    for path in sys.argv[1:]:
        data = open(path, "rb").read()
        print("=====", path, len(data))
        try:
            pe = Pe(data)
        except ValueError as error:
            print("  not PE:", error, data[:16])
            continue
        print("  ", pe.machine, "dll" if pe.is_dll else "exe", "subsystem", pe.subsystem, pe.subsystem_version, "linker", pe.linker,
              "chars", hex(pe.characteristics), "dllchars", hex(pe.dll_characteristics), "sig", pe.signature)
        print("   sections", [(s[0], hex(s[5])) for s in pe.sections])
        modules = {}
        for module, function in pe.imports:
            modules.setdefault(module, []).append(function)
        for module, functions in modules.items():
            print("   import", module, " ".join(functions))
        if pe.delay:
            print("   delay", pe.delay)
        print("   exports", len(pe.exports), " ".join(pe.exports[:40]))
        print("   version", pe.version_strings())
        print("   manifest", re.sub(r"\s+", " ", pe.manifest)[:700] if pe.manifest else None)
        print("   clr", pe.clr)


if __name__ == "__main__":
    main()

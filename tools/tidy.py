#!/usr/bin/env python3
"""tidy.py - the checks about shape that no compiler makes. Fast enough to run before every commit.

Reads src/layers.txt and docs/reference/errors.md. Prints one line per finding, in the form that editors jump to, and exits 1 if any.
"""
import functools, pathlib, re, sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
LISTED_CODE = re.compile(r"^\| `([a-z]+\.[a-z_]+)` \|")
FILE_NAMES = (".cpp", ".csv", ".hpp", ".json", ".shoal", ".txt")  # "report.json" is a file, not a code
# Names that a file brings in or gives for itself, at the beginning of a line.
OWN_NAME = re.compile(r"^(?:using (?:[\w:]+::)?(\w+);|using (\w+) = |namespace (\w+) = "
                      r"|(?:constexpr|const) [^;=({]*?\b(\w+)(?:\[[^]]*\])? [={])", re.MULTILINE)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# The names of the standard library that we use most, by their header.
STANDARD_NAMES = {
    "algorithm": "all_of any_of binary_search clamp copy_if count_if equal_range find find_if lower_bound max max_element "
                 "min min_element none_of remove_if reverse sort stable_sort transform unique upper_bound",
    "array": "array", "atomic": "atomic", "charconv": "from_chars to_chars", "chrono": "chrono",
    "cmath": "abs ceil exp floor isfinite log pow sqrt",
    "cstdint": "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t",
    "cstdio": "fflush fputs printf snprintf", "cstdlib": "getenv", "filesystem": "filesystem",
    "fstream": "ifstream ofstream", "functional": "function", "iterator": "back_inserter", "limits": "numeric_limits",
    "map": "map multimap", "memory": "make_shared make_unique shared_ptr unique_ptr", "mutex": "mutex",
    "numeric": "accumulate iota", "optional": "nullopt optional", "random": "mt19937_64", "set": "multiset set",
    "span": "span", "sstream": "istringstream ostringstream", "string": "string to_string", "string_view": "string_view",
    "thread": "thread", "tuple": "tie tuple", "unordered_map": "unordered_map",
    "utility": "exchange forward move pair swap", "variant": "variant", "vector": "vector"}
HEADER_OF = {name: header for header, names in STANDARD_NAMES.items() for name in names.split()}


def read_layers(path):
    """module -> modules it may include; outside header -> the modules that may name it"""
    layers, owners = {}, {}
    for line in path.read_text().splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        module, rest = line.split(":", 1)
        allowed, _, outside = rest.partition("uses ")
        layers[module] = set(allowed.split())
        for header in outside.split():
            owners.setdefault(header, set()).add(module)
    return layers, owners


@functools.cache
def reached(path):
    """The headers that a file includes, and those that our own among them reach."""
    named = {m.group(2) for line in path.read_text().splitlines() if (m := INCLUDE.match(line))}
    ours = [ROOT / "src" / name for name in named if (ROOT / "src" / name).exists()]
    return named.union(*(reached(header) for header in ours))


def check_standard_headers(path, text):
    """A compiler that is given a batch of files does not tell whether each includes what it needs."""
    missing = {}
    for line, code in enumerate(text.splitlines(), 1):
        for name in re.findall(r"\bstd::(\w+)", code.split("//")[0]):
            header = HEADER_OF.get(name)
            if header and header not in reached(path):
                missing.setdefault(header, (line, name))
    for header, (line, name) in missing.items():
        yield line, f"std::{name} without <{header}>, in this file or in a header of ours that it includes"


def check(path, layers, owners):
    module = path.relative_to(ROOT / "src").parts[0]
    text = path.read_text()
    includes = [(n, *m.groups()) for n, l in enumerate(text.splitlines(), 1) if (m := INCLUDE.match(l))]
    if module not in layers:
        yield 1, f"module '{module}' has no line in src/layers.txt"
        return
    for line, quote, header in includes:
        target = header.split("/")[0]
        if quote == '"' and target in layers and target != module and target not in layers[module]:
            yield line, f"{module} may not include {target}; see src/layers.txt"
        if quote == "<" and header in owners and module not in owners[header]:
            yield line, f"<{header}> belongs to {', '.join(sorted(owners[header]))}"
    yield from check_standard_headers(path, text)
    if path.suffix == ".hpp":
        if "#pragma once" not in text:
            yield 1, "header without #pragma once"
        if not text.startswith("//"):
            yield 1, "header does not begin by saying what it is for"
    if path.suffix == ".cpp":
        # clang and clang-tidy tell of these only where they are given the file alone, and they are given a whole module.
        for found in OWN_NAME.finditer(text):
            name = found.group(found.lastindex)
            if len(re.findall(rf"\b{name}\b", text)) == 1:
                yield text.count("\n", 0, found.start()) + 1, f"{name} is never used"
    own = path.with_suffix(".hpp")
    if path.suffix == ".cpp" and own.exists() and (not includes or includes[0][2] != str(own.relative_to(ROOT / "src"))):
        yield 1, "include your own header first, so that it is shown to stand alone"


def check_error_codes(layers):
    """Every code that src/ names must stand in the table, and every code of the table must be made somewhere.

    A comment or a test may name a code, but only code makes one.
    """
    table = ROOT / "docs" / "reference" / "errors.md"
    listed = {m.group(1): n for n, l in enumerate(table.read_text().splitlines(), 1) if (m := LISTED_CODE.match(l))}
    code = re.compile(r'"((?:' + "|".join(sorted(layers)) + r')\.[a-z_]+)"')
    made = set()
    for path in sorted((ROOT / "src").glob("*/**/*.[ch]pp")):
        for line, text in enumerate(path.read_text().splitlines(), 1):
            named = {name for name in code.findall(text) if not name.endswith(FILE_NAMES)}
            for name in sorted(named - listed.keys()):
                yield path, line, f"{name} is not in docs/reference/errors.md"
            if not path.stem.endswith("_test"):
                made |= {name for name in code.findall(text.split("//")[0])}
    for name in sorted(listed.keys() - made):
        yield table, listed[name], f"nothing makes {name}"


def main():
    layers, owners = read_layers(ROOT / "src" / "layers.txt")
    findings = 0
    for path, line, message in check_error_codes(layers):
        print(f"{path}:{line}: {message}")
        findings += 1
    for path in sorted((ROOT / "src").glob("*/**/*.[ch]pp")):
        for line, message in check(path, layers, owners):
            print(f"{path}:{line}: {message}")
            findings += 1
    sys.exit(findings > 0)


main()

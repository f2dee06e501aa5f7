#!/usr/bin/env python3
"""Checks the rules of readiness in data/rules/ and runs the tests that they bring.

It is written from data/rules/README.md alone and shares nothing with the judge in src/readiness/, so that the two can be held
against each other: `rules.py --outcomes` prints what each test of each rule comes to, a line each.
"""
import csv
import pathlib
import re
import sys

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed, and the rules are YAML")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "data/rules"
FAMILIES = set("format drivers logon components versions paths runtimes graphics security packages scripts protocols".split())
SEVERITIES = {"blocks", "degrades", "warns"}
TEST_KINDS = {"positive", "negative", "near miss"}
REMEDY_KINDS = set("shim manifest config setting install package isolate replace rebuild".split())
STATES = {"on", "off", "absent"}
FIELDS = ["id", "title", "why", "confidence", "when", "verdict", "remedies", "citation", "tests"]
BY_FUNCTION = {"import", "delay-import", "unresolved", "unresolved-delay"}
BY_NUMBER = {"subsystem-version", "linker", "alignment", "overlay"}


def words_of_facts():
    """The kinds of facts and the formats, as src/readiness/facts.cpp spells them."""
    source = (ROOT / "src/readiness/facts.cpp").read_text()
    kinds = re.search(r"fact_kinds> kinds = \{(.*?)\};", source, re.S).group(1)
    formats = re.search(r"known\[\] = \{(.*?)\};", source, re.S).group(1)
    return set(re.findall(r'"([^"]*)"', kinds)), set(re.findall(r'"([^"]*)"', formats))


def table(name):
    """The rows of a table, without the comments at its top."""
    lines = (RULES / name).read_text().split("\n")
    return list(csv.DictReader(line for line in lines if line and not line.startswith("#")))


class Wrong(Exception):
    """What is wrong with a rule, in a sentence."""


# Facts, as lines.

def parse_line(line):
    """A fact of a line: kind, name, value, number. Everything that is not in its order or form is wrong."""
    words, at = [], 0
    while at < len(line):
        if line[at] == " ":
            at += 1
        elif line[at] != '"':
            end = line.find(" ", at)
            end = len(line) if end < 0 else end
            words.append((line[at:end], False))
            at = end
        else:
            text, at = "", at + 1
            while at < len(line) and line[at] != '"':
                if line[at] != "\\":
                    text, at = text + line[at], at + 1
                elif line[at + 1] in '"\\':
                    text, at = text + line[at + 1], at + 2
                elif line[at + 1] == "x":
                    text, at = text + chr(int(line[at + 2:at + 4], 16)), at + 4
                else:
                    raise Wrong("no letter after a backslash: " + line)
            if at >= len(line):
                raise Wrong("a quote is not closed: " + line)
            words.append((text, True))
            at += 1
    kind, texts, number, behind = words[0][0], [], 0, False
    for text, quoted in words[1:]:
        if behind:
            behind = False
        elif not quoted and text.startswith("#"):
            number = int(text[1:])
        elif not quoted and text.startswith("@"):
            int(text[1:], 16)
        elif not quoted and text == "|":
            behind = True
        elif len(texts) < 2:
            texts.append(text)
        else:
            raise Wrong("too many texts: " + line)
    texts += [""] * (2 - len(texts))
    return kind, texts[0], texts[1], number


# Conditions.

def is_like(text, pattern):
    """Whether a text is as a pattern with stars says, ignoring case."""
    parts = [re.escape(part) for part in pattern.lower().split("*")]
    return re.fullmatch(".*".join(parts), text.lower(), re.S) is not None


def row_number(row, column):
    for cell in row.split("\x1f"):
        name, _, value = cell.partition("=")
        if name.lower() == column.lower() and value.isdigit():
            return int(value)
    return None


def leaf_holds(kind, asked, facts):
    if isinstance(asked, dict) and kind in ("unresolved", "unresolved-delay"):
        number = {"there": 1, "missing": 0}[asked["module"]]
        return [fact for fact in facts if fact[0] == kind and fact[3] == number]
    if isinstance(asked, dict):
        numbers = {int(n, 0) for n in asked["in"]}
        found = (row_number(value, asked["column"]) for fact_kind, name, value, _ in facts
                 if fact_kind == kind and name.lower() == asked["table"].lower())
        return [n for n in found if n is not None and n & int(asked["mask"], 0) in numbers]
    if kind in BY_NUMBER and re.match("[<>]?=", asked):
        relation, number = re.fullmatch(r"([<>]?=)\s*(\d+)", asked).groups()
        holds = {">=": lambda n: n >= int(number), "<=": lambda n: n <= int(number), "=": lambda n: n == int(number)}[relation]
        return [fact for fact in facts if fact[0] == kind and holds(fact[3])]
    if kind == "string":
        return [fact for fact in facts if fact[0] == kind and fact[1].lower() == asked.lower()]
    name, _, value = asked.partition("!" if kind in BY_FUNCTION else "=")
    return [fact for fact in facts if fact[0] == kind and is_like(fact[1], name) and (not value or is_like(fact[2], value))]


def ways_to_call(asked):
    """What `calls: module!function` stands for."""
    module, _, function = asked.partition("!")
    looked_up = [{"import": "*!GetProcAddress"}, {"clr": f"module={module.rpartition('.')[0]}*"}]
    named = [{"string": function.rstrip("*")}, {"any": looked_up}, {"not": {"export": function}}]
    return {"any": [{"import": asked}, {"delay-import": asked}, {"all": named}]}


def holds(condition, facts):
    key, asked = next(iter(condition.items()))
    if key == "calls":
        return holds(ways_to_call(asked), facts)
    if key == "all":
        return all(holds(part, facts) for part in asked)
    if key == "any":
        return any(holds(part, facts) for part in asked)
    if key == "not":
        return not holds(asked, facts)
    if key == "count":
        return len(leaf_holds(*next(iter(asked["of"].items())), facts)) >= int(asked["at-least"])
    return bool(leaf_holds(key, asked, facts))


def leaves(condition):
    key, asked = next(iter(condition.items()))
    if key in ("all", "any"):
        for part in asked:
            yield from leaves(part)
    elif key == "calls":
        yield from leaves(ways_to_call(asked))
    elif key in ("not", "count"):
        yield from leaves(asked if key == "not" else asked["of"])
    else:
        yield key, asked


# Targets.

TERM = re.compile(r"(os|build|service-pack)(>=|<=|=|<|>)(\d+(?:\.\d+)?)|arch:([\w|]+)|feature:([\w-]+)=([\w|]+)|client|server|any")


def version(text):
    major, _, minor = text.partition(".")
    return int(major) * 100 + int(minor or 0)


def features_of(target):
    return dict(part.split("=") for part in target["features"].split(";") if part)


def means(selector, target):
    for word in selector.split():
        found = TERM.fullmatch(word)
        if not found:
            raise Wrong("no word of a target: " + word)
        field, relation, number, arches, feature, states = found.groups()
        if word == "any":
            continue
        if word in ("client", "server"):
            is_meant = (word == "server") == (target["server"] == "1")
        elif field:
            have, want = int(target[field.replace("-", "_")]), version(number) if field == "os" else int(number)
            is_meant = {">=": have >= want, "<=": have <= want, "=": have == want, "<": have < want, ">": have > want}[relation]
        elif arches:
            is_meant = target["arch"] in arches.split("|")
        else:
            is_meant = features_of(target).get(feature) in states.split("|")
        if not is_meant:
            return False
    return True


def outcome(rule, test, targets):
    """What a rule says of a test: a severity or nothing."""
    files = [[parse_line(line) for line in lines] for lines in test.get("files") or [test["facts"]]]
    if rule.get("whole-application") == "yes":
        files = [[fact for facts in files for fact in facts]]
    if not any(holds(rule["when"], facts) for facts in files):
        return "nothing"
    target = targets[test["target"]]
    return next((verdict["is"] for verdict in rule["verdict"] if means(verdict["on"], target)), "nothing")


# Checks.

def check_rule(path, rule, known):
    def demand(is_so, what):
        if not is_so:
            raise Wrong(what)

    keys = [key for key in rule if key != "whole-application"]
    demand(keys == FIELDS, "its fields are not " + ", ".join(FIELDS))
    demand(rule["id"] == path.stem, "its id is not the name of its file")
    demand(path.parent.name in FAMILIES, "no such family: " + path.parent.name)
    demand(rule["confidence"] in ("high", "medium", "low"), "no such confidence: " + rule["confidence"])
    demand(not rule["title"].endswith("."), "its title ends with a full stop")
    for kind, asked in leaves(rule["when"]):
        demand(kind in known["kinds"], "no such kind of fact: " + kind)
        demand(kind != "format" or asked.partition("=")[0] in known["formats"], f"no such format: {asked}")
    for verdict in rule["verdict"]:
        demand(set(verdict) <= {"on", "is", "says"} and verdict["is"] in SEVERITIES, f"no verdict: {verdict}")
        means(verdict["on"], next(iter(known["targets"].values())))
        for feature in re.findall(r"feature:([\w-]+)=", verdict["on"]):
            demand(feature in known["features"], "no such feature: " + feature)
    demand(rule["remedies"], "it has no remedy")
    for remedy in rule["remedies"]:
        demand(remedy in known["remedies"], "no such remedy: " + remedy)
    citation = rule["citation"]
    demand(list(citation) == ["title", "section", "where", "read", "verified"], "its citation lacks a part")
    demand(citation["verified"] in ("primary", "secondary", "unverified"), "no such word: " + citation["verified"])
    if citation["verified"] == "unverified":
        demand(rule["confidence"] == "low" and all(verdict["is"] == "warns" for verdict in rule["verdict"]),
               "what is not verified may only warn, with low confidence")
    demand({test["kind"] for test in rule["tests"]} == TEST_KINDS, "it lacks a positive, a negative or a near miss")
    for test in rule["tests"]:
        demand(test["target"] in known["targets"], "no such target: " + test["target"])
        demand(test["expect"] in SEVERITIES | {"nothing"}, "no such outcome: " + test["expect"])
        demand(test["kind"] != "positive" or test["expect"] != "nothing", f"{test['name']}: positive, and nothing expected")
        demand(test["kind"] != "negative" or test["expect"] == "nothing", f"{test['name']}: negative, and something expected")
        for lines in test.get("files") or [test["facts"]]:
            for line in lines:
                demand(parse_line(line)[0] in known["kinds"], "no such kind of fact: " + line)
        got = outcome(rule, test, known["targets"])
        demand(got == test["expect"], f"{test['name']}: {got} in place of {test['expect']}")


def check_tables(known):
    """What the tables must agree on; a sentence for each thing that is wrong."""
    for target in known["targets"].values():
        told = {}
        for row in table("features.csv"):
            if row["feature"] not in told and means(row["on_targets"], target):
                told[row["feature"]] = row["state"]
        if told != features_of(target):
            yield f"targets.csv: {target['id']}: its features are not those of features.csv"
    for row in table("features.csv"):
        if row["state"] not in STATES:
            yield f"features.csv: {row['feature']}: no such state: {row['state']}"
    for row in table("remedies.csv"):
        if row["kind"] not in REMEDY_KINDS or row["discharges"] not in ("yes", "no"):
            yield f"remedies.csv: {row['id']}: no such kind, or neither yes nor no"
        if row["kind"] in ("replace", "rebuild") and row["discharges"] == "yes":
            yield f"remedies.csv: {row['id']}: what replaces or rebuilds a program does not leave it as it is"
    for name, key in (("targets.csv", ("id",)), ("remedies.csv", ("id",)), ("modules.csv", ("module", "from")),
                      ("functions.csv", ("module", "function"))):
        keys = [tuple(row[part] for part in key) for row in table(name)]
        if keys != sorted(set(keys)):
            yield f"{name}: its rows are not sorted, or one is there twice"


def main():
    kinds, formats = words_of_facts()
    known = {
        "kinds": kinds,
        "formats": formats,
        "targets": {row["id"]: row for row in table("targets.csv")},
        "remedies": {row["id"] for row in table("remedies.csv")},
        "features": {row["feature"] for row in table("features.csv")},
    }
    wrong = list(check_tables(known))
    paths = sorted(RULES.glob("*/*.yaml"))
    seen, tests, used = set(), 0, set()
    for path in paths:
        try:
            rule = yaml.load(path.read_text(), yaml.BaseLoader)
            if rule.get("id") in seen:
                raise Wrong("its id is there twice")
            seen.add(rule.get("id"))
            check_rule(path, rule, known)
            tests += len(rule["tests"])
            used |= set(rule["remedies"])
            if "--outcomes" in sys.argv:
                for test in rule["tests"]:
                    print(f"{rule['id']}\t{test['name']}\t{outcome(rule, test, known['targets'])}")
        except (Wrong, KeyError, ValueError, AttributeError, TypeError, yaml.YAMLError) as error:
            wrong.append(f"{path.relative_to(RULES)}: {error if isinstance(error, Wrong) else repr(error)}")
    wrong += [f"remedies.csv: {remedy}: no rule names it" for remedy in sorted(known["remedies"] - used)]
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    print(f"{len(paths)} rules, {tests} tests, {len(wrong)} wrong", file=sys.stderr if "--outcomes" in sys.argv else sys.stdout)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""msi_conditions.py MSI_CONDITIONS N [SEED] - judge N random conditions a second time, by the documentation, and compare.

Written from "Conditional Statement Syntax" of the Windows Installer documentation alone, and in another way than shoal: by
sets. Each part of a condition gives the set of all that it can be, and an operator joins every element of one side's with
every element of the other's; where one answer is left, that is it.
"""
import itertools, random, re, subprocess, sys

POSSIBLE = {"A": ["1"], "B": ["501"], "C": ["Windows"], "D": ["0"], "E": ["", "2"], "F": ["-3", "70000"]}
TOKEN = re.compile(r'\s*(?:("[^"]*")|(-?\d+)|([%$?&!]?[A-Za-z_][\w.]*)|(~?\s*(?:<>|<=|>=|><|<<|>>|=|<|>))|([()]))')
LEVELS = ["imp", "eqv", "xor", "or", "and"]
WORDS = set(LEVELS) | {"not"}


class Bad(Exception):
    pass


def tokens(text):
    out, at, text = [], 0, text.rstrip()
    while at < len(text):
        m = TOKEN.match(text, at)
        if not m:
            raise Bad
        kind = next(i for i in range(1, 6) if m.group(i) is not None)
        word = m.group(kind)
        if kind == 3 and word.lower() in WORDS:
            kind, word = 6, word.lower()
        out.append((kind, word))
        at = m.end()
    return out


def parse(text):
    stream = tokens(text)
    if not stream:
        return ("leaf", None, ("2i", 1))
    at = [0]

    def peek():
        return stream[at[0]] if at[0] < len(stream) else (0, "")

    def take():
        at[0] += 1
        return stream[at[0] - 1]

    def level(n):
        if n == len(LEVELS):
            return factor()
        tree = level(n + 1)
        while peek() == (6, LEVELS[n]):
            take()
            tree = (LEVELS[n], tree, level(n + 1))
        return tree

    def factor():
        if peek() == (6, "not"):
            take()
            return ("not", factor())
        if peek() == (5, "("):
            take()
            tree = level(0)
            if peek() != (5, ")"):
                raise Bad
            take()
            return tree
        left = value()
        if peek()[0] == 4:
            relation = "".join(take()[1].split())
            return ("leaf", relation, left, value())
        return ("leaf", None, left)

    def value():
        kind, word = peek()
        if kind not in (1, 2, 3):
            raise Bad
        take()
        if kind == 2 and not -2**31 <= int(word) < 2**31:
            raise Bad
        return ("1t", word[1:-1]) if kind == 1 else ("2i", int(word)) if kind == 2 else ("3s", word)

    tree = level(0)
    if at[0] != len(stream):
        raise Bad
    return tree


def number(kind, word):
    if kind == "2i":
        return word
    return int(word) if kind == "3s" and re.fullmatch(r"-?\d+", word) and -2**31 <= int(word) < 2**31 else None


def compare(relation, left, right):
    fold = relation.startswith("~")
    relation = relation.lstrip("~")
    if "2i" in (left[0], right[0]):
        a, b = number(*left), number(*right)
        if a is None or b is None:
            return relation == "<>"
        bits = a % 2**32
        special = {"><": bits & (b % 2**32) != 0, "<<": bits // 65536 == b, ">>": bits % 65536 == b}
    else:
        a, b = left[1], right[1]
        if fold:
            a, b = a.lower(), b.lower()
        special = {"><": a != "" and b in a, "<<": a != "" and a.startswith(b), ">>": a != "" and a.endswith(b)}
    if relation in special:
        return special[relation]
    return {"=": a == b, "<>": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[relation]


def possible(name):
    """A property that is not defined is empty; of an environment variable or a state nothing is known, and neither of G."""
    return POSSIBLE.get(name, None if name == "G" or name[0] in "%$?&!" else [""])


def leaf(relation, *values):
    """All that it can be, and the names on which that depends."""
    symbols = [v[1] for v in values if v[0] == "3s"]
    names = [s for s in symbols if possible(s) is None or len(possible(s)) > 1]
    if any(possible(s) is None for s in symbols):
        return {True, False}, set(names)
    seen = set()
    for chosen in itertools.product(*[possible(v[1]) if v[0] == "3s" else [v[1]] for v in values]):
        held = [(v[0], c) for v, c in zip(values, chosen)]
        if relation:
            seen.add(compare(relation, *held))
        else:
            seen.add(held[0][1] not in ("", 0) if held[0][0] == "2i" else held[0][1] != "")
    return seen, set(names) if len(seen) == 2 else set()


MEANS = {"and": lambda a, b: a and b, "or": lambda a, b: a or b, "xor": lambda a, b: a != b, "eqv": lambda a, b: a == b,
         "imp": lambda a, b: not a or b}


def judge(tree):
    """Every operator on every combination of what its sides can be, each taken for itself: Kleene's logic."""
    if tree[0] == "leaf":
        return leaf(*tree[1:])
    sides = [judge(t) for t in tree[1:]]
    if tree[0] == "not":
        return {not v for v in sides[0][0]}, sides[0][1]
    seen = {MEANS[tree[0]](a, b) for a in sides[0][0] for b in sides[1][0]}
    return seen, sides[0][1] | sides[1][1] if len(seen) == 2 else set()


def answer(text):
    try:
        seen, names = judge(parse(text))
    except Bad:
        return "bad"
    return " ".join(["unknown", *sorted(names)]) if len(seen) == 2 else "true" if True in seen else "false"


def value_of(r):
    return r.choice(["A", "B", "C", "D", "E", "F", "G", "H", "%TEMP", "&Main", "1", "0", "501", "-3", "2", "70000", "4464",
                     '"Windows"', '"win"', '""', '"1"', '"501"'])


def term(r):
    if r.random() < 0.3:
        return value_of(r)
    relation = r.choice(["=", "<>", "<", ">", "<=", ">=", "><", "<<", ">>"])
    blank = r.choice(["", " "])
    return value_of(r) + blank + ("~" if r.random() < 0.2 else "") + relation + blank + value_of(r)


def condition(r, depth):
    if depth == 0 or r.random() < 0.2:
        return term(r)
    kind = r.random()
    if kind < 0.15:
        return r.choice(["NOT ", "not ", "Not "]) + condition(r, depth - 1)
    if kind < 0.35:
        return "(" + condition(r, depth - 1) + ")"
    word = r.choice(["AND", "OR", "and", "Or", "XOR", "Eqv", "imp"])
    return condition(r, depth - 1) + " " + word + " " + condition(r, depth - 1)


def spoiled(r, text):
    at = r.randrange(len(text))
    return text[:at] + r.choice(["", "(", ")", " ", "~", "AND", '"', "1", "<", "@"]) + text[at + 1:]


def main():
    count, seed = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 20261126
    r = random.Random(seed)
    lines = [condition(r, r.randrange(5)) for _ in range(count)]
    lines = [spoiled(r, l) if r.random() < 0.15 else l for l in lines]
    done = subprocess.run([sys.argv[1]], input="".join(l + "\n" for l in lines), capture_output=True, text=True, check=True)
    said = done.stdout.splitlines()
    wrong = [(l, s, answer(l)) for l, s in zip(lines, said) if s != answer(l)]
    for line, s, second in wrong[:10]:
        print(f"{line}\n  shoal: {s}\n  second: {second}")
    kinds = {k: sum(s.split()[0] == k for s in said) for k in ("true", "false", "unknown", "bad")}
    print(f"{len(said)} conditions of seed {seed}, {len(wrong)} judged differently; {kinds}")
    sys.exit(len(wrong) > 0 or len(said) != count)


main()

#!/usr/bin/env python3
"""Replays transcripts: what a person types, and what shoal prints.

A transcript is a text file. Lines beginning with '#' say which rule it defends. 'file NAME' begins a file of the
folder in which the commands run, indented by four blanks, until a line that is not; 'bytes NAME HEX' writes bytes.
'$ shoal ...' is a command; the lines up to the next one are its standard output, its standard error (marked '! ') and,
where it is not 0, 'exit N'. A line '...' stands for any lines. With --accept the transcript is rewritten: read the diff.
"""
import pathlib, re, shlex, subprocess, sys, tempfile


def run(command, shoal, folder):
    words = shlex.split(command)
    result = subprocess.run([shoal] + words[1:], cwd=folder, capture_output=True, text=True, timeout=60)
    lines = result.stdout.splitlines() + ["! " + line for line in result.stderr.splitlines()]
    return lines + ([f"exit {result.returncode}"] if result.returncode else [])


def matches(expected, actual):
    """Whether the lines are the same, with any number of lines where `expected` has '...'."""
    at, skip = 0, False
    for line in expected:
        if line == "...":
            skip = True
            continue
        while skip and at < len(actual) and actual[at] != line:
            at += 1
        if at == len(actual) or actual[at] != line:
            return False
        at, skip = at + 1, False
    return skip or at == len(actual)


def unhashed(line):
    """What no rule can promise: the hashes of packs and lists."""
    return re.sub(r"\bpack [0-9a-f]{12}\b", "pack PACK", re.sub(r"\b[0-9a-f]{64}\b", "SHA256", line))


def main():
    shoal, path = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    accept = "--accept" in sys.argv
    lines = path.read_text().splitlines()
    failed, out, i = False, [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        while i < len(lines):
            line = lines[i]
            out.append(line)
            i += 1
            if line.startswith("file "):
                content = []
                while i < len(lines) and (lines[i].startswith("    ") or not lines[i].strip()) and not lines[i].startswith("$"):
                    content.append(lines[i][4:])
                    out.append(lines[i])
                    i += 1
                target = folder / line[5:]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes("".join(text + "\r\n" for text in content).encode())
            elif line.startswith("bytes "):
                _, target, *hexed = line.split(" ")
                (folder / target).parent.mkdir(parents=True, exist_ok=True)
                (folder / target).write_bytes(bytes.fromhex("".join(hexed)))
            elif line.startswith("$ "):
                expected = []
                while i < len(lines) and not lines[i].startswith(("$ ", "# ", "file ", "bytes ")):
                    expected.append(lines[i])
                    i += 1
                while expected and not expected[-1]:
                    expected.pop()
                actual = [unhashed(text) for text in run(line[2:], shoal, folder)]
                while actual and not actual[-1]:
                    actual.pop()
                good = matches(expected, actual)
                out += (expected if good or not accept else actual) + [""]
                if not good:
                    failed = True
                    print(f"{path}: {line}\n--- expected\n" + "\n".join(expected) + "\n--- printed\n" + "\n".join(actual))
    if accept:
        path.write_text("\n".join(out).rstrip("\n") + "\n")
        return
    sys.exit(failed)


main()

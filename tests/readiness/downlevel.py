#!/usr/bin/env python3
"""downlevel.py SHOAL - hold `shoal readiness --downlevel` against programs that MinGW makes.

Each program is made for both processors and with both kinds of threads. What it imports and which version it asks for are
what MinGW's objdump prints; which of that a release lacks is looked up here in data/rules/functions.csv a second time.
Exits with 77, which ctest counts as skipped, where a compiler is missing.
"""
import csv, json, pathlib, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "data" / "rules"
PROGRAMS = {
    "plain": ("c", '#include <stdio.h>\nint main(void) { return puts("plain") < 0; }\n', []),
    "threads": (
        "cpp",
        "#include <condition_variable>\n#include <thread>\nint main() { std::mutex m; std::condition_variable c; bool done = false;\n"
        "std::thread t([&] { std::lock_guard l(m); done = true; c.notify_one(); });\n"
        "{ std::unique_lock l(m); c.wait(l, [&] { return done; }); } t.join(); }\n",
        ["-std=c++17"],
    ),
    "vista": (
        "c",
        "#define _WIN32_WINNT 0x0601\n#include <winsock2.h>\n#include <ws2tcpip.h>\n#include <windows.h>\n#include <stdio.h>\n"
        "int main(void) { SRWLOCK l; CONDITION_VARIABLE v; char text[64]; struct in_addr a = {0}; InitializeSRWLock(&l);\n"
        "InitializeConditionVariable(&v); AcquireSRWLockExclusive(&l); SleepConditionVariableSRW(&v, &l, 1, 0);\n"
        "if (!TryAcquireSRWLockExclusive(&l)) return 1; puts(inet_ntop(AF_INET, &a, text, sizeof text));\n"
        "return GetThreadId(GetCurrentThread()) + (int)GetTickCount64(); }\n",
        ["-lws2_32", "-Wl,--subsystem,console:6.0"],
    ),
    "eight": (
        "c",
        "#define _WIN32_WINNT 0x0602\n#include <windows.h>\n"
        "int main(void) { FILETIME t; GetSystemTimePreciseAsFileTime(&t); return (int)t.dwLowDateTime; }\n",
        ["-Wl,--subsystem,console:6.2"],
    ),
}
# Windows' own threads of this compiler have no std::thread.
LEFT_OUT = {("threads", "win32")}


def table(name):
    with open(RULES / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def number(version):
    major, _, minor = version.partition(".")
    return int(major) * 100 + int(minor)


def lacking(imports, target):
    """What of the imports the tables say that the target lacks."""
    rows = {(row["module"], row["function"]): row for row in table("functions.csv")}
    missing = set()
    for each in imports:
        row = rows.get(each)
        if row and row["verified"] != "unverified" and int(target["os"]) < number(row["from"]):
            missing.add(each)
    return missing


def read(program):
    """The imports and the version of the subsystem, as objdump prints them."""
    lines = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", program], capture_output=True, text=True, check=True).stdout
    imports, module, version, inside = set(), None, {}, False
    for line in lines.splitlines():
        words = line.split()
        if line.startswith(("MajorSubsystemVersion", "MinorSubsystemVersion")):
            version[words[0][:5]] = int(words[1])
        elif "DLL Name:" in line:
            module, inside = words[-1].lower(), True
        elif not words:
            inside = False
        elif inside and len(words) == 3 and words[1].isdigit():
            imports.add((module, words[2]))
    return imports, version["Major"] * 100 + version["Minor"]


def main():
    compilers = [(machine, threads) for machine in ("i686", "x86_64") for threads in ("win32", "posix")]
    for machine, threads in compilers:
        for name in (f"{machine}-w64-mingw32-g++-{threads}", "x86_64-w64-mingw32-objdump"):
            if not shutil.which(name):
                print(f"skipped, since {name} is not there (apt-get install g++-mingw-w64)")
                return 77
    old = [row for row in table("targets.csv") if int(row["os"]) < 1000]
    wrong, judged = [], 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        programs = {}
        for name, (suffix, text, options) in PROGRAMS.items():
            source = folder / f"{name}.{suffix}"
            source.write_text(text)
            for machine, threads in compilers:
                if (name, threads) in LEFT_OUT:
                    continue
                compiler = f"{machine}-w64-mingw32-{'g++' if suffix == 'cpp' else 'gcc'}-{threads}"
                program = folder / f"{name}-{machine}-{threads}.exe"
                subprocess.run([compiler, "-static", "-O1", source, "-o", program, *options], check=True)
                programs[str(program)] = (name, machine, *read(program))
        run = subprocess.run(
            [sys.argv[1], "readiness", *programs, "--downlevel", "--rules", RULES, "--format", "json"], capture_output=True, text=True
        )
        answer = json.loads(run.stdout)
    if answer["question"] != "downlevel" or [each["target"] for each in answer["targets"]] != [each["id"] for each in old]:
        wrong.append(f"it was asked of {[each['target'] for each in answer['targets']]}")
    targets = {target["id"]: target for target in old}
    for row in answer["applications"]:
        name, machine, imports, version = programs[row["application"]]
        target = targets[row["target"]]
        judged += 1
        missing = lacking(imports, target)
        findings = {each["rule"]: each for each in row["findings"]}
        expected = {rule for rule, is_so in (
            ("API-01-function", bool(missing)),
            ("BIT-12", version >= 600 and int(target["os"]) < 600),
            ("BIT-12-62", version >= 602 and int(target["os"]) < 602),
        ) if is_so}
        told = {rule for rule in findings if rule.startswith(("API-", "BIT-12"))}
        where = f"{pathlib.Path(row['application']).name} on {target['id']}"
        if told != expected:
            wrong.append(f"{where}: {sorted(told)} in place of {sorted(expected)}")
        elif missing:
            shown = {tuple(each["fact"].split(" ")[1:3]) for each in findings["API-01-function"]["evidence"]}
            if not shown <= missing or len(shown) != min(4, len(missing)):
                wrong.append(f"{where}: it shows {sorted(shown)} of {sorted(missing)}")
        if expected and row["state"] != "blocked":
            wrong.append(f"{where}: it is {row['state']}, and nothing but another build would help")
        # Said from the outside once: what threads of C++ by this compiler cost, and what a plain program does not.
        if name == "threads" and target["os"] == "501" and ("kernel32.dll", "GetTickCount64") not in missing:
            wrong.append(f"{where}: threads by winpthreads ask for GetTickCount64, and it is not told")
        if name == "plain" and missing:
            wrong.append(f"{where}: a plain program lacks {sorted(missing)}")
    for each in wrong:
        print(f"wrong: {each}")
    print(f"{len(programs)} programs on {len(old)} targets, {judged} judged, {len(wrong)} wrong")
    return 1 if wrong or judged != len(programs) * len(old) else 0


if __name__ == "__main__":
    sys.exit(main())

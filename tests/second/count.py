#!/usr/bin/env python3
"""count.py SMALL_ESTATES N - count random small estates a second time, by what the documentation says, and compare.

Written from docs/concepts/register.md alone: of each trail the observation of the latest day counts that was known by then, of
several of one day the last; of a device's trails those count that do not contradict the newest word on the operating system.
"""
import collections, datetime, json, subprocess, sys

PROTECTIONS = ("smb1", "firewall", "remote-desktop", "automatic-updates", "antivirus", "disk-encryption")
ACTIVITIES = ("active", "silent", "undated", "retired")


def day(text):
    return datetime.date.fromisoformat(text)


def told(os):
    """How much a claim tells: a build outweighs a version, that a name, and that nothing."""
    if os is None:
        return 0
    name, version, build, _, _ = os
    return 3 if build else 2 if version else 1 if name else 0


def agree(a, b):
    if not a[1] or not b[1]:
        words = [c[0].split("Windows ", 1)[1].split()[0] if "Windows " in c[0] else "" for c in (a, b)]
        return not all(words) or words[0] == words[1]
    if a[1] != b[1] or (a[2] and b[2] and a[2] != b[2]):
        return False
    return not (a[4] and b[4]) or a[3] == b[3]


def believed(observations):
    """The observations that count, latest first."""
    order = sorted(observations, key=lambda o: (-o["on"].toordinal(), -told(o.get("os"))))
    counting, out, overtaken = [], [], False
    for o in order:
        if told(o.get("os")) == 0:
            continue
        clash = next((c for c in counting if not agree(o["os"], c["os"])), None)
        if clash is None:
            counting.append(o)
        else:
            out.append(o)
            overtaken = overtaken or clash["on"] != o["on"]
    if overtaken:
        out += [o for o in order if told(o.get("os")) == 0 and o["on"] < counting[-1]["on"]]
    return [o for o in order if not any(o is x for x in out)]


def os_of(counting):
    """The claim that tells most, of several the latest."""
    best = None
    for o in counting:
        tells = min(told(o.get("os")), 3)
        weight = 2 if tells == 3 else 1 if tells else 0
        if o.get("os") and (best is None or weight > best[0]):
            best = (weight, o["os"])
    return best[1] if best else None


def os_name(os):
    if os is None:
        return "unknown"
    word = os[0].split("Windows ", 1)[1].split()[0]
    return "Windows " + word


def activity(device, estate):
    if device["retired"]:
        return "retired"
    days = [day(o["seen"]) for o in device["seen"] if "seen" in o]
    if not days:
        return "undated"
    return "silent" if (day(estate["as_of"]) - max(days)).days > 30 else "active"


def devices_of(estate):
    as_of, known_at = day(estate["as_of"]), day(estate["known_at"])
    latest = {}
    for o in estate["observations"]:
        o["on"] = day(o.get("seen", o["received"]))
        if o["on"] <= as_of and day(o["received"]) <= known_at:
            if o["trail"] not in latest or o["on"] >= latest[o["trail"]]["on"]:
                latest[o["trail"]] = o
    place, retired = {}, {}
    for p in estate["placements"]:
        if day(p["received"]) <= known_at:
            place[p["trail"]] = p["device"]
    for r in estate["retirements"]:
        if day(r["received"]) <= known_at and day(r["day"]) <= as_of:
            retired[r["trail"]] = r["retired"]
    devices = collections.defaultdict(lambda: {"seen": [], "retired": False})
    for trail in sorted(latest):
        device = devices[place[trail]]
        device["seen"].append(latest[trail])
        device["retired"] = device["retired"] or retired.get(trail, False)
    return devices.values()


def only(values):
    values = set(values)
    return "unknown" if not values else "several" if len(values) > 1 else values.pop()


def told_first(seen, counting):
    """Those that count first, the others behind them; each latest first."""
    rest = [o for o in seen if not any(o is c for c in counting)]
    return counting + sorted(rest, key=lambda o: (-o["on"].toordinal(), -told(o.get("os"))))


def protection(counting, what):
    said = [o for o in counting if "smb1" in o] if what == "smb1" else []
    if not said:
        return "unassessed"
    # The latest that dates itself; of undated ones, which are older than any, the first.
    dated = lambda o: day(o["seen"]) if "seen" in o else datetime.date.min
    best = said[0]
    for o in said[1:]:
        if dated(o) > dated(best):
            best = o
    return "on" if best["smb1"] else "off"


def groups(device, estate):
    counting = believed(device["seen"])
    yield "os", os_name(os_of(counting))
    yield "activity", activity(device, estate)
    yield "site", next((o["site"] for o in told_first(device["seen"], counting) if "site" in o), "unknown")
    yield "source", "systeminfo"
    yield "list", "absent"
    for what in PROTECTIONS:
        yield what, protection(counting, what)


def main():
    dump = subprocess.run([sys.argv[1], "tell", sys.argv[2], "20261126"], capture_output=True, text=True, check=True)
    lines = dump.stdout.splitlines()
    for number, line in enumerate(lines):
        estate = json.loads(line)
        counts = collections.defaultdict(lambda: collections.defaultdict(lambda: [0, 0, 0, 0]))
        for device in devices_of(estate):
            at = ACTIVITIES.index(activity(device, estate))
            for by, group in groups(device, estate):
                counts[by][group][at] += 1
        for by, theirs in estate["counts"].items():
            if by in ("release", "support"):
                continue  # What they are called is the catalogue's business.
            ours = dict(counts[by])
            if ours != theirs:
                print(f"estate {number}, by {by}: {ours} here, {theirs} there\n{line}")
                sys.exit(1)
    print(f"{len(lines)} estates agree")


if __name__ == "__main__":
    main()

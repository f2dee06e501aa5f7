#!/usr/bin/env python3
"""estate.py FOLDER DEVICES - writes systeminfo output of an estate that does not exist.

Devices come from images and were patched by different hands, so that some hundred patch states are shared by many and
some thousand are on one device each: what a page has to cope with. The same bytes come out on every machine.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "examples"))
import make_clinic  # noqa: E402

# (share in percent, what systeminfo says, updates of which each device has some)
MODELS = [
    (25, dict(name="Microsoft Windows XP Professional", version="5.1.2600 Service Pack 3 Build 2600",
              replace=make_clinic.XP, system="X86-based PC"), make_clinic.XP_UPDATES),
    (35, dict(name="Microsoft Windows 7 Professional", version="6.1.7601 Service Pack 1 Build 7601"),
     [*make_clinic.WINDOWS_7_UPDATES, 4534310, 4536952]),
    (20, dict(name="Microsoft Windows 10 Pro", version="10.0.19045 N/A Build 19045"),
     [5062649, 5015684, 5063709, 5014032, 5063261]),
    (10, dict(name="Microsoft Windows 8.1 Pro", version="6.3.9600 N/A Build 9600"), [2919355, 5022352]),
    (7, dict(name="Microsoft Windows Server 2019 Standard", version="10.0.17763 N/A Build 17763", server=True),
     [5041974, 4512577, 5041578, 5041577]),
    (3, dict(name="Microsoft Windows Nobody Knows", version="10.0.99999 N/A Build 99999"), []),
]


def draws(seed):
    """Numbers below 2**32 that are the same everywhere."""
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 32


def main():
    folder, devices = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    draw = draws(2026)
    for at in range(devices):
        share = next(draw) % 100
        for percent, model, updates in MODELS:
            share -= percent
            if share < 0:
                break
        kbs = updates
        if next(draw) % 10 < 9:  # from an image of some month
            kbs = updates[:len(updates) - next(draw) % 12]
        else:  # patched by hand
            kbs = [kb for kb in updates if next(draw) % 8]
        site = f"SITE-{at % 40:02}"
        (folder / site).mkdir(parents=True, exist_ok=True)
        text = make_clinic.systeminfo(
            f"{site}-PC{at:05}", kbs=make_clinic.listed(kbs), product_id="00000-000-0000000-00000",
            installed="14/05/2015, 09:12:44", booted="16/11/2026, 07:44:54", memory=8074, model="NL Desk 420",
            address="10.20.1.15", **model)
        (folder / site / f"PC{at:05}.txt").write_bytes(text.encode("ascii"))


if __name__ == "__main__":
    main()

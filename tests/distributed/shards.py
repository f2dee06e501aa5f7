#!/usr/bin/env python3
"""Replicates counted by many machines are, to the byte, those that one would have counted.

usage: shards.py SHOAL [SHOAL_MPI]

By GNU parallel, by OpenMPI with two and three processes, and by an array of Slurm on a cluster of one node. What is not
installed is skipped, with a sentence; where nothing of it is, so is the test (exit status 77).
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

import slurm

SEED, REPLICATES, PARTS = 7, 60, 6
SBATCH = pathlib.Path(__file__).resolve().parents[2] / "tools" / "cluster" / "outbreak.sbatch"


def run(*command, **more):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr}{done.stdout}")
    return done.stdout


class Check:
    def __init__(self, shoal, shoal_mpi, folder):
        self.shoal, self.shoal_mpi, self.folder = shoal, shoal_mpi, pathlib.Path(folder)
        self.ways = 0
        run(shoal, "sample", "--outbreak", "--devices", 2000, "--seed", 3, "--output", self.folder / "scenario")
        self.scenario = self.folder / "scenario" / "scenario.toml"
        self.simulate(f"0..{REPLICATES - 1}", self.folder / "one")
        self.expected = (self.folder / "one").read_bytes()

    def simulate(self, reps, shard):
        run(self.shoal, "outbreak", self.scenario, "--seed", SEED, "--reps", reps, "--shard", shard)

    def merge_and_compare(self, shards, way):
        merged = self.folder / f"merged-{way}"
        run(self.shoal, "outbreak", self.scenario, "--seed", SEED, "--merge", *shards, "--shard", merged)
        self.compare(merged, way)

    def compare(self, shard, way):
        if shard.read_bytes() != self.expected:
            raise SystemExit(f"{way}: {shard.name} has other bytes than one machine's")
        print(f"{way}: the same {len(self.expected)} bytes")
        self.ways += 1

    def parts(self):
        """Of uneven sizes, the last first."""
        ends = [REPLICATES * i * i // (PARTS * PARTS) for i in range(PARTS + 1)]
        return [f"{first}..{end - 1}" for first, end in zip(ends, ends[1:]) if first < end][::-1]

    def by_parallel(self):
        if not shutil.which("parallel"):
            return print("GNU parallel is not installed")
        shards = [self.folder / f"parallel-{part}" for part in self.parts()]
        run("parallel", "--jobs", 2, self.shoal, "outbreak", self.scenario, "--seed", SEED, "--reps", "{}", "--shard",
            self.folder / "parallel-{}", ":::", *self.parts())
        self.merge_and_compare(shards, "parallel")

    def by_mpi(self):
        if not self.shoal_mpi or not shutil.which("mpirun"):
            return print("OpenMPI is not installed, or shoal-mpi not built")
        for processes in (2, 3):
            shard = self.folder / f"mpi-{processes}"
            run("mpirun", "--allow-run-as-root", "--oversubscribe", "-np", processes, self.shoal_mpi, self.scenario,
                "--seed", SEED, "--reps", f"0..{REPLICATES - 1}", "--shard", shard)
            self.compare(shard, f"mpi with {processes} processes")

    def by_slurm(self):
        if absent := slurm.missing():
            return print(f"Slurm is not installed: no {', '.join(absent)}")
        shards = self.folder / "slurm"
        shards.mkdir()
        with slurm.running(self.folder / "cluster") as environment:
            run("sbatch", "--wait", f"--array=0-{PARTS - 1}", f"--output={self.folder}/task-%a.log", SBATCH,
                self.scenario, SEED, REPLICATES, shards, env=environment | {"SHOAL": str(self.shoal)})
        self.merge_and_compare(sorted(shards.iterdir()), "Slurm")


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    shoal = pathlib.Path(sys.argv[1]).resolve()
    shoal_mpi = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) == 3 else None
    with tempfile.TemporaryDirectory() as folder:
        check = Check(shoal, shoal_mpi, folder)
        check.by_parallel()
        check.by_mpi()
        check.by_slurm()
        if check.ways == 0:
            raise SystemExit(77)


if __name__ == "__main__":
    main()

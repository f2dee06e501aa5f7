"""A Slurm of one node on loopback, for as long as a test needs it."""

import contextlib
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time

PROGRAMS = ("munged", "mungekey", "slurmctld", "slurmd", "sbatch", "squeue", "sinfo")
START_SECONDS = 60


def missing():
    """Programs that are not installed."""
    return [name for name in PROGRAMS if not shutil.which(name)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def configuration(folder, munge_socket):
    host = socket.gethostname().split(".")[0]
    user = pwd.getpwuid(os.getuid()).pw_name
    return f"""ClusterName=loopback
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
AuthType=auth/munge
AuthInfo=socket={munge_socket}
CryptoType=crypto/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={os.cpu_count()} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def wait_until(what, is_true):
    for _ in range(START_SECONDS * 5):
        if is_true():
            return
        time.sleep(0.2)
    raise RuntimeError(f"{what} did not come up in {START_SECONDS} s")


@contextlib.contextmanager
def running(folder):
    """Starts one in `folder`; gives the environment in which sbatch finds it."""
    folder = pathlib.Path(folder)
    for name in ("state", "spool", "munge"):
        (folder / name).mkdir(parents=True, mode=0o700)
    # munged wants nobody else to be able to change what it trusts.
    key, munge_socket = folder / "munge" / "key", folder / "munge" / "socket"
    subprocess.run(["mungekey", "--create", f"--keyfile={key}"], check=True)
    (folder / "slurm.conf").write_text(configuration(folder, munge_socket))
    environment = os.environ | {"SLURM_CONF": str(folder / "slurm.conf")}
    started = []

    def start(*command):
        log = open(folder / f"{command[0]}.log", "wb")
        started.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment))

    try:
        start("munged", "--foreground", f"--key-file={key}", f"--socket={munge_socket}",
              f"--pid-file={folder}/munge/pid", f"--log-file={folder}/munge/log", f"--seed-file={folder}/munge/seed",
              "--force")
        wait_until("munged", munge_socket.exists)
        start("slurmctld", "-D")
        start("slurmd", "-D", "-N", socket.gethostname().split(".")[0])
        wait_until("the node", lambda: "idle" in subprocess.run(
            ["sinfo", "--noheader", "--format=%t"], env=environment, capture_output=True, text=True).stdout)
        yield environment
    finally:
        for process in reversed(started):
            process.terminate()
        for process in reversed(started):
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()

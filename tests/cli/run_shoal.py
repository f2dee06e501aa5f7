"""Runs shoal in a folder, for tests that look at what it prints."""
import subprocess, sys


def run_shoal(shoal, folder, *words, status=(0, 3)):
    """What it prints to standard output; the test ends where its exit status is none of `status`."""
    made = subprocess.run([shoal, *words], cwd=folder, capture_output=True, text=True, timeout=120)
    if made.returncode not in status:
        sys.exit(f"{' '.join(words)}: exit {made.returncode}: {made.stderr}")
    return made.stdout

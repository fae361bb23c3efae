#!/usr/bin/env python3
"""Times `redisguard scan` beside `dotnet build` and Roslynator's command line on one solution, in turns, and prints the ratios.

    speed.py SOLUTION [--rounds 3]

All three read the same restored solution. The build is one that compiles everything anew (--no-incremental); Roslynator runs with the
solution's own analyzers alone, as its own would be work that the others don't do. redisguard scans through MSBuild, and loose. The first round warms the disk and isn't counted. RedisGuard.Cli is built for Release; Roslynator is installed into a throw-away folder.
"""
import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "src/RedisGuard.Cli/bin/Release/net10.0/RedisGuard.Cli.dll"


def run(command, allowed=(0, 1)):
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in allowed:
        raise SystemExit(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("solution", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    run(["dotnet", "build", ROOT / "src/RedisGuard.Cli", "-c", "Release", "-v", "q", "-nologo"], allowed=(0,))
    with tempfile.TemporaryDirectory() as folder:
        run(["dotnet", "tool", "install", "roslynator.dotnet.cli", "--tool-path", folder], allowed=(0,))
        run(["dotnet", "restore", options.solution], allowed=(0,))
        contestants = {
            "dotnet build --no-restore --no-incremental": ["dotnet", "build", options.solution, "--no-restore", "--no-incremental", "-v", "q", "-nologo"],
            "redisguard scan": ["dotnet", TOOL, "scan", options.solution, "--ignore-baseline"],
            "redisguard scan --loose": ["dotnet", TOOL, "scan", options.solution, "--ignore-baseline", "--loose"],
            "roslynator analyze": [Path(folder) / "roslynator", "analyze", options.solution, "--verbosity", "quiet"],
        }
        times = {name: [] for name in contestants}
        for turn in range(options.rounds + 1):
            for name, command in contestants.items():
                taken = run(command)
                if turn:
                    times[name].append(taken)
    base = statistics.median(times["dotnet build --no-restore --no-incremental"])
    print(f"{'':44}{'seconds':>9}{'of rounds':>16}{'ratio':>8}")
    for name, taken in times.items():
        print(f"{name:44}{statistics.median(taken):9.1f}{f'{min(taken):.1f}–{max(taken):.1f}':>16}{statistics.median(taken) / base:8.2f}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""LeakScope on a busy machine: 500 leaking scopes and 500 clean ones, eight at a time, Debug and Release.

    tests/measure/scopes.py [COUNT]

Needs redis-server on the path. Builds RedisGuard.Testing.Tests in both configurations. Exits with 1 when a scope was wrong.
"""
import os, subprocess, sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "tests/RedisGuard.Testing.Tests"
COUNT = sys.argv[1] if len(sys.argv) > 1 else "500"
BUSY = [sys.executable, "-c", "while True: pass"]


def main():
    failed = 0
    for configuration in ("Debug", "Release"):
        subprocess.run(["dotnet", "build", str(PROJECT), "-c", configuration, "-v", "q", "-nologo"], check=True, stdout=subprocess.DEVNULL)
        load = [subprocess.Popen(BUSY) for _ in range(os.cpu_count())]
        try:
            done = subprocess.run([str(PROJECT / f"bin/{configuration}/net10.0/RedisGuard.Testing.Tests"), "-class", "*ManyScopesTests", "-showLiveOutput"],
                                  env=os.environ | {"SCOPES_OF_EACH": COUNT}, capture_output=True, text=True)
        finally:
            for process in load:
                process.kill()
        lines = [line for line in done.stdout.splitlines() if "scopes" in line or "Total:" in line]
        print(configuration, *(line.strip() for line in lines), sep="\n  ")
        failed += done.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)

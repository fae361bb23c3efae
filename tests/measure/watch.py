#!/usr/bin/env python3
"""What the watch finds and what it costs, measured beside the bare program.

    tests/measure/watch.py programs   50 and more programs that leak, 50 and more that don't, by shape, end and library version
    tests/measure/watch.py cost       opening a connection, with and without the watch, in turns; a start without Redis

Needs redis-server on the path and a build: dotnet build tests/RedisGuard.Watch.Tests -c Release (for the cost), or Debug.
"""
import json, os, re, shutil, socket, statistics, subprocess, sys, tempfile, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = os.environ.get("CONFIGURATION", "Debug")
PROBES = ROOT / f"tests/RedisGuard.Watch.Tests/bin/{CONFIGURATION}/net10.0/probes"
HOOK = ROOT / f"src/RedisGuard.Watch/bin/{CONFIGURATION}/net8.0/RedisGuard.Watch.dll"
VERSIONS = ["2.7.27", "2.13.23", "3.4.35"]
ENDS = ["return", "environment-exit", "collect"]
SHAPES = re.findall(r'\["((?:leak|clean)-[a-z-]+)"\]', (ROOT / "tests/RedisGuard.Watch.Probe/Shapes.cs").read_text())


def run(version, shape, end, server, watched=True):
    folder = tempfile.mkdtemp(prefix="redisguard-measure-")
    environment = dict(os.environ)
    if watched:
        environment |= {"DOTNET_STARTUP_HOOKS": str(HOOK), "REDISGUARD_WATCH_REPORTS": folder}
    try:
        done = subprocess.run(["dotnet", str(PROBES / version / "RedisGuard.Watch.Probe.dll"), shape, end, server],
                              env=environment, capture_output=True, text=True, timeout=120)
        reports = [json.loads(file.read_text()) for file in Path(folder).glob("*.json")]
        return done, reports
    finally:
        shutil.rmtree(folder)


def programs(server):
    cases = [(version, shape, end) for shape in SHAPES for version in VERSIONS for end in ENDS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(zip(cases, pool.map(lambda case: run(*case, server), cases)))
    leaky = clean = found = opened = wrong = silent = failed = 0
    for (version, shape, end), (done, reports) in results:
        failed += done.returncode != 7 or done.stderr != ""
        leaked = sum(site["leaked"] for report in reports for site in report["sites"])
        if shape.startswith("leak"):
            leaky += 1
            expected = sum(site["opened"] for report in reports for site in report["sites"])
            opened += expected
            found += leaked
            silent += leaked == 0
            if leaked != expected:
                print(f"  {leaked} of {expected} found: {shape}, {end}, {version}")
        else:
            clean += 1
            wrong += leaked > 0
            if leaked:
                print(f"  WRONG: {leaked} accused: {shape}, {end}, {version}")
    print(f"{leaky} programs that leak: {found} of {opened} connections found ({100 * found / opened:.1f} %), {silent} programs not found")
    print(f"{clean} programs that don't: {wrong} wrongly accused")
    print(f"{failed} programs that ended otherwise than without the watch")
    return wrong or failed or found < 0.98 * opened


def cost(server):
    for version in VERSIONS:
        bare, watched = [], []
        for _ in range(5):
            for times, on in ((bare, False), (watched, True)):
                done, _reports = run(version, "cost", "return", server, on)
                times.append(float(done.stdout.split()[1]))
        ratio = statistics.median(watched) / statistics.median(bare)
        print(f"StackExchange.Redis {version}: connect {statistics.median(bare):.0f} µs bare, {statistics.median(watched):.0f} µs watched, ratio {ratio:.2f}")
    starts = {False: [], True: []}
    for _ in range(10):
        for on in starts:
            begin = time.perf_counter()
            run("3.4.35", "none", "none", server, on)
            starts[on].append(1000 * (time.perf_counter() - begin))
    print(f"a program that opens nothing: {statistics.median(starts[False]):.0f} ms bare, {statistics.median(starts[True]):.0f} ms watched")


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in ("programs", "cost"):
        sys.exit(__doc__)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--maxclients", "4000"], stdout=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        return programs(f"127.0.0.1:{port}") if sys.argv[1] == "programs" else cost(f"127.0.0.1:{port}")
    finally:
        server.terminate()


if __name__ == "__main__":
    sys.exit(1 if main() else 0)

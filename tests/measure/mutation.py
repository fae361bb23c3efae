#!/usr/bin/env python3
"""Mutates the classes of one folder of the pool that are tested without a server, with the tests of that folder.

    dotnet tool install dotnet-stryker --version 5.1.0 --tool-path /tmp/stryker
    tests/measure/mutation.py --stryker /tmp/stryker/dotnet-stryker Leaks [Class …]

Stryker needs half a minute to build, two to mutate, then about a second a mutant. Prints the score of each class, and what survived.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import tempfile

# What is left out needs a server, or hands on to the library, or holds nothing but values.
FOLDERS = {
    "Leaks": ["AcquiredHandle", "Handles", "LeakReportFile", "LeakReportFolder", "LeakSites", "LeakTracker", "StackSampler"],
    "Leases": ["ExclusiveConnections", "LeaseRenewals", "LeasedObject", "LongHeldWatch", "RedisLease"],
    "Subscriptions": ["HandlerGate", "RedisSubscription", "RedisSubscriptionOptions", "Subscription"],
    "Resilience": [
        "Backoff", "CircuitEpoch", "CircuitEpochs", "CircuitNotices", "CircuitProbe", "CircuitRecovery", "CircuitSwitch", "CircuitTeller", "CircuitTrip",
        "CircuitWindow", "FaultClassifier", "FleetReconnectBackoff", "FleetSize", "GuardedCalls", "RedisCircuitBreaker", "RedisCircuitBreakerOptionsValidator",
        "RedisCircuitOpenException", "RedisFaults", "RedisOutcome", "RedisReconnectBackoff", "StableDraw", "TalliedRetryPolicy",
    ],
    "Connections": [
        "AbandonedTasks", "ConnectionSlot", "ConnectionSlots", "Deadline", "ExhaustionDiagnosis", "ExhaustionPicture", "IdlePruner", "PermitQueue",
        "SharedConnection", "SharedConnections", "SlotConnector", "SlotStack",
    ],
}
DETECTED = ("Killed", "Timeout")
COUNTED = (*DETECTED, "Survived", "NoCoverage")


def run(stryker: str, folder: str, classes: list[str], out: pathlib.Path) -> dict:
    tests = pathlib.Path(__file__).parents[1] / "RedisGuard.Pool.Tests"
    mutate = [argument for name in classes for argument in ("-m", f"**/{folder}/{name}.cs")]
    subprocess.run([stryker, "-O", str(out), *mutate], cwd=tests, env={**os.environ, "MutationTests": folder}, check=True)
    return json.loads((out / "reports" / "mutation-report.json").read_text())


def tell(report: dict) -> None:
    total = collections.Counter()
    for file, mutated in sorted(report["files"].items()):
        counts = collections.Counter(mutant["status"] for mutant in mutated["mutants"] if mutant["status"] in COUNTED)
        if not counts:
            continue
        total += counts
        print(f"{pathlib.Path(file).name}: {score(counts)}")
        for mutant in mutated["mutants"]:
            if mutant["status"] in COUNTED and mutant["status"] not in DETECTED:
                replacement = " ".join(mutant.get("replacement", "").split())
                print(f"    {mutant['location']['start']['line']}: {mutant['mutatorName']}: {replacement[:110]}")
    print(f"all: {score(total)}")


def score(counts: collections.Counter) -> str:
    detected = sum(counts[status] for status in DETECTED)
    return f"{100 * detected / counts.total():.1f} % of {counts.total()}" if counts else "nothing to mutate"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stryker", default="dotnet-stryker")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("folder", choices=FOLDERS)
    parser.add_argument("classes", nargs="*")
    arguments = parser.parse_args()
    where = arguments.out or pathlib.Path(tempfile.mkdtemp(prefix="mutation-"))
    tell(run(arguments.stryker, arguments.folder, arguments.classes or FOLDERS[arguments.folder], where))

#!/usr/bin/env python3
"""Mutates the core classes of one folder of the pool or of the analyzers, with the tests that reach them.

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
    "Leases": ["BlockingCommands", "ExclusiveConnections", "LeaseRenewals", "LeaseReturns", "LeasedObject", "LongHeldWatch", "RedisLease"],
    "Subscriptions": ["GivenUpChannels", "HandlerGate", "RedisSubscription", "RedisSubscriptionOptions", "Subscription"],
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
# Of the analyzers: the classes, and the tests that reach them.
CORES = {
    "State": (["Dataflow/BlockStates", "Dataflow/FlowState", "Dataflow/Obligation", "Dataflow/ObligationStatuses", "Dataflow/ObligationTable", "Dataflow/PointsTo", "Dataflow/PointsToMap"], ["Dataflow/*Tests.cs"]),
    "Transfer": (
        ["Dataflow/AssignmentEvaluator", "Dataflow/BranchRefinement", "Dataflow/Evidence", "Dataflow/LeakLedger", "Dataflow/OwnershipFlow", "Dataflow/Parts", "Dataflow/Transitions"],
        ["Dataflow/*Tests.cs"]),
    "Places": (["Members/AccessPaths", "Members/FillGuard", "Members/TypeOwnership"], ["Ownership/*Tests.cs"]),
    "Origins": (["Origins/GivenMembers", "Origins/LocalSources", "Origins/OriginWalk", "Origins/Provenance", "Origins/ViewedConnections"], ["Origins/*Tests.cs"]),
}
DETECTED = ("Killed", "Timeout")
COUNTED = (*DETECTED, "Survived", "NoCoverage")


def run(stryker: str, folder: str, classes: list[str], narrowed: list[str], out: pathlib.Path) -> dict:
    project, tests = ("RedisGuard.Analyzers.Tests", ";".join(CORES[folder][1])) if folder in CORES else ("RedisGuard.Pool.Tests", folder)
    mutate = [argument for name in classes for argument in ("-m", f"**/{name}.cs" if folder in CORES else f"**/{folder}/{name}.cs")]
    environment = {**os.environ, "MutationTests": tests, "MutationFiles": ";".join(f"{folder}/{name}Tests.cs" for name in narrowed)}
    subprocess.run([stryker, "-O", str(out), *mutate], cwd=pathlib.Path(__file__).parents[1] / project, env=environment, check=True)
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
    parser.add_argument("--tests", nargs="+", default=[], help="names of classes of the pool's tests without «Tests», with wildcards; all of the folder")
    parser.add_argument("folder", choices=[*FOLDERS, *CORES])
    parser.add_argument("classes", nargs="*")
    arguments = parser.parse_args()
    where = arguments.out or pathlib.Path(tempfile.mkdtemp(prefix="mutation-"))
    classes = arguments.classes or (CORES[arguments.folder][0] if arguments.folder in CORES else FOLDERS[arguments.folder])
    tell(run(arguments.stryker, arguments.folder, classes, arguments.tests, where))

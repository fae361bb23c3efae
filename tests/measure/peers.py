#!/usr/bin/env python3
"""Runs RedisGuard and its peers over the same shapes in one build and prints one table.

    peers.py [SHAPES] [--work DIR] [--keep]

SHAPES, by default tests/shapes of this repository, is a folder of C# files, with a folder for each family of faults if it has several.
Lines carry markers: «// expect: RG1002» (a fault: this line must be reported), «// allow: RG1001» (may be), nothing (must be silent).
A peer finds a fault when it reports anything of its own on the line, and is wrong when it reports on a line without a marker. Of the
peers' many rules those count that have to do with these faults: disposal, tasks that leave a using, transactions, certificates,
passwords, async void. The shapes are built as they are, in a throw-away project with every analyzer at once.
"""
import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlparse

ROOT = Path(__file__).resolve().parents[2]
# What the shapes leak on purpose to see the generic analyzers awake: no wrong report of theirs.
CONTROL = re.compile(r"FileStream|MemoryStream|File\.Open")
MARK = re.compile(r"(?<=//)\s*(expect|allow):\s*(.+?)\s*$")
TOOLS = [
    ("RedisGuard", re.compile(r"RG[1-5]\d{3}")),
    ("NetAnalyzers CA2000, CA2213, CA1001, CA5359", re.compile(r"CA2000|CA2213|CA1001|CA5359")),
    ("IDisposableAnalyzers 4.0.8", re.compile(r"IDISP\d+")),
    ("SonarAnalyzer 9.32 S2930, S2931, S2068, S3168, S4830", re.compile(r"S2930|S2931|S2068|S3168|S4830")),
    ("Meziantou.Analyzer 3.0.321 MA0039, MA0100, MA0155", re.compile(r"MA0039|MA0100|MA0155")),
    ("Roslynator 5.0.1 RCS1229", re.compile(r"RCS1229")),
    ("AsyncFixer 2.1.0 03, 04", re.compile(r"AsyncFixer0[34]")),
    ("VS.Threading 18.12.1 VSTHRD100, 101", re.compile(r"VSTHRD10[01]")),
    ("StackExchange.Redis' own", re.compile(r"SER3\d\d")),
]
PROJECT = """<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Library</OutputType>
    <Nullable>annotations</Nullable>
    <NuGetAudit>false</NuGetAudit>
    <EnableNETAnalyzers>true</EnableNETAnalyzers>
    <AnalysisLevel>latest</AnalysisLevel>
    <NoWarn>$(NoWarn);CS0169;CS0649;CS1591;CS8632;CS8618;CS8603;CS4014;CS8604;CS8600;CS8602;CS0067</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <FrameworkReference Include="Microsoft.AspNetCore.App" />
    <PackageReference Include="StackExchange.Redis" Version="3.4.35" />
    <PackageReference Include="IDisposableAnalyzers" Version="4.0.8" PrivateAssets="all" />
    <PackageReference Include="SonarAnalyzer.CSharp" Version="9.32.0.97167" PrivateAssets="all" />
    <PackageReference Include="Meziantou.Analyzer" Version="3.0.321" PrivateAssets="all" />
    <PackageReference Include="Roslynator.Analyzers" Version="5.0.1" PrivateAssets="all" />
    <PackageReference Include="AsyncFixer" Version="2.1.0" PrivateAssets="all" />
    <PackageReference Include="Microsoft.VisualStudio.Threading.Analyzers" Version="18.12.1" PrivateAssets="all" />
    <Analyzer Include="{analyzers}" />
    <GlobalAnalyzerConfigFiles Include="peers.globalconfig" />
  </ItemGroup>
</Project>
"""
# Only what is counted runs: the peers' other rules, of which some are errors, cost minutes and say nothing of these faults.
COUNTED = (
    sorted(page.stem for page in (ROOT / "docs/rules").glob("RG[1-5]*.md"))
    + ["CA2000", "CA2213", "CA1001", "CA5359", "S2930", "S2931", "S2068", "S3168", "S4830",
       "MA0039", "MA0100", "MA0155", "RCS1229", "AsyncFixer03", "AsyncFixer04", "VSTHRD100", "VSTHRD101"]
    + [f"IDISP{number:03}" for number in range(1, 27)]
    + [f"SER{number}" for number in range(300, 310)])
SEVERITIES = "is_global = true\ndotnet_analyzer_diagnostic.severity = none\n" + "".join(
    f"dotnet_diagnostic.{rule}.severity = warning\n" for rule in COUNTED)


def markers(folder):
    expected, allowed = {}, {}
    for file in sorted(folder.glob("**/*.cs")):
        name = str(file.relative_to(folder))
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if CONTROL.search(text):
                allowed[name, number] = set()
            elif match := MARK.search(text):
                ids = set(re.findall(r"RG\d{4}", match[2].split("allow:")[0]))
                (allowed if match[1] == "allow" or not ids else expected)[name, number] = ids
    return expected, allowed


def build(shapes, work):
    subprocess.run(["dotnet", "build", ROOT / "src/RedisGuard.Analyzers", "-c", "Release", "-v", "q", "-nologo"], check=True)
    copies = work / "shapes"
    for file in shapes.glob("**/*.cs"):
        copy = copies / file.relative_to(shapes)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    analyzers = ROOT / "src/RedisGuard.Analyzers/bin/Release/netstandard2.0/RedisGuard.Analyzers.dll"
    (work / "Peers.csproj").write_text(PROJECT.replace("{analyzers}", str(analyzers)), encoding="utf-8")
    (work / "peers.globalconfig").write_text(SEVERITIES, encoding="utf-8")
    log = work / "log.sarif"
    run = subprocess.run(
        ["dotnet", "build", work, "-nologo", "-v", "q", f"-p:ErrorLog={log}%2Cversion=2.1"], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stdout)
    reports = set()
    for result in json.loads(log.read_text(encoding="utf-8-sig"))["runs"][0]["results"]:
        for location in result.get("locations", []):
            place = location["physicalLocation"]
            file = Path(unquote(urlparse(place["artifactLocation"]["uri"]).path)).resolve()
            if file.is_relative_to(copies.resolve()):
                reports.add((str(file.relative_to(copies.resolve())), place["region"]["startLine"], result["ruleId"]))
    return reports


def near(place, ids, lines):
    """A rule about owners may stand on the type or the field, a few lines above the call."""
    return "RG1003" in ids and any((place[0], place[1] - up) in lines for up in range(1, 4))


def owner_below(place, expected):
    return any("RG1003" in expected.get((place[0], place[1] + down), ()) for down in range(1, 4))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("shapes", type=Path, nargs="?", default=ROOT / "tests/shapes")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--keep", action="store_true")
    args = parser.parse_args()
    work = args.work or Path(tempfile.mkdtemp(prefix="redisguard-peers-"))
    work.mkdir(parents=True, exist_ok=True)
    try:
        expected, allowed = markers(args.shapes)
        reports = build(args.shapes, work)
    finally:
        if not args.keep:
            shutil.rmtree(work, ignore_errors=True)

    families = sorted({family(place) for place in expected})
    everybody = set()
    print("| Analyzer | " + " | ".join(families) + " | Wrong reports |")
    print("|---" * (len(families) + 2) + "|")
    print(f"| *of* | {row(expected, families)} | |")
    for name, rules in TOOLS:
        lines = {(file, line) for file, line, rule in reports if rules.fullmatch(rule)}
        found = {place for place, ids in expected.items() if place in lines or near(place, ids, lines)}
        wrong = {place for place in lines if place not in expected and place not in allowed and not owner_below(place, expected)}
        everybody |= found if name != "RedisGuard" else set()
        print(f"| {name} | {row(found, families)} | {len(wrong)} |")
        if name == "RedisGuard":
            for file, line in sorted(expected.keys() - found):
                print(f"missed {file}:{line}", file=sys.stderr)
            for file, line in sorted(wrong):
                print(f"wrong {file}:{line}", file=sys.stderr)
    print(f"| All the peers together | {row(everybody, families)} | |")


def family(place):
    """The folder of a family, as the shapes here are laid out; all in one otherwise."""
    return Path(place[0]).parts[0] if len(Path(place[0]).parts) > 1 else "Faults"


def row(places, families):
    return " | ".join(str(sum(family(place) == name for place in places)) for name in families)


if __name__ == "__main__":
    main()

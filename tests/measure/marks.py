#!/usr/bin/env python3
"""Scores the analyzers on marked sources, each file a project of its own, in one scan.

    marks.py PATH... [--together] [--tool PATH]

A line of a source says what must be reported on it:
    // expect: RG1002            this rule; `RG1006|RG1004` either of them; `RG1001, RG2001` both
    // or: RG1008                the nearest expectation of this rule may be met here instead
    // allow: RG1001             may be reported; `*` any rule
Every other line must be silent. --together makes one project of each PATH, for sources that need each other. Prints what was missed,
what was wrong, and a line a rule; the exit code is 1 where anything was missed or wrong.
"""
import argparse, collections, json, os, re, shutil, subprocess, sys, tempfile

from corpus import built_tool

MARKS = re.compile(r'//.*?\b(expect|allow|or): ?(.*)$')
MARK = re.compile(r'(?:\b(expect|allow|or): ?)?(RG\d{4}(?:\|RG\d{4})*|\*)')
PROJECT = '''<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="StackExchange.Redis" Version="3.4.35" /></ItemGroup>
</Project>
'''


def sources(path):
    if os.path.isfile(path):
        return [path]
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names if name.endswith('.cs'))


def marks(file):
    """The expectations as [rules, lines where they may be met], and what each line may have."""
    expected, allowed, elsewhere = [], collections.defaultdict(set), []
    with open(file, encoding='utf-8-sig') as stream:
        for number, text in enumerate(stream, 1):
            if not (found := MARKS.search(text)):
                continue
            kind = None
            for word, rules in MARK.findall(text[found.start():]):
                kind = word or kind
                if kind == 'expect':
                    expected.append((rules.split('|'), {number}))
                elif kind:
                    allowed[number].update(rules.split('|'))
                    elsewhere += [(number, rule) for rule in rules.split('|')] if kind == 'or' else []
    for number, rule in elsewhere:
        near = [places for rules, places in expected if rule in rules]
        if near:
            min(near, key=lambda places: min(abs(place - number) for place in places)).add(number)
    return expected, allowed


def lay_out(paths, together, root):
    """Copies the sources into projects beneath root; returns the copies with where they came from."""
    copies = {}
    for number, group in enumerate([sources(path) for path in paths] if together else [[file] for path in paths for file in sources(path)]):
        folder = os.path.join(root, f'p{number}')
        os.makedirs(folder)
        with open(os.path.join(folder, f'P{number}.csproj'), 'w', encoding='utf-8') as stream:
            stream.write(PROJECT)
        for place, file in enumerate(group):
            copy = os.path.join(folder, f'{place}-{os.path.basename(file)}')
            shutil.copy(file, copy)
            copies[os.path.relpath(copy, root)] = file
    return copies


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('paths', nargs='+')
    parser.add_argument('--together', action='store_true', help='one project a path')
    parser.add_argument('--tool', default=built_tool(), help='the tool to run; default: the build of this repository')
    arguments = parser.parse_args()
    if not arguments.tool:
        sys.exit('the tool is not built: dotnet build src/RedisGuard.Cli -c Release')

    with tempfile.TemporaryDirectory(prefix='redisguard-marks-') as root:
        copies = lay_out(arguments.paths, arguments.together, root)
        run = subprocess.run(
            (['dotnet', arguments.tool] if arguments.tool.endswith('.dll') else [arguments.tool])
            + ['scan', root, '--loose', '--format', 'json', '--fail-on', 'none'], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    document = json.loads(run.stdout)
    reports = collections.defaultdict(set)
    for finding in document['findings']:
        reports[copies[finding['path']]].add((finding['line'], finding['id'], finding['message']))

    table, bad = collections.defaultdict(collections.Counter), len(document['analyzerExceptions'])
    for file in copies.values():
        expected, allowed = marks(file)
        got = reports[file]
        for rules, places in expected:
            found = any(line in places and rule in rules for line, rule, _ in got)
            table[rules[0]].update(expected=1, found=found)
            if not found:
                bad += 1
                print(f'missed {file}:{min(places)} {"|".join(rules)}')
        for line, rule, message in sorted(got):
            if not (any(line in places and rule in rules for rules, places in expected) or allowed[line] & {rule, '*'}):
                bad += 1
                table[rule].update(wrong=1)
                print(f'wrong  {file}:{line} {rule} {message}')

    for rule, count in sorted(table.items()):
        print(f'{rule}  {count["found"]:4} of {count["expected"]:4}, {count["wrong"]} wrong')
    total = sum(table.values(), collections.Counter())
    print(f'{len(copies)} files: {total["found"]} of {total["expected"]} found, {total["wrong"]} wrong, {len(document["analyzerExceptions"])} exceptions')
    sys.exit(1 if bad else 0)


if __name__ == '__main__':
    main()

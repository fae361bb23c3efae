#!/usr/bin/env python3
"""How well a baseline recognises findings after a repository went on: baseline.py TOOL.dll GIT_DIR[:FOLDER] [COMMITS ...]

For each distance, from several starting points of the first-parent history: scans the older commit, writes its baseline,
scans the newer commit with it, and compares with what `git diff` says of each line.

recognised  findings whose line git holds for unchanged, and that both scans have: how many the baseline knows
misplaced   known findings on lines that git holds for new, while what is gone of their rule had another file, another file name,
            another text of its line and another member: a moved file or member keeps one of them
swallowed   known findings on lines that git says were added, with no entry of the same rule gone nearby
"""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

STARTS = 5
# What a scan reads; a copy of a repository may lack its large files.
KINDS = ("*.cs", "*.csproj", "*.props", "*.targets", "*.sln", "*.slnx", "*.editorconfig", "*.globalconfig")


def git(repository, *arguments):
    return subprocess.run(["git", "-C", repository, *arguments], capture_output=True, text=True, check=True, errors="replace").stdout


def has_code(repository, commit, part):
    found = subprocess.run(["git", "-C", repository, "grep", "-q", "StackExchange.Redis", commit, "--", f"{part}*.cs"], capture_output=True)
    return found.returncode == 0


def oldest_with_code(repository, history, part):
    """The index of the oldest commit whose code uses the library: before it there is nothing to recognise."""
    newest, oldest = 0, len(history) - 1
    while newest < oldest:
        middle = (newest + oldest + 1) // 2
        newest, oldest = (middle, oldest) if has_code(repository, history[middle], part) else (newest, middle - 1)
    return newest


def check_out(repository, commit, folder):
    names = [name for name in git(repository, "ls-tree", "-r", "--name-only", commit).splitlines()]
    kinds = [kind for kind in KINDS if any(name.endswith(kind[1:]) for name in names)]
    archive = subprocess.run(["git", "-C", repository, "archive", commit, "--", *kinds], stdout=subprocess.PIPE, check=True)
    subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
    os.makedirs(os.path.join(folder, ".git"), exist_ok=True)  # so that paths are relative to this folder


def scan(tool, folder, part, baseline, *more):
    sarif = os.path.join(folder, "out.sarif")
    done = subprocess.run(
        ["dotnet", tool, "scan", os.path.join(folder, part), "--loose", "--sarif", sarif, "--fail-on", "none", *(("--baseline", baseline) if baseline else ()), *more],
        capture_output=True, text=True)
    if done.returncode == 2:
        raise SystemExit(done.stderr)
    results = json.load(open(sarif, encoding="utf-8"))["runs"][0]["results"]
    found = {}
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        key = (result["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"], place["region"]["startColumn"])
        found[key] = result.get("baselineState")
    return found


def line_map(repository, old, new):
    """(path, line) of the newer commit for each of the older, as far as git holds the line for unchanged."""
    renamed, hunks, path = {}, collections.defaultdict(list), None
    deleted = set()
    for line in git(repository, "diff", "-M", "-U0", "--no-color", old, new, "--", "*.cs").splitlines():
        if line.startswith("diff --git "):
            path = None
        elif line.startswith("--- "):
            path = line[6:] if line.startswith("--- a/") else None
        elif line.startswith("rename from "):
            path = line[12:]
        elif line.startswith("rename to ") and path:
            renamed[path] = line[10:]
        elif line.startswith("+++ /dev/null") and path:
            deleted.add(path)
        elif match := re.match(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line):
            start, count, to, more = (int(group) if group is not None else 1 for group in match.groups())
            if path:
                hunks[path].append((start, count, more))

    def of(path, line):
        if path in deleted:
            return None
        shift = 0
        for start, count, more in hunks.get(path, ()):
            first = start + (1 if count == 0 else 0)
            if line < first:
                break
            if count and line < start + count:
                return None
            shift += more - count
        return renamed.get(path, path), line + shift

    return of


def traits(repository, commit, path, line):
    text = git(repository, "show", f"{commit}:{path}").splitlines()
    found = {path, "/" + os.path.basename(path)}
    if line <= len(text):
        found.add("text " + text[line - 1].strip())
    for above in reversed(text[:line]):
        if member := re.search(r"^\s*(?:public|private|protected|internal|static)\b.*?\b(\w+)(?:<[^>(]*>)?\(", above):
            found.add("member " + member[1])
            break
    return found


def main():
    tool, repository = sys.argv[1:3]
    repository, _, part = repository.partition(":")
    distances = [int(argument) for argument in sys.argv[3:]] or [10, 40, 120]
    history = git(repository, "rev-list", "--first-parent", "HEAD").split()
    history = history[: oldest_with_code(repository, history, part) + 1]
    for distance in distances:
        recognised = both = known = misplaced = swallowed = 0
        last = len(history) - 1 - distance
        if last < 0:
            print(f"{distance:5} commits: the history is shorter")
            continue
        for start in sorted({last * index // max(1, STARTS - 1) for index in range(STARTS)}):
            new, old = history[start], history[start + distance]
            with tempfile.TemporaryDirectory() as before, tempfile.TemporaryDirectory() as after:
                check_out(repository, old, before)
                check_out(repository, new, after)
                was = scan(tool, before, part, None, "--ignore-baseline")
                scan(tool, before, part, os.path.join(before, "redisguard.baseline.json"), "--write-baseline")
                os.rename(os.path.join(before, "redisguard.baseline.json"), os.path.join(after, "redisguard.baseline.json"))
                now = scan(tool, after, part, os.path.join(after, "redisguard.baseline.json"))
            where = line_map(repository, old, new)
            images = collections.Counter()
            gone = set()
            for rule, path, line, _ in was:
                image = where(path, line)
                if image is None:
                    gone |= {(rule, trait) for trait in traits(repository, old, path, line)}
                else:
                    images[(rule, *image)] += 1
            for (rule, path, line, _), state in now.items():
                is_unchanged = (rule, path, line) in images
                both += is_unchanged
                recognised += is_unchanged and state == "unchanged"
                if state == "unchanged":
                    known += 1
                    if not is_unchanged:
                        # A changed line of a finding that was there: git sees another line, people see the same fault.
                        if any(there[0] == rule for there in gone):
                            is_elsewhere = not any((rule, trait) in gone for trait in traits(repository, new, path, line))
                            misplaced += is_elsewhere
                            if is_elsewhere:
                                print(f"  misplaced? {old[:9]}..{new[:9]} {rule} {path}:{line}")
                        else:
                            swallowed += 1
                            print(f"  swallowed? {old[:9]}..{new[:9]} {rule} {path}:{line}")
        percent = (lambda part, whole: f"{100 * part / whole:.1f} %" if whole else "–")
        print(f"{distance:5} commits: recognised {recognised} of {both} ({percent(recognised, both)}), misplaced {misplaced} of {known} ({percent(misplaced, known)}), swallowed {swallowed}", flush=True)


if __name__ == "__main__":
    main()

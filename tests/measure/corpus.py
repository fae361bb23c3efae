#!/usr/bin/env python3
"""Runs `redisguard scan` over trees of real repositories and writes findings as CSV, for scoring against labelled sites.

corpus.py TREES LABELS.csv OUT_DIR [--jobs N] [--tool PATH] [--msbuild] [--every-project] [--timeout SECONDS]
TREES: a folder with one tree a repository, named owner+name@commit7 or owner+name.
LABELS.csv: repo,commit,… ; the trees that it names are scanned (the word `all` scans every tree).
OUT_DIR: gets one CSV a tree, named like the tree, with tool,id,severity,path,line,message, and timings.json.
By default sources are read loose: the result depends on nothing but the tree, and nothing is written into it. A scan leaves out the
projects that don't name StackExchange.Redis; with --every-project a file that names it lies in each while the tree is scanned, so that
the rules see all of its code. The exit code is 1 where a tree could not be scanned or an analyzer threw.
"""
import argparse, concurrent.futures, contextlib, csv, json, os, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
BUILT = os.path.join(HERE, '..', '..', 'src', 'RedisGuard.Cli', 'bin', '{}', 'net10.0', 'RedisGuard.Cli.dll')


def built_tool():
    """The newer of the two builds of this repository, or None."""
    builds = [path for path in (BUILT.format('Release'), BUILT.format('Debug')) if os.path.exists(path)]
    return max(builds, key=os.path.getmtime, default=None)


def wanted_trees(trees, labels):
    """The folders that the labels name, in order, and the names that have none."""
    if labels == 'all':
        return sorted(name for name in os.listdir(trees) if os.path.isdir(os.path.join(trees, name))), []
    found, missing = set(), set()
    with open(labels, newline='', encoding='utf-8') as file:
        for row in csv.DictReader(file):
            base = row['repo'].replace('/', '+')
            exact = f"{base}@{row['commit'][:7]}"
            name = next((name for name in (exact, base) if os.path.isdir(os.path.join(trees, name))), None)
            (found if name else missing).add(name or exact)
    return sorted(found), sorted(missing)


def sources(folder):
    """The C# files of a tree that a scan reads: no build output, nothing hidden."""
    for path, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in ('bin', 'obj', 'node_modules') and not name.startswith('.')]
        yield from (os.path.join(path, name) for name in files if name.endswith('.cs'))


def lines(folder):
    total = 0
    for file in sources(folder):
        with open(file, 'rb') as stream:
            total += sum(1 for _ in stream)
    return total


@contextlib.contextmanager
def naming_the_library(folder):
    """Puts a comment that names the library beside each project file, and takes it away again."""
    added = [os.path.join(path, 'NamesTheLibrary.cs') for path, _, files in os.walk(folder) if any(name.endswith('.csproj') for name in files)]
    try:
        for file in added:
            with open(file, 'w', encoding='utf-8') as stream:
                stream.write('// StackExchange.Redis\n')
        yield
    finally:
        for file in added:
            with contextlib.suppress(FileNotFoundError):
                os.remove(file)


def scan(tool, folder, msbuild, every_project, timeout):
    with naming_the_library(folder) if every_project else contextlib.nullcontext():
        return run(tool, folder, msbuild, timeout)


def run(tool, folder, msbuild, timeout):
    """One run: the JSON document or None, the seconds, the peak memory in MB, and what went wrong."""
    command = (['dotnet', tool] if tool.endswith('.dll') else [tool]) + ['scan', folder, '--format', 'json', '--fail-on', 'none']
    if not msbuild:
        command.append('--loose')
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    # The memory is the child's own, read when it is reaped: with several jobs getrusage(RUSAGE_CHILDREN) mixes them up.
    with concurrent.futures.ThreadPoolExecutor(2) as readers:
        output, errors = readers.submit(process.stdout.read), readers.submit(process.stderr.read)
        try:
            status, usage = reap(process, timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            status, usage = reap(process, None)
        text, complaint = output.result(), errors.result().decode('utf-8', 'replace').strip()
    seconds = time.monotonic() - started
    memory = usage.ru_maxrss / 1024
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        return None, seconds, memory, f'exit code {code}: {complaint.splitlines()[0] if complaint else ""}'
    return json.loads(text), seconds, memory, None


def reap(process, timeout):
    deadline = None if timeout is None else time.monotonic() + timeout
    while True:
        pid, status, usage = os.wait4(process.pid, 0 if deadline is None else os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return status, usage
        if time.monotonic() > deadline:
            raise subprocess.TimeoutExpired(process.args, timeout)
        time.sleep(0.05)


def write(path, findings):
    with open(path, 'w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file)
        writer.writerow(['tool', 'id', 'severity', 'path', 'line', 'message'])
        for finding in findings:
            writer.writerow(['RedisGuard', finding['id'], finding['severity'], finding['path'], finding['line'], finding['message']])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('trees')
    parser.add_argument('labels')
    parser.add_argument('out')
    parser.add_argument('--jobs', type=int, default=1, help='trees at a time')
    parser.add_argument('--tool', default=built_tool(), help='the tool to run; default: the build of this repository')
    parser.add_argument('--msbuild', action='store_true', help='open solutions through MSBuild: restores, and so writes, in the trees')
    parser.add_argument('--every-project', action='store_true', help='make each project name the library while its tree is scanned')
    parser.add_argument('--timeout', type=float, default=1800, help='seconds a tree may take')
    arguments = parser.parse_args()
    if not arguments.tool:
        sys.exit('the tool is not built: dotnet build src/RedisGuard.Cli -c Release')

    os.makedirs(arguments.out, exist_ok=True)
    names, missing = wanted_trees(arguments.trees, arguments.labels)
    failed, thrown, timings = [], 0, {}
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        runs = {pool.submit(scan, arguments.tool, os.path.join(arguments.trees, name), arguments.msbuild, arguments.every_project, arguments.timeout): name for name in names}
        for run in concurrent.futures.as_completed(runs):
            name, (document, seconds, memory, problem) = runs[run], run.result()
            if problem:
                failed.append(name)
                print(f'{name:60} FAILED {problem}', flush=True)
                continue
            write(os.path.join(arguments.out, name + '.csv'), document['findings'])
            files = sum(project['files'] for project in document['projects'])
            analysed = sum(project['analyzed'] for project in document['projects'])
            written = lines(os.path.join(arguments.trees, name))
            exceptions = len(document['analyzerExceptions'])
            thrown += exceptions
            timings[name] = {'seconds': round(seconds, 1), 'megabytes': round(memory), 'files': files, 'lines': written,
                             'projects': len(document['projects']), 'analyzed': analysed, 'findings': len(document['findings']), 'analyzerExceptions': exceptions}
            print(f'{name:60} {files:6} files {written:9,} lines {analysed:3} of {len(document["projects"]):3} projects'
                  f' {len(document["findings"]):4} findings {exceptions:2} exceptions {seconds:7.1f} s {memory:6.0f} MB', flush=True)
            for exception in document['analyzerExceptions'][:10]:
                print(f'    {exception}', flush=True)
    with open(os.path.join(arguments.out, 'timings.json'), 'w', encoding='utf-8') as file:
        json.dump(timings, file, indent=1, sort_keys=True)
    print(f'{len(timings)} trees, {sum(one["lines"] for one in timings.values()):,} lines, {sum(one["findings"] for one in timings.values())} findings, {thrown} analyzer exceptions')
    if missing:
        print('no tree for', ', '.join(missing))
    sys.exit(1 if failed or thrown else 0)


if __name__ == '__main__':
    main()

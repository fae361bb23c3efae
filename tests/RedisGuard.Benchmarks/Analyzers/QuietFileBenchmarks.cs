using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Benchmarks.Analyzers;

/// <summary>
/// A compilation that references the library and opens no connection: what RedisGuard adds to a driver that looks at the
/// same operations for an analyzer that does nothing. The difference of the two allocations is RedisGuard's own; what
/// doesn't grow with the files is paid once a compilation.
/// </summary>
[MemoryDiagnoser]
public class QuietFileBenchmarks
{
    private ImmutableArray<SyntaxTree> _sources;

    [Params(100, 300)]
    public int Files { get; set; }

    [GlobalSetup]
    public void Write()
        => _sources = [.. Enumerable.Range(0, Files).Select(number => CSharpSyntaxTree.ParseText($$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using StackExchange.Redis;

            public class Orders{{number}}(IDatabase database)
            {
                public int Count(IEnumerable<int> numbers) => numbers.Where(n => n > {{number}}).Select(n => n * 2).Sum();
                public string Read(string key) => database.StringGet(key).ToString().Trim().ToUpperInvariant();
                public void Write(string key, string value)
                {
                    for (var i = 0; i < 3; i++)
                    {
                        database.StringSet(key + i, value);
                        Console.WriteLine(string.Concat(key, i));
                    }
                }
            }
            """))];

    [Benchmark(Baseline = true)]
    public Task<ImmutableArray<Diagnostic>> AnAnalyzerThatDoesNothing() => RunAsync([new NothingAnalyzer()]);

    [Benchmark]
    public Task<ImmutableArray<Diagnostic>> RedisGuard() => RunAsync(AnalyzerCost.OwnAnalyzers());

    private Task<ImmutableArray<Diagnostic>> RunAsync(ImmutableArray<DiagnosticAnalyzer> analyzers)
        => AnalyzerCost.Compile(_sources).WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync();
}

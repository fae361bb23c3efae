using System.Globalization;
using BenchmarkDotNet.Running;
using RedisGuard.Benchmarks.Analyzers;
using RedisGuard.Benchmarks.Harm;
using RedisGuard.Benchmarks.Pool;
using RedisGuard.Benchmarks.Resilience;

// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- --filter '*'
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- load localhost:6379 [ROUNDS]
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- memory localhost:6379
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- leases localhost:6379
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- exhaustion localhost:6379
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- metrics localhost:6379
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- soak localhost:6379 MINUTES
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- harm [ROUNDS [ROW]]
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- backoff
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- analyzers FOLDER [--edit FILE]
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- suppressors SHAPES, or TREES LABELS.csv
const string InProcess = "--inProcess";
switch (args)
{
    case ["backoff"]:
        BackoffSimulation.Run();
        break;
    case ["harm"]:
        await HarmProgram.RunAsync(rounds: 5);
        break;
    case ["harm", var rounds, var row]:
        await HarmProgram.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture), row);
        break;
    case ["harm", var rounds]:
        await HarmProgram.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture));
        break;
    case ["analyzers", var folder]:
        await AnalyzerCost.RunAsync(folder);
        break;
    case ["analyzers", var folder, "--edit", var file]:
        await EditCost.RunAsync(folder, file);
        break;
    case ["suppressors", var shapes]:
        await SuppressorCount.RunAsync(shapes);
        break;
    case ["suppressors", var trees, var labels]:
        await SuppressorCount.RunAsync(trees, labels);
        break;
    case ["load", var configuration]:
        await LoadComparison.RunAsync(configuration, rounds: 7);
        break;
    case ["load", var configuration, var rounds]:
        await LoadComparison.RunAsync(configuration, int.Parse(rounds, CultureInfo.InvariantCulture));
        break;
    case ["leases", var configuration]:
        await LeaseComparison.RunAsync(configuration);
        break;
    case ["exhaustion", var configuration]:
        await ExhaustionCost.RunAsync(configuration);
        break;
    case ["metrics", var configuration]:
        await MetricsCost.RunAsync(configuration);
        break;
    case ["soak", var configuration, var minutes]:
        await SoakRun.RunAsync(configuration, double.Parse(minutes, CultureInfo.InvariantCulture));
        break;
    case ["memory", var configuration]:
        await MemoryComparison.RunAsync(configuration);
        break;
    default:
        // In this process. Else BenchmarkDotNet writes a project of its own beneath this one and builds it: under this tree's
        // rules, which its generated code doesn't keep, and without the analyzers' library that this project has at hand.
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args.Where(static argument => argument != InProcess), InProcess]);
        break;
}

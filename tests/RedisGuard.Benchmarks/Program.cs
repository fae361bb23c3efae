using BenchmarkDotNet.Running;
using RedisGuard.Benchmarks.Analyzers;
using RedisGuard.Benchmarks.Pool;

// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- --filter '*'
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- load localhost:6379
// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- analyzers FOLDER
switch (args)
{
    case ["analyzers", var folder]:
        await AnalyzerCost.RunAsync(folder);
        break;
    case ["load", var configuration]:
        await LoadComparison.RunAsync(configuration);
        break;
    case ["memory", var configuration]:
        await MemoryComparison.RunAsync(configuration);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}

using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/RedisGuard.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

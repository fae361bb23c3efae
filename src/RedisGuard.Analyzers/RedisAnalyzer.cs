using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers;

/// <summary>
/// What every analyzer here has in common: it leaves generated code alone, runs concurrently, and registers nothing in
/// a compilation that doesn't reference StackExchange.Redis.
/// </summary>
public abstract class RedisAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public sealed override void Initialize(AnalysisContext context)
    {
        if (context is null)
        {
            throw new System.ArgumentNullException(nameof(context));
        }

        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (RedisSymbols.TryGet(start.Compilation, start.Options.AnalyzerConfigOptionsProvider) is { } symbols)
            {
                Register(start, symbols);
            }
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, RedisSymbols symbols);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers;

namespace RedisGuard.Verification;

/// <summary>Reports every connecting call with the cures it was told, so that a fix can be asked for anywhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class EveryConnect : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Rule = new(
        DiagnosticIds.OpenedPerCall, "Connects", "Connects", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    private readonly ImmutableDictionary<string, string?> _properties;

    public EveryConnect()
        : this(cures: string.Empty)
    {
    }

    public EveryConnect(string cures) =>
        _properties = ImmutableDictionary<string, string?>.Empty.Add(Cures.Key, cures);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Report, OperationKind.Invocation);
    }

    private void Report(OperationAnalysisContext context)
    {
        // What the fix itself wrote into a Lazy is the cured form.
        var method = ((IInvocationOperation)context.Operation).TargetMethod;
        if (method is { ContainingType.Name: "ConnectionMultiplexer", IsStatic: true }
            && method.Name.Contains("Connect", StringComparison.Ordinal)
            && !IsInLazy(context.Operation))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, context.Operation.Syntax.GetLocation(), _properties));
        }
    }

    private static bool IsInLazy(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IObjectCreationOperation { Type.Name: "Lazy" })
            {
                return true;
            }
        }

        return false;
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Verification;

/// <summary>Reports every connecting call with the fixes it was told, so that a fix can be asked for anywhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class EveryConnect : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Rule = new(
        "RG1001", "Connects", "Connects", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    private readonly ImmutableDictionary<string, string?> _properties;

    public EveryConnect()
        : this(fixes: string.Empty)
    {
    }

    public EveryConnect(string fixes) =>
        _properties = ImmutableDictionary<string, string?>.Empty.Add(Fixes.Key, fixes);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Report, OperationKind.Invocation);
    }

    private void Report(OperationAnalysisContext context)
    {
        var method = ((IInvocationOperation)context.Operation).TargetMethod;
        if (method is { ContainingType.Name: "ConnectionMultiplexer", IsStatic: true }
            && method.Name.Contains("Connect", StringComparison.Ordinal)
            && context.ContainingSymbol.ContainingType?.Name != "RedisConnections"
            && !IsCured(context.Operation))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, context.Operation.Syntax.GetLocation(), _properties));
        }
    }

    // What a fix wrote itself: the call in the Lazy's factory, or under the using that was missing.
    private bool IsCured(IOperation operation)
    {
        bool usingFixes = _properties[Fixes.Key]!.Contains("Using", StringComparison.Ordinal);
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            bool cured = outer switch
            {
                IObjectCreationOperation creation => creation.Type?.Name == "Lazy",
                IUsingDeclarationOperation => usingFixes,
                IVariableDeclarationGroupOperation group => usingFixes && group.Parent is IUsingOperation,
                _ => false,
            };
            if (cured)
            {
                return true;
            }
        }

        return false;
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Benchmarks.Analyzers;

/// <summary>Registers for the operations that RedisGuard registers for, and does nothing with them: what the driver costs alone.</summary>
#pragma warning disable RS1036, RS1038, RS1041 // Measured here, never shipped: the rules on packaging an analyzer don't fit.
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NothingAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("NOTHING", "Nothing", "Nothing", "Nothing", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

    public override void Initialize(AnalysisContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            start.RegisterOperationAction(
                _ => { },
                OperationKind.Invocation,
                OperationKind.Invalid,
                OperationKind.MethodReference,
                OperationKind.Using,
                OperationKind.UsingDeclaration,
                OperationKind.DelegateCreation,
                OperationKind.EventAssignment,
                OperationKind.Loop,
                OperationKind.SimpleAssignment,
                OperationKind.ObjectCreation);
            start.RegisterOperationBlockAction(_ => { });
            start.RegisterCompilationEndAction(_ => { });
        });
    }
}
#pragma warning restore RS1036, RS1038, RS1041

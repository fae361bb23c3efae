using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Cli.Tests.Samples;

/// <summary>Reports each connecting call, so that tests of the tool don't depend on what the rules think of it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class OpensAnalyzer : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Rule = new(
        "TS0001", "Opens", "'{0}' opens a connection in {1}", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: "https://example.org/TS0001");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Report, OperationKind.Invocation);
    }

    private static void Report(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "Connect" || call.TargetMethod.ContainingAssembly.Name != "StackExchange.Redis")
        {
            return;
        }

        var options = context.Options.AnalyzerConfigOptionsProvider;
        options.GetOptions(call.Syntax.SyntaxTree).TryGetValue("redisguard.test_word", out var word);
        options.GlobalOptions.TryGetValue("build_property.IsTestProject", out var isTest);
        var where = word ?? (isTest == "true" ? "a test project" : ((CSharpCompilation)context.Compilation).LanguageVersion.ToDisplayString());
        context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), [call.Syntax.Parent!.GetLocation()], call.TargetMethod.Name, where));
    }
}

using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Locks;

/// <summary>Locks that stay taken, that are released in vain, or that nobody asks for (RG3006–RG3008).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockAnalyzer : RedisAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.LockNotReleased, Descriptors.LockReleasedWithAnotherToken, Descriptors.LockResultIgnored);

    private protected override void Register(CompilationStartAnalysisContext context, RedisSymbols symbols)
    {
        var tests = new TestCode(context.Compilation, symbols.Options);
        context.RegisterOperationAction(operation => Analyze(operation, symbols, tests), OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context, RedisSymbols symbols, TestCode tests)
    {
        var call = (IInvocationOperation)context.Operation;
        Diagnostic? found = LockCalls.IsTake(call, symbols)
            ? ResultIgnoredRule.Judge(call) ?? NotReleasedRule.Judge(call, context, symbols)
            : LockCalls.IsRelease(call, symbols) ? AnotherTokenRule.Judge(call, symbols) : null;
        if (found is not null && !tests.Contains(context.ContainingSymbol))
        {
            context.ReportDiagnostic(found);
        }
    }
}

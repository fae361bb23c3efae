using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Calls that run a function and give back what it gave, and keep nothing of it: a retry in source, <c>T Attempt&lt;T&gt;(Func&lt;T&gt; make)</c>, and
/// Polly's <c>policy.Execute(make)</c>. A cache has the same signature, so a body in source is looked into.
/// </summary>
internal static class RunForResult
{
    /// <summary>The argument whose function is run; null for any other call.</summary>
    public static IArgumentOperation? FactoryOf(IInvocationOperation invocation)
    {
        IMethodSymbol definition = invocation.TargetMethod.OriginalDefinition;
        if (!definition.IsGenericMethod || ResultOf(definition.ReturnType) is not ITypeParameterSymbol given)
        {
            return null;
        }

        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is { OriginalDefinition: { Type: INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } result } } parameter }
                && SymbolEqualityComparer.Default.Equals(ResultOf(result), given)
                && (IsOfPolly(definition) || (Acquisitions.MayBeHelper(invocation) && GivesBackAll(definition, parameter))))
            {
                return argument;
            }
        }

        return null;
    }

    private static ITypeSymbol ResultOf(ITypeSymbol type)
        => type is INamedTypeSymbol { TypeArguments: [{ } result] } task && TaskMembers.IsTask(task) ? result : type;

    private static bool IsOfPolly(IMethodSymbol method)
    {
        INamespaceSymbol? root = method.ContainingNamespace;
        while (root?.ContainingNamespace is { IsGlobalNamespace: false } outer)
        {
            root = outer;
        }

        return root is { Name: "Polly" } && method.Name is "Execute" or "ExecuteAsync";
    }

    /// <summary>Tells whether the method does nothing with the function but run it, each time to return what it gives.</summary>
    private static bool GivesBackAll(IMethodSymbol method, IParameterSymbol function)
        => method.DeclaringSyntaxReferences is [var declaration]
            && declaration.GetSyntax() is { } code
            && WrittenNames.Of(function.Name, code, default).All(IsReturned);

    private static bool IsReturned(SimpleNameSyntax function)
    {
        SyntaxNode? run = function.Parent switch
        {
            InvocationExpressionSyntax invoked when invoked.Expression == function => invoked,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke", Parent: InvocationExpressionSyntax invoked } => invoked,
            _ => null,
        };
        while (run?.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
            || run?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } })
        {
            run = run.Parent;
        }

        return run?.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax || function.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIfNull" } } };
    }
}

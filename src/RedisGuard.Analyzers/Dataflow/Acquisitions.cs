using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Recognises the calls whose result is a fresh resource.</summary>
internal static class Acquisitions
{
    /// <summary>Whether the library itself is called to acquire the resource.</summary>
    public static bool IsAcquiring(IOperation operation, ResourceModel resource, SemanticModel model)
        => operation switch
        {
            IInvocationOperation invocation => IsAcquiring(invocation, resource),
            IInvalidOperation { Syntax: InvocationExpressionSyntax syntax } => IsUnboundAcquiring(syntax, resource, model),
            _ => false,
        };

    /// <inheritdoc cref="IsAcquiring(IOperation, ResourceModel, SemanticModel)"/>
    public static bool IsAcquiring(IInvocationOperation invocation, ResourceModel resource)
        => resource.EffectOf(invocation.TargetMethod) == MemberEffect.Acquires;

    /// <summary>Whether the call's target is in source and is what runs: worth a look at its body.</summary>
    public static bool MayBeHelper(IInvocationOperation invocation)
        => !invocation.TargetMethod.DeclaringSyntaxReferences.IsEmpty && !invocation.IsVirtual;

    /// <summary>
    /// An argument whose type is missing leaves the compiler undecided between the overloads. It is the call all the same;
    /// half-typed code and code whose packages can't be restored are full of these.
    /// </summary>
    private static bool IsUnboundAcquiring(InvocationExpressionSyntax syntax, ResourceModel resource, SemanticModel model)
    {
        // By name first: code without its packages is full of calls that don't bind, and each look at one costs a binding.
        if (WrittenNames.NameOf(syntax.Expression) is not { } name || !resource.MayAcquire(name) || model.SyntaxTree != syntax.SyntaxTree)
        {
            return false;
        }

        SymbolInfo info = model.GetSymbolInfo(syntax);
        if (info.Symbol is not null || info.CandidateSymbols.IsEmpty)
        {
            return false;
        }

        foreach (ISymbol candidate in info.CandidateSymbols)
        {
            if (resource.EffectOf(candidate) != MemberEffect.Acquires)
            {
                return false;
            }
        }

        return true;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>Recognises the calls whose result is a fresh connection.</summary>
internal static class Acquisitions
{
    /// <summary>Whether the library itself is called to open a connection.</summary>
    public static bool IsAcquiring(IOperation operation, RedisSymbols symbols, SemanticModel model)
        => operation switch
        {
            IInvocationOperation invocation => symbols.Model.EffectOf(invocation.TargetMethod) == MemberEffect.Acquires,
            IInvalidOperation { Syntax: InvocationExpressionSyntax syntax } => IsUnboundAcquiring(syntax, symbols, model),
            _ => false,
        };

    /// <summary>Whether the call gives a connection, or a task of one: fresh or not can't be told from that.</summary>
    public static bool GivesConnection(IInvocationOperation invocation, RedisSymbols symbols)
        => symbols.IsConnection(invocation.TargetMethod.ReturnType) || symbols.IsTaskOfConnection(invocation.TargetMethod.ReturnType);

    /// <summary>Whether the call's target is in source and is what runs: worth a look at its body.</summary>
    public static bool MayBeHelper(IInvocationOperation invocation)
        => !invocation.TargetMethod.DeclaringSyntaxReferences.IsEmpty && !invocation.IsVirtual;

    /// <summary>
    /// An argument whose type is missing leaves the compiler undecided between the overloads. It is a connect all the same;
    /// half-typed code and code whose packages can't be restored are full of these.
    /// </summary>
    private static bool IsUnboundAcquiring(InvocationExpressionSyntax syntax, RedisSymbols symbols, SemanticModel model)
    {
        if (model.SyntaxTree != syntax.SyntaxTree)
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
            if (symbols.Model.EffectOf(candidate) != MemberEffect.Acquires)
            {
                return false;
            }
        }

        return true;
    }
}

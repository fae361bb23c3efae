using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Registrations;

/// <summary>
/// Registrations that don't bind, as the container's package isn't there or the code is still being written. Only one thing is read from
/// them, as it speaks for the code: that a type is a singleton.
/// </summary>
internal static class UnboundRegistration
{
    /// <summary>The type that <c>AddSingleton&lt;ICart, Cart&gt;()</c> or <c>RegisterType&lt;Cart&gt;().SingleInstance()</c> names last; null for any other call.</summary>
    public static INamedTypeSymbol? SingletonIn(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
        => call.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.ValueText: { } name, TypeArgumentList.Arguments: { Count: > 0 } types } }
            && (name.EndsWith("Singleton", StringComparison.Ordinal) || (name == "RegisterType" && IsSaidToBeSingle(call)))
                ? model.GetTypeInfo(types.Last(), cancellationToken).Type as INamedTypeSymbol
                : null;

    private static bool IsSaidToBeSingle(SyntaxNode registration)
    {
        for (SyntaxNode current = registration; current.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access && access.Expression == current; current = next)
        {
            if (access.Name.Identifier.ValueText == "SingleInstance")
            {
                return true;
            }
        }

        return false;
    }
}

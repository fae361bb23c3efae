using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Registrations;

/// <summary>
/// Recognises, by its words, a type that Ninject makes once: <c>kernel.Bind&lt;ICart&gt;().To&lt;Cart&gt;().InSingletonScope()</c>. They are no other library's,
/// so they are read whether the package is there or not.
/// </summary>
internal static class NinjectRegistration
{
    public const string SingletonWord = "InSingletonScope";

    /// <summary>The type that the chain names last; null for any other call.</summary>
    public static INamedTypeSymbol? SingletonIn(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: SingletonWord } said)
        {
            return null;
        }

        for (ExpressionSyntax current = said.Expression; current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }; current = access.Expression)
        {
            if (access.Name is GenericNameSyntax { Identifier.ValueText: "To" or "Bind", TypeArgumentList.Arguments: { Count: > 0 } types })
            {
                return model.GetTypeInfo(types.Last(), cancellationToken).Type as INamedTypeSymbol;
            }
        }

        return null;
    }
}

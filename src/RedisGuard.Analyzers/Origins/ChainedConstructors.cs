using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Origins;

/// <summary><c>: this(ConnectionMultiplexer.Connect(…))</c>: what one constructor hands to another may be the type's own.</summary>
internal static class ChainedConstructors
{
    public static bool OpenForThemselves(INamedTypeSymbol type, CancellationToken cancellationToken)
        => type.InstanceConstructors
            .SelectMany(constructor => constructor.DeclaringSyntaxReferences)
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<ConstructorDeclarationSyntax>()
            .Any(constructor => constructor.Initializer is { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.ThisKeyword } initializer
                && initializer.DescendantNodes().OfType<InvocationExpressionSyntax>().Any());
}

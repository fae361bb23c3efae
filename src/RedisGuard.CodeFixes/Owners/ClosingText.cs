using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Owners;

/// <summary>The lines that close what a field or property keeps.</summary>
/// <param name="Member">Its name.</param>
/// <param name="Sync">In a Dispose.</param>
/// <param name="Async">In a DisposeAsync that may await.</param>
internal sealed record ClosingText(string Member, string[] Sync, string[] Async)
{
    /// <summary>The name that the lines begin with: <c>_m</c> of <c>_m.GetSubscriber()</c>.</summary>
    public string Root => Member.Split('.', '?', '(')[0];

    /// <summary>Null for what can't be closed in one statement: a task of a connection, a collection.</summary>
    public static ClosingText? Of(Keeper keeper, SiteContext context)
    {
        string name = keeper.Member.Name;
        string access = MayBeNull(keeper, context) ? "?." : ".";
        if (IsConnection(keeper.Type))
        {
            // An await has no null-conditional form.
            string[] asynchronous = access == "."
                ? [$"await {name}.DisposeAsync().ConfigureAwait(false);"]
                : [$"if ({name} != null)", "{", $"    await {name}.DisposeAsync().ConfigureAwait(false);", "}"];
            return new ClosingText(name, [$"{name}{access}Dispose();"], asynchronous);
        }

        if (keeper.Type is INamedTypeSymbol { Name: "Lazy", TypeArguments: [{ } value] } && IsConnection(value))
        {
            string condition = access == "." ? $"if ({name}.IsValueCreated)" : $"if ({name}?.IsValueCreated == true)";
            return new ClosingText(
                name,
                [condition, "{", $"    {name}.Value.Dispose();", "}"],
                [condition, "{", $"    await {name}.Value.DisposeAsync().ConfigureAwait(false);", "}"]);
        }

        if (keeper.Type.AllInterfaces.Append(keeper.Type).Any(type => type.Name == "IRedisAsync"))
        {
            string[] lines = [$"{name}{access}Multiplexer.Dispose();"];
            return new ClosingText(name, lines, lines);
        }

        return null;
    }

    private static bool IsConnection(ITypeSymbol type) => type.Name is "ConnectionMultiplexer" or "IConnectionMultiplexer";

    // Without annotations nobody knows; with them, «null!» says that the author knows better than the annotation.
    private static bool MayBeNull(Keeper keeper, SiteContext context)
    {
        NullableAnnotation annotation = keeper.Member is IFieldSymbol field ? field.NullableAnnotation : ((IPropertySymbol)keeper.Member).NullableAnnotation;
        ExpressionSyntax? initial = keeper.Member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        return initial is PostfixUnaryExpressionSyntax or LiteralExpressionSyntax
            || (annotation != NullableAnnotation.NotAnnotated && !(annotation == NullableAnnotation.None && initial is not null && IsReadOnly(keeper.Member)));
    }

    private static bool IsReadOnly(ISymbol member) => member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { IsReadOnly: true };
}

using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Owners;

/// <summary>The lines that close what a field or property keeps.</summary>
/// <param name="Member">Its name.</param>
/// <param name="Sync">In a Dispose; empty for what can only be awaited.</param>
/// <param name="Async">In a DisposeAsync that may await.</param>
internal sealed record ClosingText(string Member, string[] Sync, string[] Async)
{
    /// <summary>The name that the lines begin with: <c>_m</c> of <c>_m.GetSubscriber()</c>.</summary>
    public string Root => Member.Split('.', '?', '(')[0];

    /// <summary>Whether the end has an asynchronous form, so that a disposal that may await should.</summary>
    public bool CanAwait => Array.Exists(Async, line => line.IndexOf("await ", StringComparison.Ordinal) >= 0);

    /// <summary>Null for what can't be closed in one statement: a collection.</summary>
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

        // A task that failed has nothing to close, and would throw its exception out of the disposal.
        if (keeper.Type is INamedTypeSymbol { Name: "Lazy", TypeArguments: [{ } task] } && IsTask(task))
        {
            string made = access == "." ? $"{name}.IsValueCreated" : $"{name}?.IsValueCreated == true";
            return new ClosingText(
                name, [], [$"if ({made} && !{name}.Value.IsFaulted)", "{", .. Awaiting($"{name}.Value"), "}"]);
        }

        if (IsTask(keeper.Type))
        {
            string condition = access == "." ? $"if (!{name}.IsFaulted)" : $"if ({name}?.IsFaulted == false)";
            return new ClosingText(name, [], [condition, "{", .. Awaiting(name), "}"]);
        }

        if (keeper.Type.AllInterfaces.Append(keeper.Type).Any(type => type.Name == "IRedisAsync"))
        {
            string[] lines = [$"{name}{access}Multiplexer.Dispose();"];
            return new ClosingText(name, lines, lines);
        }

        return null;
    }

    // No array: spreading one would bind to System.Memory, which not every host has.
    private static IEnumerable<string> Awaiting(string task) =>
        [$"    var opened = await {task}.ConfigureAwait(false);", "    await opened.DisposeAsync().ConfigureAwait(false);"];

    private static bool IsTask(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Task", TypeArguments: [{ } result] } && IsConnection(result);

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

using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Tells by its text a <c>using</c> local that nothing leads out of: it is asked for databases, those are asked for values, and every
/// task is waited for on the spot. Tests are full of these, and a graph and a flow for each would find nothing. In doubt it says no.
/// </summary>
internal static class UsingInPlace
{
    public static bool Keeps(SyntaxNode opening, CancellationToken cancellationToken)
    {
        if (VariableOf(opening) is not { } variable
            || variable.Parent?.Parent is not (UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword })
            || FunctionAround(variable) is not { } function)
        {
            return false;
        }

        var names = new List<string> { variable.Identifier.ValueText };
        for (int i = 0; i < names.Count; i++)
        {
            foreach (SimpleNameSyntax use in WrittenNames.Of(names[i], function, cancellationToken))
            {
                if (use.Parent is NameColonSyntax || (use.Parent is MemberAccessExpressionSyntax access && access.Name == use))
                {
                    continue;
                }

                if (FunctionAround(use) != function || !IsInPlace(use, names))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Tells whether a use gives a value, or a database that a local keeps: its name is then one more to look for.</summary>
    private static bool IsInPlace(SimpleNameSyntax use, List<string> names)
    {
        ExpressionSyntax chain = use;
        string last = string.Empty;
        bool isDeferred = false;
        while (true)
        {
            if (chain.Parent is MemberAccessExpressionSyntax access && access.Expression == chain)
            {
                chain = access;
                last = access.Name.Identifier.ValueText;
                if (LeadsElsewhere(last))
                {
                    return false;
                }

                isDeferred |= last.EndsWith("Async", StringComparison.Ordinal);
            }
            else if (chain.Parent is InvocationExpressionSyntax call && call.Expression == chain)
            {
                chain = call;
            }
            else
            {
                break;
            }
        }

        if (chain is not InvocationExpressionSyntax)
        {
            return last is "Result" or "IsConnected" or "ClientName" or "Configuration" or "Database";
        }

        if (IsView(last))
        {
            if (VariableOf(chain) is not { } kept)
            {
                return false;
            }

            if (!names.Contains(kept.Identifier.ValueText))
            {
                names.Add(kept.Identifier.ValueText);
            }

            return true;
        }

        return !isDeferred || chain.Parent is AwaitExpressionSyntax || last is "Wait" or "GetResult";
    }

    private static bool IsView(string name) => name is "GetDatabase" or "GetSubscriber" or "GetServer" or "CreateBatch" or "CreateTransaction";

    /// <summary>Names of members that close it early, keep it alive, or give something that is read later.</summary>
    private static bool LeadsElsewhere(string name)
        => name is "Multiplexer" or "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "GetServers" or "Keys" or "WithKeyPrefix" or "AsAsyncEnumerable" or "ContinueWith"
            || name.StartsWith("Subscribe", StringComparison.Ordinal)
            || name.IndexOf("Scan", StringComparison.Ordinal) >= 0;

    /// <summary>The local variable that is declared with a value, be it waited for first.</summary>
    private static VariableDeclaratorSyntax? VariableOf(SyntaxNode value)
    {
        SyntaxNode? parent = value.Parent;
        while (parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax)
        {
            parent = parent.Parent;
        }

        return parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax } variable } ? variable : null;
    }

    private static SyntaxNode? FunctionAround(SyntaxNode node)
        => node.FirstAncestorOrSelf<SyntaxNode>(static around => around is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or GlobalStatementSyntax or ArrowExpressionClauseSyntax);
}

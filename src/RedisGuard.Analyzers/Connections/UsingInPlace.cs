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
internal sealed class UsingInPlace
{
    private readonly List<string> _names = new();
    private readonly SyntaxNode _function;
    private readonly Func<ArgumentSyntax, bool> _isOnlyLent;

    private UsingInPlace(SyntaxNode function, Func<ArgumentSyntax, bool> isOnlyLent)
    {
        _function = function;
        _isOnlyLent = isOnlyLent;
    }

    /// <param name="opening">The call that opens the connection.</param>
    /// <param name="isOnlyLent">Tells of a helper whether it has done with an argument when it returns.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public static bool Keeps(SyntaxNode opening, Func<ArgumentSyntax, bool> isOnlyLent, CancellationToken cancellationToken)
        => VariableOf(opening) is { } variable
            && variable.Parent?.Parent is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword }
            && FunctionAround(variable) is { } function
            && new UsingInPlace(function, isOnlyLent).Keeps(variable.Identifier.ValueText, cancellationToken);

    private bool Keeps(string connection, CancellationToken cancellationToken)
    {
        _names.Add(connection);
        for (int i = 0; i < _names.Count; i++)
        {
            foreach (SimpleNameSyntax use in WrittenNames.Of(_names[i], _function, cancellationToken))
            {
                bool isAnothers = use.Parent is NameColonSyntax || (use.Parent is MemberAccessExpressionSyntax access && access.Name == use);
                if (!isAnothers && !(RunsInPlace(FunctionAround(use)) && IsInPlace(use)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Tells whether a function runs where it stands: the one at hand, or what a test gives to <c>Assert.Throws(() =&gt; …)</c>.</summary>
    private bool RunsInPlace(SyntaxNode? function)
        => function == _function
            || (function is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } asserts } call } }
                && asserts.Expression.ToString().EndsWith("Assert", StringComparison.Ordinal)
                && name is "Throws" or "ThrowsAsync" or "Catch" or "CatchAsync" or "DoesNotThrow" or "DoesNotThrowAsync"
                && !(IsAsync(name) && !IsAwaited(call))
                && RunsInPlace(FunctionAround(call)));

    /// <summary>Tells whether a use gives a value, or a database that a local keeps: its name is then one more to look for.</summary>
    private bool IsInPlace(SimpleNameSyntax use)
    {
        ExpressionSyntax chain = use;
        string last = string.Empty;
        while (true)
        {
            if (chain.Parent is MemberAccessExpressionSyntax access && access.Expression == chain)
            {
                chain = access;
                last = last == "GetServers" && IsOneOfMany(access.Name.Identifier.ValueText) ? "GetServer" : access.Name.Identifier.ValueText;
                if (LeadsElsewhere(last))
                {
                    return false;
                }
            }
            else if (chain.Parent is ElementAccessExpressionSyntax element && element.Expression == chain && last == "GetServers")
            {
                chain = element;
                last = "GetServer";
            }
            else if (chain.Parent is InvocationExpressionSyntax call && call.Expression == chain)
            {
                chain = call;
                if (!IsView(last) && last != "GetServers")
                {
                    return !IsAsync(last) || IsWaitedFor(call);
                }
            }
            else
            {
                break;
            }
        }

        if (chain.Parent is ArgumentSyntax argument && (chain == use || IsView(last)))
        {
            return _isOnlyLent(argument);
        }

        return IsView(last) ? IsKept(chain) : last is "IsConnected" or "ClientName" or "Configuration" or "Database";
    }

    private bool IsKept(ExpressionSyntax view)
    {
        if (VariableOf(view) is not { } kept)
        {
            return false;
        }

        if (!_names.Contains(kept.Identifier.ValueText))
        {
            _names.Add(kept.Identifier.ValueText);
        }

        return true;
    }

    private static bool IsAsync(string name) => name.EndsWith("Async", StringComparison.Ordinal);

    /// <summary><c>await db.PingAsync()</c>, <c>db.PingAsync().Wait()</c>, <c>db.PingAsync().GetAwaiter().GetResult()</c></summary>
    private static bool IsWaitedFor(ExpressionSyntax task)
        => IsAwaited(task)
            || (task.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Parent: var parent }
                && (name is "Result" || (parent is InvocationExpressionSyntax call && (name is "Wait" or "GetResult" || (name is "ConfigureAwait" or "GetAwaiter" or "AsTask" && IsWaitedFor(call))))));

    private static bool IsAwaited(ExpressionSyntax task)
        => task.Parent is AwaitExpressionSyntax
            || task.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax } };

    private static bool IsView(string name) => name is "GetDatabase" or "GetSubscriber" or "GetServer" or "CreateBatch" or "CreateTransaction";

    private static bool IsOneOfMany(string name) => name is "First" or "Single" or "Last" or "FirstOrDefault" or "SingleOrDefault" or "LastOrDefault";

    /// <summary>Names of members that close it early, keep it alive, or give something that is read later.</summary>
    private static bool LeadsElsewhere(string name)
        => name is "Multiplexer" or "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "Keys" or "WithKeyPrefix" or "AsAsyncEnumerable" or "ContinueWith"
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
        => node.Parent?.FirstAncestorOrSelf<SyntaxNode>(static around => around is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or GlobalStatementSyntax or ArrowExpressionClauseSyntax);
}

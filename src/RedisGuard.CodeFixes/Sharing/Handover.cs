using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// Finds where a connection of one's own goes to somebody who counts on its being nobody else's: who closes it, keeps it, or hangs
/// handlers on it that were meant to die with it. On a shared connection each of these would be a new fault.
/// </summary>
internal sealed class Handover
{
    private readonly FixContext _context;

    public Handover(FixContext context) => _context = context;

    /// <summary>Whether this use hands the connection over, or gives the variable another connection.</summary>
    public bool Happens(IdentifierNameSyntax use, AssignmentExpressionSyntax? opening)
    {
        ExpressionSyntax value = ClosingCall.WithoutCasts(use);
        return value.Parent switch
        {
            ReturnStatementSyntax or YieldStatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax => IsUse(use),
            AssignmentExpressionSyntax assignment when assignment.Left == value =>
                assignment != opening && !assignment.Right.IsKind(SyntaxKind.NullLiteralExpression),
            AssignmentExpressionSyntax assignment =>
                SymbolOf(assignment.Left) is { Kind: SymbolKind.Field or SymbolKind.Property } member && IsClosedByItsType(member),
            ArgumentSyntax { Parent: BaseArgumentListSyntax } argument => Keeps(argument),
            MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax => AttachesHandler(value) || IsClosedByExtension(value),
            _ => false,
        };
    }

    /// <summary>Whether the callee closes the argument, as far as its source shows, or is a collection.</summary>
    public bool Keeps(ArgumentSyntax argument)
    {
        if (argument.Parent?.Parent is not { } call || SymbolOf(call) is not IMethodSymbol method)
        {
            return false;
        }

        if (method.ContainingType.AllInterfaces.Any(type => type.SpecialType == SpecialType.System_Collections_IEnumerable))
        {
            return true;
        }

        int index = ((BaseArgumentListSyntax)argument.Parent).Arguments.IndexOf(argument);
        IParameterSymbol? parameter = argument.NameColon is { } name
            ? method.Parameters.FirstOrDefault(p => p.Name == name.Name.Identifier.ValueText)
            : method.Parameters.ElementAtOrDefault(index);
        return parameter is not null && IsClosedBy(method, parameter.Name);
    }

    /// <summary>Whether a handler is hung on the connection: an event, a subscription, a profiler.</summary>
    public bool AttachesHandler(ExpressionSyntax connection)
    {
        if (connection.Parent is not MemberAccessExpressionSyntax access || access.Expression != connection)
        {
            return false;
        }

        return access.Name.Identifier.ValueText switch
        {
            "RegisterProfiler" => true,
            "GetSubscriber" => (Acquisition.FunctionOf(connection) ?? _context.Acquisition.Member).DescendantNodes().OfType<SimpleNameSyntax>()
                .Any(name => name.Identifier.ValueText is "Subscribe" or "SubscribeAsync"),
            _ => access.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } adding && adding.Left == access,
        };
    }

    /// <summary>Whether the type of a field or property closes it. A guess by name, on the safe side.</summary>
    public bool IsClosedByItsType(ISymbol member) => IsClosedIn(member.ContainingType, member.Name);

    private static bool IsUse(IdentifierNameSyntax use) => use.Parent is not NameColonSyntax;

    private bool IsClosedByExtension(ExpressionSyntax connection) =>
        connection.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call }
        && SymbolOf(call) is IMethodSymbol { ReducedFrom: { Parameters.Length: > 0 } method }
        && IsClosedBy(method, method.Parameters[0].Name);

    // Closed in the body, or stored by a constructor whose type closes what it stores.
    private bool IsClosedBy(IMethodSymbol method, string parameter)
    {
        if (method.MethodKind == MethodKind.Constructor && method.DeclaringSyntaxReferences.Length > 0)
        {
            return method.ContainingType.DeclaringSyntaxReferences.Any(part => Closes(part.GetSyntax(_context.CancellationToken)));
        }

        return method.DeclaringSyntaxReferences.Any(part => IsClosedIn(part.GetSyntax(_context.CancellationToken), parameter));
    }

    private bool IsClosedIn(INamedTypeSymbol type, string name) =>
        type.DeclaringSyntaxReferences.Any(part => IsClosedIn(part.GetSyntax(_context.CancellationToken), name));

    private static bool IsClosedIn(SyntaxNode code, string name)
    {
        IEnumerable<IdentifierNameSyntax> uses = code.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use => use.Identifier.ValueText == name);
        return uses.Any(use => use.FirstAncestorOrSelf<StatementSyntax>(statement => statement is not BlockSyntax) is { } statement
            ? Closes(statement)
            : use.FirstAncestorOrSelf<ArrowExpressionClauseSyntax>() is { } body && Closes(body));
    }

    private static bool Closes(SyntaxNode code) =>
        code.DescendantNodesAndSelf().Any(node => node switch
        {
            UsingStatementSyntax { Declaration: null } => true,
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } alias =>
                alias.Declaration.Variables.Any(variable => variable.Initializer?.Value is IdentifierNameSyntax),
            SimpleNameSyntax name => ClosingCall.IsClosingName(name.Identifier.ValueText)
                || name.Identifier.ValueText.IndexOf("Dispose", StringComparison.Ordinal) >= 0,
            _ => false,
        });

    private ISymbol? SymbolOf(SyntaxNode node) => _context.Model.GetSymbolInfo(node, _context.CancellationToken).Symbol;
}

using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Editing;
using RedisGuard.CodeFixes.Racing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// A private place of the type that one member fills at first need and then reads: a field, or a dictionary's entry. What shares
/// connections is such a place already, so the place goes, with its test, its lock and its remarks; what was read is asked for.
/// </summary>
internal sealed class CachedFill
{
    private readonly PrivateField _field;
    private readonly IReadOnlyList<StatementSyntax> _gone;
    private readonly SyntaxToken? _local;
    private readonly Dictionary<string, ExpressionSyntax> _given = [];

    private CachedFill(PrivateField field, ExpressionSyntax? read, IReadOnlyList<StatementSyntax> gone, SyntaxToken? local = null)
    {
        _field = field;
        _gone = gone;
        _local = local;
        Read = read;
    }

    /// <summary>Where the connection is read; null where a local of its own takes it.</summary>
    public ExpressionSyntax? Read { get; }

    /// <summary>Null where the place has other readers, or is filled by more than the opening.</summary>
    public static CachedFill? Of(FixContext context)
    {
        ExpressionSyntax opening = ClosingCall.WithoutCasts(context.Acquisition.Value);
        return opening.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Right == opening =>
                (context.SymbolOf(assignment.Left) is ILocalSymbol ? OfFound(assignment, context) : OfAssigned(assignment, context)) ?? OfWayOut(opening, context),
            EqualsValueClauseSyntax => OfWayOut(opening, context),
            LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetOrAdd" } asked } call } } factory =>
                OfGetOrAdd(call, asked.Expression, context) is { } kept ? kept.Given(factory, call, context) : null,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call } => access.Name.Identifier.ValueText switch
            {
                "Add" or "TryAdd" => OfMissing(call, access.Expression, context),
                "GetOrAdd" => OfGetOrAdd(call, access.Expression, context),
                _ => null,
            },
            _ => null,
        };
    }

    /// <param name="edit">The file to change.</param>
    /// <param name="shared">What gives the shared connection.</param>
    public void Apply(TrackedEdit edit, ExpressionSyntax shared)
    {
        shared = shared.ReplaceNodes(
            shared.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => _given.ContainsKey(name.Identifier.ValueText) && name.Parent is not (NameColonSyntax or NameEqualsSyntax) && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)),
            (name, _) => _given[name.Identifier.ValueText].WithTriviaFrom(name));
        if (_local is { } local)
        {
            SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
            StatementSyntax declaration = LocalDeclarationStatement(VariableDeclaration(
                IdentifierName("var").WithTrailingTrivia(Space),
                SingletonSeparatedList(VariableDeclarator(
                    Identifier(local.ValueText).WithTrailingTrivia(Space),
                    argumentList: null,
                    EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), shared)))));
            edit.Replace(_gone[0], current => declaration.WithLeadingTrivia(Layout.WithoutRemark(current.GetLeadingTrivia())).WithTrailingTrivia(lineEnd));
        }
        else
        {
            edit.Replace(Read!, current => (shared is AwaitExpressionSyntax && current.Parent is MemberAccessExpressionSyntax ? ParenthesizedExpression(shared) : shared).WithTriviaFrom(current));
            foreach (StatementSyntax statement in _gone)
            {
                StatementRemoval.RemoveWithRemarks(edit, statement);
            }
        }

        edit.IsFileWide = true;
        FieldRemoval.Remove(edit, _field.Declaration);
    }

    // if (s_m == null) { lock (s_gate) { if (s_m == null) { s_m = Connect(); } } } return s_m;   or   => s_m ??= Connect()
    private static CachedFill? OfAssigned(AssignmentExpressionSyntax assignment, FixContext context)
    {
        ExpressionSyntax place = assignment.Left is ElementAccessExpressionSyntax entry ? entry.Expression : assignment.Left;
        if (PrivateField.Of(context.SymbolOf(place), context) is not { } field || !IsEmptyAtFirst(field, isEntry: place != assignment.Left))
        {
            return null;
        }

        if (assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) && assignment.Parent is not ExpressionStatementSyntax)
        {
            ExpressionSyntax outer = assignment.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : assignment;
            return place == assignment.Left && field.Uses.Count == 1 ? new CachedFill(field, outer, gone: []) : null;
        }

        return assignment.Parent is ExpressionStatementSyntax statement ? OfStatement(statement, field, context) : null;
    }

    // if (!s_all.ContainsKey(key)) { s_all.Add(key, Connect(key)); } return s_all[key];
    private static CachedFill? OfMissing(InvocationExpressionSyntax add, ExpressionSyntax dictionary, FixContext context)
        => add.Parent is ExpressionStatementSyntax statement && PrivateField.Of(context.SymbolOf(dictionary), context) is { } field && IsEmptyAtFirst(field, isEntry: true)
            ? OfStatement(statement, field, context)
            : null;

    // s_all.GetOrAdd(key, Connect(key))
    private static CachedFill? OfGetOrAdd(InvocationExpressionSyntax call, ExpressionSyntax dictionary, FixContext context)
        => call.ArgumentList.Arguments.Count is 2 or 3 && PrivateField.Of(context.SymbolOf(dictionary), context) is { Uses.Count: 1 } field && IsEmptyAtFirst(field, isEntry: true)
            ? new CachedFill(field, call, gone: [])
            : null;

    // What the factory's parameters stand for: names and constants, which may be asked for twice.
    private CachedFill? Given(LambdaExpressionSyntax factory, InvocationExpressionSyntax call, FixContext context)
    {
        if (context.SymbolOf(factory) is not IMethodSymbol { IsAsync: false, Parameters: var parameters })
        {
            return null;
        }

        // The key for the first, the factory's argument for the second.
        int[] sources = [0, 2];
        for (int index = 0; index < parameters.Length; index++)
        {
            if (call.ArgumentList.Arguments.ElementAtOrDefault(sources[index]) is not { NameColon: null, Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax } argument)
            {
                return null;
            }

            _given[parameters[index].Name] = argument.Expression.WithoutTrivia();
        }

        return this;
    }

    // if (!s_all.TryGetValue(key, out var m)) { m = Connect(key); s_all[key] = m; }
    private static CachedFill? OfFound(AssignmentExpressionSyntax assignment, FixContext context)
    {
        if (assignment.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax { Statements: [var first, ExpressionStatementSyntax { Expression: var store }], Parent: IfStatementSyntax { Else: null } test } }
            || first != assignment.Parent
            || test.Parent is not BlockSyntax
            || HasDirectives(test)
            || test.Condition is not PrefixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.LogicalNotExpression,
                Operand: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue", Expression: var dictionary },
                    ArgumentList.Arguments: [_, { Expression: DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax found } }],
                },
            }
            || assignment.Left is not IdentifierNameSyntax filled || filled.Identifier.ValueText != found.Identifier.ValueText
            || PrivateField.Of(context.SymbolOf(dictionary), context) is not { } field
            || !IsEmptyAtFirst(field, isEntry: true)
            || !Stores(store, found.Identifier.ValueText)
            || !field.Uses.All(use => test.Span.Contains(use.Span)))
        {
            return null;
        }

        return new CachedFill(field, read: null, [test], found.Identifier);
    }

    // if (s_m != null) { return s_m; } s_m = Connect(); return s_m;
    private static CachedFill? OfWayOut(ExpressionSyntax opening, FixContext context)
        => FillAfterReturn.Of(opening, context) is { } fill && IsEmptyAtFirst(fill.Field, fill.IsEntry) && !fill.Gone.Any(HasDirectives) && fill.Read.Parent is not ConditionalAccessExpressionSyntax
            ? new CachedFill(fill.Field, fill.Read, fill.Gone)
            : null;

    private static bool Stores(ExpressionSyntax store, string local) => store switch
    {
        AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax, Right: IdentifierNameSyntax name } => name.Identifier.ValueText == local,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "TryAdd" }, ArgumentList.Arguments: [_, { Expression: IdentifierNameSyntax name }] } => name.Identifier.ValueText == local,
        _ => false,
    };

    private static CachedFill? OfStatement(StatementSyntax statement, PrivateField field, FixContext context)
    {
        StatementSyntax fill = GuardedFill.Outermost(statement, field);
        if (fill == statement || fill.Parent is not BlockSyntax block || HasDirectives(fill))
        {
            return null;
        }

        ExpressionSyntax[] reads = [.. field.Uses.Where(use => !fill.Span.Contains(use.Span))];
        return reads is [{ } read] && block.Span.Contains(read.Span) && read.SpanStart > fill.Span.End && Acquisition.FunctionOf(read) == Acquisition.FunctionOf(fill) && ReadOf(read, context) is { } whole
            ? new CachedFill(field, whole, [fill])
            : null;
    }

    // The entry that is read, or the field with its «!».
    private static ExpressionSyntax? ReadOf(ExpressionSyntax read, FixContext context)
    {
        bool isDictionary = context.Model.GetTypeInfo(read, context.CancellationToken).Type is { Name: not ("ConnectionMultiplexer" or "IConnectionMultiplexer") };
        ExpressionSyntax? whole = !isDictionary ? read : read.Parent is ElementAccessExpressionSyntax entry && entry.Expression == read ? entry : null;
        return whole?.Parent switch
        {
            null or AssignmentExpressionSyntax or ConditionalAccessExpressionSyntax or BinaryExpressionSyntax or IsPatternExpressionSyntax or RefExpressionSyntax => null,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => null,
            PostfixUnaryExpressionSyntax forgiven => forgiven,
            _ => whole,
        };
    }

    private static bool HasDirectives(StatementSyntax fill) => fill.DescendantTrivia().Any(trivia => trivia.IsDirective);

    private static bool IsEmptyAtFirst(PrivateField field, bool isEntry) => field.Declaration.AttributeLists.Count == 0 && field.Variable.Initializer?.Value switch
    {
        null => true,
        LiteralExpressionSyntax or PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax } => true,
        BaseObjectCreationExpressionSyntax made => isEntry && made.Initializer is null,
        _ => false,
    };
}

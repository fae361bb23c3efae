using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;

namespace RedisGuard.CodeFixes.Owners;

/// <summary>The field or property that an opened connection is put in, and the assignment that does it.</summary>
/// <param name="Member">Where it is kept.</param>
/// <param name="Assignment">How it comes there; null for an initialiser.</param>
internal sealed record Keeper(ISymbol Member, AssignmentExpressionSyntax? Assignment)
{
    /// <summary>The parameter that comes before the opening: <c>_m = given ?? Connect(x)</c>. What was given is not the owner's to close.</summary>
    public IdentifierNameSyntax? Given { get; private init; }

    public ITypeSymbol Type => Member is IFieldSymbol kept ? kept.Type : ((IPropertySymbol)Member).Type;

    /// <summary>The keeper of what is opened at a place, which may be the field itself; null where the place doesn't show it.</summary>
    public static Keeper? Of(SiteContext context) => context.Site switch
    {
        VariableDeclaratorSyntax or PropertyDeclarationSyntax => Declared(context.Site, context),
        InvocationExpressionSyntax call => OfValue(call, context),
        _ => null,
    };

    // From the opening outwards, through everything that hands it on: casts, awaits, a view asked of it, the Lazy that opens it.
    private static Keeper? OfValue(ExpressionSyntax value, SiteContext context)
    {
        while (true)
        {
            value = ClosingCall.WithoutCasts(value);
            switch (value.Parent)
            {
                case AwaitExpressionSyntax awaiting:
                    value = awaiting;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result:
                    value = result;
                    break;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when HandsOn(access.Name.Identifier.ValueText):
                    value = call;
                    break;
                case LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation } }:
                    value = creation;
                    break;
                case ReturnStatementSyntax { Parent: BlockSyntax { Parent: LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation } } } }:
                    value = creation;
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: IdentifierNameSyntax name } choice when choice.Right == value && context.SymbolOf(name) is IParameterSymbol:
                    return OfValue(choice, context) is { Assignment: not null } kept ? kept with { Given = name } : null;
                case EqualsValueClauseSyntax { Parent: { } declaration }:
                    return Declared(declaration, context);
                case AssignmentExpressionSyntax assignment when assignment.Right == value:
                    return context.SymbolOf(assignment.Left) switch
                    {
                        IFieldSymbol or IPropertySymbol => new Keeper(context.SymbolOf(assignment.Left)!, assignment),
                        ILocalSymbol local => OfLocal(local, context),
                        _ => null,
                    };
                default:
                    return null;
            }
        }
    }

    private static bool HandsOn(string method) =>
        method is "ConfigureAwait" or "WaitAsync" or "GetAwaiter" or "GetResult" or "GetDatabase" or "GetSubscriber";

    private static Keeper? Declared(SyntaxNode declaration, SiteContext context) => context.Model.GetDeclaredSymbol(declaration, context.CancellationToken) switch
    {
        ILocalSymbol local => OfLocal(local, context),
        IFieldSymbol or IPropertySymbol => new Keeper(context.Model.GetDeclaredSymbol(declaration, context.CancellationToken)!, Assignment: null),
        _ => null,
    };

    // The connection itself before a database of it.
    private static Keeper? OfLocal(ILocalSymbol local, SiteContext context)
    {
        SyntaxNode function = Acquisition.FunctionOf(context.Site) ?? context.Root;
        Keeper[] keepers =
        [
            .. function.DescendantNodes().OfType<AssignmentExpressionSyntax>()
                .Where(assignment => context.SymbolOf(assignment.Left) is IFieldSymbol or IPropertySymbol && StartsFrom(assignment.Right, local, context))
                .Select(assignment => new Keeper(context.SymbolOf(assignment.Left)!, assignment)),
        ];
        return Array.Find(keepers, keeper => context.SymbolOf(keeper.Assignment!.Right) is ILocalSymbol) ?? keepers.FirstOrDefault();
    }

    private static bool StartsFrom(ExpressionSyntax value, ILocalSymbol local, SiteContext context) => value switch
    {
        IdentifierNameSyntax name => SymbolEqualityComparer.Default.Equals(context.SymbolOf(name), local),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => HandsOn(access.Name.Identifier.ValueText) && StartsFrom(access.Expression, local, context),
        _ => false,
    };
}

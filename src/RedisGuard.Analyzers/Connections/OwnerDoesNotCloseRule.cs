using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// RG1003: a type that opens a connection into a field and never closes it. What is made for each request is
/// <see cref="MadePerRequestRule"/>'s, which comes before.
/// </summary>
internal sealed class OwnerDoesNotCloseRule : IConnectionRule
{
    public Finding Check(Opening opening)
    {
        if (Owner.Of(opening) is not { Closes: false, IsKnownSingleton: false } owner || IsToldOfFirstFill(opening, owner))
        {
            return CollectedOpening.Forgotten(opening) is { IsKnownSingleton: false } several ? DoesNotClose(opening, several, ImmutableArray<string>.Empty)
                : ForgetfulProduct.Of(opening) is { IsKnownSingleton: false } product ? IsForgotten(opening, product)
                : Finding.None;
        }

        // An owner that can be disposed, and then forgets a connection nobody else can reach, is at fault whatever its lifetime.
        if (owner is { IsDisposable: true, Member.DeclaredAccessibility: Accessibility.Private })
        {
            return DoesNotClose(opening, owner);
        }

        return opening.Registrations.Of(owner.Type) == ServiceLifetime.Singleton || opening.Closings?.Contains(owner.Member) == true ? Finding.None
            : opening.Closings is null && ForeignClosings.MayContain(owner.Member) ? Finding.Later
            : DoesNotClose(opening, owner);
    }

    /// <summary>One fault, one report: where a constructor or initialiser opens into the member, the fault is told there.</summary>
    private static bool IsToldOfFirstFill(Opening opening, Owner owner)
        => opening.Member is IMethodSymbol { MethodKind: not MethodKind.Constructor }
            && opening.Types.Of(owner.Type, owner.Member, default).Fills.Any(fill =>
                fill.Member is IMethodSymbol { MethodKind: MethodKind.Constructor } or IFieldSymbol or IPropertySymbol
                && !fill.Operation.Syntax.Span.Contains(opening.Operation.Syntax.Span)
                && OpeningFills.Contain(fill, opening));

    /// <summary><c>_m = given ?? ConnectionMultiplexer.Connect(…)</c>.</summary>
    private static bool MayBeGiven(IOperation opening)
    {
        IOperation? current = opening.Parent;
        while (current is IConversionOperation or IAwaitOperation or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        return current switch
        {
            ICoalesceOperation coalesce => coalesce.Value.Unwrapped() is IParameterReferenceOperation,
            IConditionalOperation choice => choice.WhenTrue.Unwrapped() is IParameterReferenceOperation || choice.WhenFalse?.Unwrapped() is IParameterReferenceOperation,
            _ => false,
        };
    }

    private static Diagnostic DoesNotClose(Opening opening, Owner owner)
    {
        ImmutableArray<string> fixes = SharingFixes.For(opening);
        // Where the pool is referenced, the connection would still stand beside it.
        // The owner of a long life closes what it opened: that comes before sharing, which is another life.
        fixes = opening.CanUsePool || IsActor(owner.Type) ? fixes
            : MayBeGiven(opening.Operation) ? ImmutableArray.Create(Fixes.CloseInDispose)
            : fixes.Contains(Fixes.OpenOnce) ? fixes.Insert(fixes.IndexOf(Fixes.OpenOnce), Fixes.CloseInDispose)
            : fixes.Add(Fixes.CloseInDispose);
        return DoesNotClose(opening, owner, fixes);
    }

    private static Diagnostic DoesNotClose(Opening opening, Owner owner, ImmutableArray<string> fixes)
    {
        string fault = owner.IsDisposable ? "the type's disposal doesn't close it" : "the type can't be disposed";
        bool mayBeGiven = MayBeGiven(opening.Operation);
        bool isTask = IsTask(owner.Member);
        string cure = fixes.Contains(Fixes.Pool) ? "take it from RedisPool.For, which owns and shares it"
            : (IsActor(owner.Type) ? "close it in PostStop" : !owner.IsDisposable ? $"implement {(isTask ? "IAsyncDisposable" : "IDisposable")} and close it there" : isTask ? "await its task in DisposeAsync, and close it there" : "close it there")
            + (mayBeGiven ? ", where a flag says that it was opened here and not given" : string.Empty);
        return OpeningDiagnostic.CreateAt(Place(opening.Operation), Descriptors.OwnerDoesNotClose, opening, fixes, Kept(owner.Member), owner.Type.Name, fault, cure);
    }

    /// <summary>Reports a connection that a builder gives its product, and the product forgets.</summary>
    private static Diagnostic IsForgotten(Opening opening, Owner product)
        => OpeningDiagnostic.Create(
            Descriptors.OwnerDoesNotClose,
            opening,
            ImmutableArray<string>.Empty,
            $"in '{product.Type.Name}.{product.Member.Name}'",
            opening.Member.ContainingType.Name,
            $"the disposal of '{product.Type.Name}' doesn't",
            "close it there");

    /// <summary>A task of a connection, or a Lazy of one: only who may await can close it.</summary>
    private static bool IsTask(ISymbol member)
    {
        ITypeSymbol? type = TypeOf(member) is INamedTypeSymbol { Name: "Lazy", TypeArguments: [{ } value] } ? value : TypeOf(member);
        return type is INamedTypeSymbol { Name: "Task", TypeArguments.Length: 1 };
    }

    /// <summary>Nobody disposes an actor: its end is PostStop.</summary>
    private static bool IsActor(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.GetMembers("PostStop").Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The connection as it is kept: a database or a subscriber has it behind it.</summary>
    private static string Kept(ISymbol member)
    {
        ITypeSymbol? type = TypeOf(member);
        while (type is INamedTypeSymbol { Name: "Lazy" or "Task", TypeArguments: [{ } value] })
        {
            type = value;
        }

        return type?.Name is "IDatabase" or "ISubscriber" or "IServer" ? $"behind '{member.Name}'" : $"in '{member.Name}'";
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : (member as IPropertySymbol)?.Type;

    /// <summary>
    /// The field and its initialiser, where it has one; else the call. An editor shows as it is typed only what touches the
    /// piece of code that was looked at, which is the initialiser, so the field's name alone wouldn't do.
    /// </summary>
    private static Location Place(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null and not IAnonymousFunctionOperation; current = current.Parent)
        {
            (SyntaxToken Name, SyntaxNode Value)? member = current switch
            {
                IFieldInitializerOperation { Syntax: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax field } value } => (field.Identifier, value),
                IPropertyInitializerOperation { Syntax: EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } value } => (property.Identifier, value),
                _ => null,
            };
            if (member is { } place)
            {
                return Location.Create(place.Value.SyntaxTree, TextSpan.FromBounds(place.Name.SpanStart, place.Value.Span.End));
            }
        }

        return operation.Syntax.GetLocation();
    }
}

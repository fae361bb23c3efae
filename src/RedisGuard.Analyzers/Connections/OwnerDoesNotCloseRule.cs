using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Ownership.Members;
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
            return CollectedOpening.Forgotten(opening) is { IsKnownSingleton: false } several ? DoesNotClose(opening, several, ImmutableArray<string>.Empty) : Finding.None;
        }

        // An owner that can be disposed, and then forgets a connection nobody else can reach, is at fault whatever its lifetime.
        if (owner is { IsDisposable: true, Member.DeclaredAccessibility: Accessibility.Private })
        {
            return DoesNotClose(opening, owner);
        }

        return opening.Whole is null ? Finding.Later
            : opening.Whole.Closings.Contains(owner.Member) || opening.Whole.Registrations.Of(owner.Type) == ServiceLifetime.Singleton ? Finding.None
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
        ImmutableArray<string> cures = SharingCures.For(opening);
        // Where the pool is referenced, the connection would still stand beside it; and no fix knows which it was, own or given.
        // The owner of a long life closes what it opened: that comes before sharing, which is another life.
        cures = opening.CanUsePool || MayBeGiven(opening.Operation) ? cures
            : cures.Contains(Cures.OpenOnce) ? cures.Insert(cures.IndexOf(Cures.OpenOnce), Cures.CloseInDispose)
            : cures.Add(Cures.CloseInDispose);
        return DoesNotClose(opening, owner, cures);
    }

    private static Diagnostic DoesNotClose(Opening opening, Owner owner, ImmutableArray<string> cures)
    {
        string fault = owner.IsDisposable ? "which doesn't close it when it is disposed" : "which can't be disposed";
        bool mayBeGiven = MayBeGiven(opening.Operation);
        string cure = (owner.IsDisposable ? "close it there" : "implement IDisposable and close it there") + (mayBeGiven ? ", where a flag says that it was opened here and not given" : string.Empty);
        return OpeningDiagnostic.CreateAt(Place(opening.Operation), Descriptors.OwnerDoesNotClose, opening, cures, owner.Member.Name, owner.Type.Name, fault, cure);
    }

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

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// RG1003: a type that opens a connection into a field and never closes it; and RG1001 where a type that does close it
/// is created per request. What a type's registration decides waits for the compilation's end.
/// </summary>
internal sealed class OwnerDoesNotCloseRule : IConnectionRule
{
    /// <summary>What the code of the owner alone proves.</summary>
    public Diagnostic? Judge(Opening opening)
    {
        if (Owner.Of(opening) is not { } owner)
        {
            return null;
        }

        if (TypeRole.IsPerCall(owner.Type, out _) && opening.Member is IMethodSymbol { MethodKind: MethodKind.Constructor } or IFieldSymbol or IPropertySymbol)
        {
            return owner.Closes ? Churns(opening, owner, "opened and closed")
                : StoredOpening.KeepsViewOnly(opening) ? Churns(opening, owner, "opened and dropped")
                : DoesNotClose(opening, owner, isPerCall: true);
        }

        // An owner that can be disposed, and then forgets a connection nobody else can reach, is at fault whatever its lifetime.
        return owner is { Closes: false, IsDisposable: true, IsKnownSingleton: false, Member.DeclaredAccessibility: Accessibility.Private }
            ? DoesNotClose(opening, owner, isPerCall: false)
            : null;
    }

    /// <summary>Whether the owner's lifetime decides, so that the opening waits for the registrations.</summary>
    public static bool NeedsRegistrations(Opening opening)
        => Owner.Of(opening) is { IsKnownSingleton: false } owner
            && (!owner.Closes || opening.Member is not IMethodSymbol { MethodKind: not MethodKind.Constructor });

    /// <summary>The verdict once all registrations are known.</summary>
    public static Diagnostic? Judge(Opening opening, ServiceRegistrations registrations, ForeignClosings closings)
    {
        if (Owner.Of(opening) is not { } owner)
        {
            return null;
        }

        bool closes = owner.Closes || closings.Contains(owner.Member);
        return registrations.Of(owner.Type) switch
        {
            ServiceLifetime.Singleton => null,
            ServiceLifetime.Scoped or ServiceLifetime.Transient when closes => Churns(opening, owner, "opened and closed"),
            ServiceLifetime.Scoped or ServiceLifetime.Transient when StoredOpening.KeepsViewOnly(opening) => Churns(opening, owner, "opened and dropped"),
            _ when closes => null,
            ServiceLifetime.Scoped or ServiceLifetime.Transient => DoesNotClose(opening, owner, isPerCall: true),
            _ => DoesNotClose(opening, owner, isPerCall: false),
        };
    }

    private static Diagnostic Churns(Opening opening, Owner owner, string fault)
        => OpeningDiagnostic.Create(
            Descriptors.OpenedPerCall,
            opening,
            SharingCures.For(opening),
            opening.Name,
            fault,
            $"a '{owner.Type.Name}' is created",
            opening.CanUsePool ? "take it from RedisPool.For, which opens it once" : "open it once and share it");

    private static Diagnostic DoesNotClose(Opening opening, Owner owner, bool isPerCall)
    {
        string fault = owner.IsDisposable ? "which doesn't close it when it is disposed" : "which can't be disposed";
        string cure = owner.IsDisposable ? "close it there" : "implement IAsyncDisposable and close it there";
        ImmutableArray<string> cures = SharingCures.For(opening);
        // An owner that is made for each call would only open and close for each call then; where the pool is referenced,
        // the connection would still stand beside it.
        cures = isPerCall || opening.CanUsePool ? cures : cures.Add(Cures.CloseInDispose);
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

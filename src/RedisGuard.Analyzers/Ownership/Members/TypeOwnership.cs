using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>
/// One pass over all parts of a type: which members are filled where, and which members release them. Made on demand,
/// for types that open a connection themselves.
/// </summary>
internal sealed class TypeOwnership
{
    private readonly Dictionary<ISymbol, MemberOwnership> _members = new(SymbolEqualityComparer.Default);
    private readonly List<(ISymbol Target, ISymbol Source)> _derived = new();
    private readonly Dictionary<ISymbol, List<MemberUse>> _calls = new(SymbolEqualityComparer.Default);
    private readonly RedisSymbols _symbols;
    private readonly INamedTypeSymbol _type;

    private TypeOwnership(RedisSymbols symbols, INamedTypeSymbol type)
    {
        _symbols = symbols;
        _type = type;
    }

    /// <summary>What the type does with a field or property; an empty account where it does nothing.</summary>
    public MemberOwnership Of(ISymbol member)
    {
        MemberOwnership account = OwnOf(member);
        foreach ((ISymbol target, ISymbol source) in _derived)
        {
            if (SymbolEqualityComparer.Default.Equals(source, KeptMember.Of(member)))
            {
                account = account.WithReleasesOf(OwnOf(target));
            }
        }

        return account;
    }

    private MemberOwnership OwnOf(ISymbol member)
        => _members.TryGetValue(KeptMember.Of(member), out MemberOwnership? known) ? known : new MemberOwnership();

    /// <summary>Whether every call of a helper of the type stands under a lock, and there is one.</summary>
    public bool IsCalledUnderLock(IMethodSymbol helper)
        => _calls.TryGetValue(helper.OriginalDefinition, out List<MemberUse>? calls) && calls.All(call => Synchronization.IsUnderLock(call.Operation));

    /// <summary>The calls of a helper of the type in it.</summary>
    public IReadOnlyList<MemberUse> CallsOf(IMethodSymbol helper)
        => _calls.TryGetValue(helper.OriginalDefinition, out List<MemberUse>? calls) ? calls : System.Array.Empty<MemberUse>();

    public static TypeOwnership Read(INamedTypeSymbol type, RedisSymbols symbols, CancellationToken cancellationToken)
    {
        var ownership = new TypeOwnership(symbols, type);
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            // A base type may stand in another project of the solution, whose code this compilation can't bind.
            if (symbols.Compilation.ContainsSyntaxTree(reference.SyntaxTree) && reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration)
            {
                SemanticModel model = symbols.Compilation.ModelOf(declaration.SyntaxTree);
                foreach (MemberDeclarationSyntax member in declaration.Members)
                {
                    ownership.Read(member, model, cancellationToken);
                }
            }
        }

        return ownership;
    }

    private void Read(MemberDeclarationSyntax declaration, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (declaration)
        {
            case BaseTypeDeclarationSyntax or DelegateDeclarationSyntax:
                break;

            case FieldDeclarationSyntax fields:
                foreach (VariableDeclaratorSyntax variable in fields.Declaration.Variables)
                {
                    ReadBody(variable.Initializer, model.GetDeclaredSymbol(variable, cancellationToken), model, cancellationToken);
                }

                break;

            case BasePropertyDeclarationSyntax property:
                ISymbol? symbol = model.GetDeclaredSymbol(property, cancellationToken);
                ReadBody((property as PropertyDeclarationSyntax)?.Initializer, symbol, model, cancellationToken);
                ReadBody((property as PropertyDeclarationSyntax)?.ExpressionBody, symbol, model, cancellationToken);
                foreach (AccessorDeclarationSyntax accessor in property.AccessorList?.Accessors ?? default)
                {
                    ReadBody(accessor, symbol, model, cancellationToken);
                }

                break;

            default:
                ReadBody(declaration, model.GetDeclaredSymbol(declaration, cancellationToken), model, cancellationToken);
                break;
        }
    }

    private void ReadBody(SyntaxNode? body, ISymbol? member, SemanticModel model, CancellationToken cancellationToken)
    {
        if (body is null || member is null || model.GetOperation(body, cancellationToken) is not { } root)
        {
            return;
        }

        var paths = new AccessPaths();
        foreach (IOperation operation in root.DescendantsAndSelf())
        {
            paths.Note(operation);
            Note(operation, member, paths);
        }
    }

    private void Note(IOperation operation, ISymbol member, AccessPaths paths)
    {
        switch (operation)
        {
            case IFieldInitializerOperation { InitializedFields: [var field, ..] } initializer:
                AddFill(field, initializer, initializer.Value, member);
                break;

            case IPropertyInitializerOperation { InitializedProperties: [var property, ..] } initializer:
                AddFill(property, initializer, initializer.Value, member);
                break;

            case IAssignmentOperation { Target: IMemberReferenceOperation target } assignment:
                NoteStore(target.Member, assignment, assignment.Value, member, paths);
                break;

            case IDeconstructionAssignmentOperation deconstruction:
                foreach ((IOperation part, IOperation value) in Deconstruction.Pairs(deconstruction))
                {
                    if (part is IMemberReferenceOperation filled)
                    {
                        NoteStore(filled.Member, deconstruction, value, member, paths);
                    }
                }

                break;

            case IInvocationOperation { Arguments: [{ Value: IMemberReferenceOperation target }, { Value: var stored }, ..] } swap when AtomicMembers.IsAtomic(swap.TargetMethod):
                NoteStore(target.Member, swap, stored, member, paths);
                break;

            case IInvocationOperation { Instance: { } instance } invocation when IsClosing(invocation.TargetMethod):
                Add(paths.Of(instance), invocation, member, static (account, use) => account.AddRelease(use));
                break;

            case IUsingOperation { Resources: { } resources }:
                Add(paths.Of(resources), operation, member, static (account, use) => account.AddRelease(use));
                NoteUsedDeclarations(resources, operation, member, paths);
                break;

            case IUsingDeclarationOperation declaration:
                NoteUsedDeclarations(declaration.DeclarationGroup, operation, member, paths);
                break;

            case IInvocationOperation { Instance: { } collection } taking when Mention.IsTakenForCaller(taking, member, _symbols):
                Add(paths.Of(collection), taking, member, static (account, use) => account.AddHandOver(use));
                break;

            case IInvocationOperation call when SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType?.OriginalDefinition, _type):
                if (!_calls.TryGetValue(call.TargetMethod.OriginalDefinition, out List<MemberUse>? calls))
                {
                    calls = new List<MemberUse>();
                    _calls.Add(call.TargetMethod.OriginalDefinition, calls);
                }

                calls.Add(new MemberUse(call, member));
                break;

            case IForEachLoopOperation loop:
                NoteClosedTogether(loop, member);
                break;

            case IMethodReferenceOperation { Instance: { } instance } method when IsClosing(method.Method):
                // _close = _m.Dispose;
                Add(paths.Of(instance), method, member, static (account, use) => account.AddRelease(use));
                break;

            case IArgumentOperation argument when argument.Parent is IInvocationOperation or IObjectCreationOperation && !Mention.IsAtomicArgument(argument):
                if (Mention.CanHoldResource(argument.Value) && !Mention.IsOnlyShown(argument) && !Mention.IsOnlyCounted(argument) && !Mention.IsPutBack(argument, paths))
                {
                    Add(paths.Of(argument.Value), argument, member, static (account, use) => account.AddHandOver(use));
                }

                break;

            case IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } mention when !Mention.IsOnlyUsed(mention) && !Mention.IsOnlyShown(mention) && !Mention.IsOnlyCounted(mention) && !Mention.IsSwappedAndDropped(mention):
                Add(mention.Member, mention, member, static (account, use) => account.AddMention(use));
                break;
        }
    }

    private void NoteStore(ISymbol target, IOperation store, IOperation value, ISymbol member, AccessPaths paths)
    {
        NoteDerived(target, value, paths);
        AddFill(target, store, value, member);
    }

    /// <summary><c>using var taken = _field;</c> closes the field's value at the end of the scope.</summary>
    private void NoteUsedDeclarations(IOperation resources, IOperation place, ISymbol member, AccessPaths paths)
    {
        foreach (IVariableDeclaratorOperation declarator in resources.DescendantsAndSelf().OfType<IVariableDeclaratorOperation>())
        {
            if (declarator.Initializer is { Value: { } value })
            {
                Add(paths.Of(value), place, member, static (account, use) => account.AddRelease(use));
            }
        }
    }

    /// <summary><c>foreach (var each in new[] { _first, _second }) { each?.Dispose(); }</c></summary>
    private void NoteClosedTogether(IForEachLoopOperation loop, ISymbol member)
    {
        if (loop.Collection.Unwrapped() is IArrayCreationOperation { Initializer.ElementValues: { } elements }
            && loop.Body.Descendants().FirstOrDefault(operation => operation is IInvocationOperation { Instance: { } closed } call
                && IsClosing(call.TargetMethod)
                && closed.Unwrapped() is ILocalReferenceOperation each
                && loop.Locals.Contains(each.Local)) is { } closing)
        {
            foreach (IOperation element in elements)
            {
                Add((element.Unwrapped() as IMemberReferenceOperation)?.Member, closing, member, static (account, use) => account.AddRelease(use));
            }
        }
    }

    private void Add(ISymbol? target, IOperation operation, ISymbol member, System.Action<MemberOwnership, MemberUse> add)
    {
        if (target is null)
        {
            return;
        }

        ISymbol kept = KeptMember.Of(target);
        if (!_members.TryGetValue(kept, out MemberOwnership? account))
        {
            account = new MemberOwnership();
            _members.Add(kept, account);
        }

        add(account, new MemberUse(operation, member));
    }

    private void AddFill(ISymbol target, IOperation store, IOperation value, ISymbol member)
    {
        if (!value.IsNull())
        {
            Add(target, store, member, (account, use) => account.AddFill(use with { Value = value }));
        }
    }

    /// <summary>By effect where the library is bound, by name where a wrapper's own Dispose is called.</summary>
    private bool IsClosing(IMethodSymbol method)
        => _symbols.Connections.EffectOf(method) == MemberEffect.Releases || method.Name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "Abandon";

    /// <summary>A database taken from a field's connection leads back to it: closing through it closes the field's.</summary>
    private void NoteDerived(ISymbol target, IOperation value, AccessPaths paths)
    {
        if (paths.Of(value) is { } source && !SymbolEqualityComparer.Default.Equals(KeptMember.Of(source), KeptMember.Of(target)))
        {
            _derived.Add((KeptMember.Of(target), KeptMember.Of(source)));
        }
    }
}

using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Origins;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>Connections that the code at hand has opened, or that each who makes its object has opened for that, and given to nobody else.</summary>
internal sealed class ProvedOpenings
{
    /// <summary>Deeper than code is written by hand; a bound all the same.</summary>
    private const int MaxDepth = 8;

    private readonly OwnershipIndex _index;
    private readonly ConstructorArguments _arguments;

    public ProvedOpenings(OwnershipIndex index)
    {
        _index = index;
        _arguments = new ConstructorArguments(index.Symbols.Compilation);
    }

    /// <summary>Tells whether all that the expression may stand for was opened so.</summary>
    /// <param name="value">The expression.</param>
    /// <param name="type">The type in whose code it stands.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public bool Contain(IOperation value, INamedTypeSymbol type, CancellationToken cancellationToken)
        => new Look(this, type, cancellationToken).IsOpened(value, MaxDepth);

    /// <summary>Code that hands something on once: of two who have it, one may still use it when the other has closed it.</summary>
    private static bool IsHandedOnce(ILocalReferenceOperation local)
        => local.Root().Descendants().OfType<ILocalReferenceOperation>().Count(use => SymbolEqualityComparer.Default.Equals(use.Local, local.Local) && use.Parent is IArgumentOperation or IConversionOperation { Parent: IArgumentOperation }) == 1;

    /// <summary>An object may give what it keeps to several: <c>Build() =&gt; new Session(_redis)</c>.</summary>
    private static bool MayBeKept(IOperation value)
        => value.Unwrapped() switch
        {
            ILocalReferenceOperation local => LocalSources.Of(local).Values.Any(MayBeKept),
            ICoalesceOperation choice => MayBeKept(choice.Value) || MayBeKept(choice.WhenNull),
            IConditionalOperation { WhenFalse: { } otherwise } choice => MayBeKept(choice.WhenTrue) || MayBeKept(otherwise),
            IMemberReferenceOperation => true,
            _ => false,
        };

    private readonly struct Look
    {
        private readonly ProvedOpenings _openings;
        private readonly INamedTypeSymbol _type;
        private readonly CancellationToken _cancellationToken;

        public Look(ProvedOpenings openings, INamedTypeSymbol type, CancellationToken cancellationToken)
        {
            _openings = openings;
            _type = type;
            _cancellationToken = cancellationToken;
        }

        public bool IsOpened(IOperation? value, int depth)
            => depth > 0 && value?.Unwrapped() switch
            {
                IAwaitOperation awaited => IsOpened(awaited.Operation, depth),
                IInvocationOperation call => IsOpenedBy(call, depth - 1),
                ICoalesceOperation { WhenNull: { } otherwise } choice => IsOpened(choice.Value, depth - 1) && (otherwise.Unwrapped() is IThrowOperation || IsOpened(otherwise, depth - 1)),
                IConditionalOperation { WhenFalse: { } otherwise } choice => IsOpened(choice.WhenTrue, depth - 1) && IsOpened(otherwise, depth - 1),
                ILocalReferenceOperation local => IsOpenedInto(local, depth - 1),
                IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "Lazy" }, Instance: { } lazy } => IsOpened(lazy, depth),
                IPropertyReferenceOperation { Instance: { } task } result when TaskMembers.IsResult(result.Property) => IsOpened(task, depth),
                IObjectCreationOperation { Type.Name: "Lazy", Arguments: { Length: > 0 } arguments } => IsFactory(arguments[0].Value, depth - 1),
                // What the process shares is opened by its type, and not for this code to close.
                IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: { } kept } => IsOpenedInto(kept, depth - 1),
                IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } given } => IsOpenedFor(given, depth - 1),
                _ => false,
            };

        private bool IsOpenedBy(IInvocationOperation call, int depth)
            => _openings._index.CallsOf(ResourceKind.Connection).Acquires(call, _cancellationToken)
                || (call.Instance is { } passed && (TaskMembers.IsPassThrough(call.TargetMethod) || TaskMembers.IsGetResult(call.TargetMethod)) && IsOpened(passed, depth))
                // Interlocked.Exchange(ref _redis, null)
                || (AtomicMembers.IsAtomic(call.TargetMethod) && call is { TargetMethod.Name: "Exchange", Arguments: { Length: 2 } arguments } && arguments[0].Value is IMemberReferenceOperation { Member: { } taken } && IsOpenedInto(taken, depth));

        private bool IsOpenedInto(ILocalReferenceOperation local, int depth)
            => LocalSources.Of(local) is { AreAll: true, Values: var values }
                && values.Any(value => !value.IsNull())
                && AreOpened(values, local, depth);

        private bool AreOpened(IEnumerable<IOperation> values, ILocalReferenceOperation local, int depth)
        {
            foreach (IOperation value in values)
            {
                if (!value.IsNull() && !IsTakenOut(value, local, depth) && !IsOpened(value, depth))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary><c>var old = s_redis; s_redis = Connect(); old.Dispose();</c>: nobody gets it from there any more.</summary>
        private bool IsTakenOut(IOperation value, ILocalReferenceOperation local, int depth)
            => value.Unwrapped() is IMemberReferenceOperation { Instance: null, Member: { IsStatic: true, DeclaredAccessibility: Accessibility.Private } taken }
                && local.Root().Descendants().OfType<ISimpleAssignmentOperation>().Any(assignment =>
                    assignment.Target is IMemberReferenceOperation target
                    && SymbolEqualityComparer.Default.Equals(target.Member, taken)
                    && assignment.Syntax.SpanStart > value.Syntax.SpanStart
                    && assignment.Syntax.SpanStart < local.Syntax.SpanStart
                    && IsStatementBefore(assignment, local))
                && IsOpenedInto(taken, depth - 1);

        /// <summary>Tells whether a statement stands in a block around the place, so that no way leads past it.</summary>
        private static bool IsStatementBefore(IOperation assignment, IOperation place)
        {
            IOperation statement = assignment.Parent is IExpressionStatementOperation whole ? whole : assignment;
            for (IOperation? current = place.Parent; current is not null; current = current.Parent)
            {
                if (current is IBlockOperation block && block.Operations.Contains(statement))
                {
                    return true;
                }
            }

            return false;
        }

        private bool IsFactory(IOperation factory, int depth)
            => (factory.Unwrapped() is IDelegateCreationOperation made ? made.Target : factory.Unwrapped()) switch
            {
                IAnonymousFunctionOperation { Body: { } body } => body.DescendantsOutsideFunctions().OfType<IReturnOperation>().ToArray() is { Length: > 0 } returns && AreOpened(returns.Select(one => one.ReturnedValue), depth),
                IMethodReferenceOperation { Method: { } method } => _openings._index.CallsOf(ResourceKind.Connection).Summaries.Of(method, _cancellationToken).ReturnsFresh,
                _ => false,
            };

        private bool IsOpenedInto(ISymbol kept, int depth)
        {
            IReadOnlyList<MemberUse> fills = _openings._index.Types.Of(_type, kept, _cancellationToken).Fills;
            return depth > 0
                && CanBeFilledInside(kept)
                && (fills.Count > 0 ? AreOpened(fills.Select(fill => fill.Value), depth) : Positional(kept) is { } given && IsOpenedFor(given, depth));
        }

        private bool AreOpened(IEnumerable<IOperation?> values, int depth)
        {
            foreach (IOperation? value in values)
            {
                if (!IsOpened(value, depth))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>A setter that others reach puts in what nobody sees here.</summary>
        private static bool CanBeFilledInside(ISymbol kept)
            => kept switch
            {
                IFieldSymbol field => field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private,
                IPropertySymbol property => property.SetMethod is null or { DeclaredAccessibility: Accessibility.Private } || Positional(property) is not null,
                _ => false,
            };

        /// <summary><c>record Session(ConnectionMultiplexer Redis)</c>: the parameter that fills the property.</summary>
        private static IParameterSymbol? Positional(ISymbol kept)
            => kept is IPropertySymbol { ContainingType: { IsRecord: true } record, DeclaringSyntaxReferences: [{ } declared] }
                ? record.InstanceConstructors.SelectMany(constructor => constructor.Parameters).FirstOrDefault(parameter => parameter.DeclaringSyntaxReferences is [{ } same] && same.Span == declared.Span && same.SyntaxTree == declared.SyntaxTree)
                : null;

        /// <summary>Tells whether whoever makes such an object opens a connection for it.</summary>
        private bool IsOpenedFor(IParameterSymbol given, int depth)
        {
            IReadOnlyList<IOperation> arguments = _openings._arguments.For(given, _type, _cancellationToken);
            foreach (IOperation argument in arguments)
            {
                if (MayBeKept(argument) || (argument.Unwrapped() is ILocalReferenceOperation local && !IsHandedOnce(local)) || !IsOpened(argument, depth))
                {
                    return false;
                }
            }

            return arguments.Count > 0;
        }
    }
}

using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>Tells a handler that answers yes whatever it is asked: each way out of it gives <c>true</c>. To throw is to refuse.</summary>
internal sealed class CertificateAnswers
{
    /// <summary>A method that calls a method that asks a variable: past that a reader wouldn't see it either.</summary>
    private const int MaxSteps = 6;

    private readonly SourceValues _sources;

    public CertificateAnswers(SourceValues sources) => _sources = sources;

    public bool AcceptAlways(IOperation handler, CancellationToken cancellationToken) => AcceptsAlways(handler, MaxSteps, cancellationToken);

    private bool AcceptsAlways(IOperation handler, int steps, CancellationToken cancellationToken)
        => steps > 0 && handler.Unwrapped() switch
        {
            IDelegateCreationOperation creation => AcceptsAlways(creation.Target, steps - 1, cancellationToken),
            IAnonymousFunctionOperation lambda => AnswersYes(lambda.Body, steps - 1, cancellationToken),
            IMethodReferenceOperation method => AnswersYes(method.Method, steps - 1, cancellationToken),
            ILocalReferenceOperation local => local.OnlyValue() is { } value && AcceptsAlways(value, steps - 1, cancellationToken),
            IFieldReferenceOperation field => _sources.Initial(field.Field, cancellationToken) is { } value && AcceptsAlways(value, steps - 1, cancellationToken),
            IPropertyReferenceOperation property =>
                (_sources.Initial(property.Property, cancellationToken) ?? _sources.Returned(property.Property, cancellationToken)) is { } value
                && AcceptsAlways(value, steps - 1, cancellationToken),

            // Of several handlers the last one's answer counts, but a refusal of the first is meant.
            _ => false,
        };

    private bool AnswersYes(IMethodSymbol method, int steps, CancellationToken cancellationToken)
        => steps > 0
            && method is { IsAbstract: false, IsVirtual: false }
            && _sources.Body(method, cancellationToken) is { } body
            && AnswersYes(body, steps, cancellationToken);

    private bool AnswersYes(IOperation body, int steps, CancellationToken cancellationToken)
    {
        bool any = false;
        foreach (IOperation part in body.DescendantsOutsideFunctions())
        {
            switch (part)
            {
                case IThrowOperation:
                    return false;

                case IReturnOperation { ReturnedValue: { } answer }:
                    any = true;
                    if (!IsTrue(answer, steps, cancellationToken) || DevelopmentGuard.IsUnderDebugDirective(answer.Syntax))
                    {
                        return false;
                    }

                    break;
            }
        }

        return any;
    }

    private bool IsTrue(IOperation answer, int steps, CancellationToken cancellationToken)
    {
        // A constant with a name is a switch that somebody sees.
        IOperation value = answer.Unwrapped();
        return steps > 0 && value switch
        {
            ILiteralOperation { ConstantValue: { HasValue: true, Value: true } } => true,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: ILiteralOperation { ConstantValue: { HasValue: true, Value: false } } } => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } either =>
                IsTrue(either.LeftOperand, steps, cancellationToken) || IsTrue(either.RightOperand, steps, cancellationToken) || AreOpposite(either.LeftOperand, either.RightOperand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } both =>
                IsTrue(both.LeftOperand, steps, cancellationToken) && IsTrue(both.RightOperand, steps, cancellationToken),
            IConditionalOperation { WhenFalse: { } otherwise } choice => IsTrue(choice.WhenTrue, steps, cancellationToken) && IsTrue(otherwise, steps, cancellationToken),
            ISwitchExpressionOperation choice => choice.Arms.All(arm => IsTrue(arm.Value, steps, cancellationToken)),
            ILocalReferenceOperation local => IsAlwaysTrue(local, steps - 1, cancellationToken),
            IInvocationOperation { TargetMethod: { } method } => AnswersYes(method, steps - 1, cancellationToken),
            _ => false,
        };
    }

    /// <summary><c>errors == SslPolicyErrors.None || errors != SslPolicyErrors.None</c></summary>
    private static bool AreOpposite(IOperation left, IOperation right)
        => left.Unwrapped() is IBinaryOperation one
            && right.Unwrapped() is IBinaryOperation other
            && (one.OperatorKind, other.OperatorKind) is (BinaryOperatorKind.Equals, BinaryOperatorKind.NotEquals) or (BinaryOperatorKind.NotEquals, BinaryOperatorKind.Equals)
            && SyntaxFactory.AreEquivalent(one.LeftOperand.Syntax, other.LeftOperand.Syntax)
            && SyntaxFactory.AreEquivalent(one.RightOperand.Syntax, other.RightOperand.Syntax);

    /// <summary>A variable that is given <c>true</c> and nothing else.</summary>
    private bool IsAlwaysTrue(ILocalReferenceOperation local, int steps, CancellationToken cancellationToken)
    {
        Alternative[] given = Alternatives.Of(local, _sources, cancellationToken).ToArray();
        return given.Length > 0 && given.All(one => one.Value is not ILocalReferenceOperation && IsTrue(one.Value, steps, cancellationToken));
    }
}

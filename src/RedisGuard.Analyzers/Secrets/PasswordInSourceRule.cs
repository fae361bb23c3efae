using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>RG5002: a password that is written down where a connection is configured. Stands on the literal, once for each.</summary>
internal sealed class PasswordInSourceRule
{
    private readonly SecretKnowledge _known;
    private readonly ConcurrentDictionary<Location, bool> _reported = new();

    public PasswordInSourceRule(SecretKnowledge known) => _known = known;

    public void Judge(IInvocationOperation invocation, OperationAnalysisContext context)
    {
        switch (invocation.TargetMethod.Name)
        {
            case "Connect" or "ConnectAsync" or "SentinelConnect" or "SentinelConnectAsync" or "Parse" or "TryParse" when _known.IsOfLibrary(invocation.TargetMethod):
            case "For" when SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingType, _known.Symbols.Pool):
            case "AddStackExchangeRedis" or "AddRedis" or "AddRedisGuard":
                foreach (IArgumentOperation argument in invocation.Arguments.Where(argument => argument.Parameter?.Type.SpecialType == SpecialType.System_String))
                {
                    JudgeConfiguration(argument.Value, context);
                }

                break;
        }
    }

    public void Judge(ISimpleAssignmentOperation assignment, OperationAnalysisContext context)
    {
        if (assignment.Target is not IPropertyReferenceOperation { Property: { } property })
        {
            return;
        }

        switch (property.Name)
        {
            case "Password" when _known.IsConfigurationOptions(property.ContainingType):
                WrittenText text = WrittenText.Of(assignment.Value, _known.Sources, context.CancellationToken);
                if (ConfigurationText.IsSecret(text.Pattern))
                {
                    Report(text.SyntaxAt(0) ?? assignment.Value.Syntax, assignment, context);
                }

                break;

            case "Configuration" when property.ContainingType.Name is "RedisCacheOptions" or "RedisOutputCacheOptions" or "RedisPoolOptions":
                JudgeConfiguration(assignment.Value, context);
                break;
        }
    }

    private void JudgeConfiguration(IOperation value, OperationAnalysisContext context)
    {
        switch (Stated(value.Unwrapped(), context.CancellationToken))
        {
            // Either may be what connects.
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                JudgeConfiguration(choice.WhenTrue, context);
                JudgeConfiguration(otherwise, context);
                return;

            case ISwitchExpressionOperation choice:
                foreach (ISwitchExpressionArmOperation arm in choice.Arms)
                {
                    JudgeConfiguration(arm.Value, context);
                }

                return;

            // What is there in case nothing is configured may be meant for the developer's own machine.
            case ICoalesceOperation { WhenNull: { } fallback }:
                JudgeText(fallback, context, static text => !ConfigurationText.IsForThisMachine(text));
                return;

            case IParameterReferenceOperation { Parameter: { HasExplicitDefaultValue: true, ExplicitDefaultValue: string usual } parameter }
                when ConfigurationText.PasswordIn(usual) >= 0 && Default(parameter, context.CancellationToken) is { } literal:
                Report(literal, value, context);
                return;
        }

        JudgeText(value, context, static _ => true);
    }

    /// <summary>What a variable, field or property was given, where it is given anything once.</summary>
    private IOperation Stated(IOperation value, CancellationToken cancellationToken)
        => (value switch
        {
            ILocalReferenceOperation local => local.OnlyValue(),
            IFieldReferenceOperation field => _known.Sources.Initial(field.Field, cancellationToken),
            IPropertyReferenceOperation property => _known.Sources.Initial(property.Property, cancellationToken) ?? _known.Sources.Returned(property.Property, cancellationToken),
            _ => null,
        })?.Unwrapped() ?? value;

    private void JudgeText(IOperation value, OperationAnalysisContext context, Func<string, bool> isMeant)
    {
        ImmutableArray<IOperation> parts = BuiltUpText.PartsOf(value);
        WrittenText text = parts.IsEmpty
            ? WrittenText.Of(value, _known.Sources, context.CancellationToken)
            : WrittenText.Of(parts, _known.Sources, context.CancellationToken);
        int password = ConfigurationText.PasswordIn(text.Pattern);
        if (password >= 0 && isMeant(text.Pattern))
        {
            Report(text.SyntaxAt(password) ?? value.Syntax, value, context);
        }
    }

    private static ExpressionSyntax? Default(IParameterSymbol parameter, CancellationToken cancellationToken)
        => parameter.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).OfType<ParameterSyntax>().FirstOrDefault()?.Default?.Value;

    private void Report(SyntaxNode literal, IOperation use, OperationAnalysisContext context)
    {
        // A constant may be used in many places, and is one fault.
        if (!_known.IsExempt(use, context.ContainingSymbol) && _reported.TryAdd(literal.GetLocation(), true))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.PasswordInSource, literal.GetLocation()));
        }
    }
}

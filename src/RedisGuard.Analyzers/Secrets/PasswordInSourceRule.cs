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

    public void Check(IInvocationOperation invocation, OperationAnalysisContext context)
    {
        switch (invocation.TargetMethod.Name)
        {
            case "Connect" or "ConnectAsync" or "SentinelConnect" or "SentinelConnectAsync" or "Parse" or "TryParse" when _known.IsOfLibrary(invocation.TargetMethod):
            case "For" when SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.ContainingType, _known.Symbols.Pool):
            case "AddStackExchangeRedis" or "AddRedis" or "AddRedisGuard":
                foreach (IArgumentOperation argument in invocation.Arguments.Where(argument => argument.Parameter?.Type.SpecialType == SpecialType.System_String))
                {
                    CheckConfiguration(argument.Value, context);
                }

                break;
        }
    }

    /// <summary><c>options.Password = …</c>, <c>options.Password ??= …</c>, in an initializer too.</summary>
    public void Check(IAssignmentOperation assignment, OperationAnalysisContext context)
    {
        if (assignment.Target is not IPropertyReferenceOperation { Property: { } property })
        {
            return;
        }

        switch (property.Name)
        {
            case "Password" when _known.IsConfigurationOptions(property.ContainingType):
                CheckPassword(assignment.Value, assignment, context);
                break;

            case "Configuration" when property.ContainingType.Name is "RedisCacheOptions" or "RedisOutputCacheOptions" or "RedisPoolOptions":
                CheckConfiguration(assignment.Value, context);
                break;
        }
    }

    private void CheckPassword(IOperation value, IOperation use, OperationAnalysisContext context)
    {
        foreach (Alternative password in Alternatives.Of(value, _known.Sources, context.CancellationToken))
        {
            var text = WrittenText.Of(password.Value, _known.Sources, context.CancellationToken);
            if (ConfigurationText.IsSecret(text.Pattern))
            {
                Report(text.SyntaxAt(0) ?? password.Value.Syntax, use, context);
            }
        }
    }

    private void CheckConfiguration(IOperation value, OperationAnalysisContext context)
    {
        foreach (Alternative configuration in Alternatives.Of(value, _known.Sources, context.CancellationToken))
        {
            if (configuration.Value is IParameterReferenceOperation { Parameter: { HasExplicitDefaultValue: true, ExplicitDefaultValue: string usual } parameter }
                && ConfigurationText.PasswordIn(usual) >= 0
                && Default(parameter, context.CancellationToken) is { } literal)
            {
                Report(literal, value, context);
            }
            else
            {
                CheckText(configuration, context);
            }
        }
    }

    private void CheckText(Alternative configuration, OperationAnalysisContext context)
    {
        IOperation value = configuration.Value;
        ImmutableArray<IOperation> parts = BuiltUpText.PartsOf(value);
        WrittenText text = parts.IsEmpty
            ? WrittenText.Of(value, _known.Sources, context.CancellationToken)
            : WrittenText.Of(parts, _known.Sources, context.CancellationToken);
        int password = ConfigurationText.PasswordIn(text.Pattern);

        // What is there in case nothing is configured may be meant for the developer's own machine.
        if (password >= 0 && !(configuration.IsFallback && ConfigurationText.IsForThisMachine(text.Pattern)))
        {
            Report(text.SyntaxAt(password) ?? value.Syntax, value, context);
        }
        else if (password < 0)
        {
            CheckInserted(text, value, context);
        }
    }

    /// <summary><c>$"{host},password={configured ?? "…"}"</c></summary>
    private void CheckInserted(WrittenText text, IOperation value, OperationAnalysisContext context)
    {
        for (int hole = text.Pattern.IndexOf(WrittenText.Hole); hole >= 0; hole = text.Pattern.IndexOf(WrittenText.Hole, hole + 1))
        {
            if (ConfigurationText.IsPasswordAt(text.Pattern, hole)
                && text.SyntaxAt(hole) is { } inserted
                && value.SemanticModel is { } model
                && model.SyntaxTree == inserted.SyntaxTree
                && model.GetOperation(inserted, context.CancellationToken) is { } operation)
            {
                CheckPassword(operation, value, context);
            }
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

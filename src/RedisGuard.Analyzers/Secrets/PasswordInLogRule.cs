using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>
/// RG5003: the text of a configuration, with its password, given to a log, the console or an exception. What goes through
/// a method on its way may have been cleaned there, and is left alone.
/// </summary>
internal sealed class PasswordInLogRule
{
    private const int MaxSteps = 12;

    private readonly SecretKnowledge _known;
    private readonly ConcurrentDictionary<ISymbol, bool> _members = new(SymbolEqualityComparer.Default);
    private readonly KeptTexts _kept;

    public PasswordInLogRule(SecretKnowledge known)
    {
        _known = known;
        _kept = new KeptTexts(known);
    }

    public void Check(IInvocationOperation invocation, OperationAnalysisContext context)
    {
        if (LogCalls.Describe(invocation) is { } sink)
        {
            Check(invocation.Arguments, sink, context);
        }
    }

    public void Check(IObjectCreationOperation creation, OperationAnalysisContext context)
    {
        if (creation.Arguments.Length > 0 && creation.Type is { Name: { } name } && name.EndsWith("Exception", StringComparison.Ordinal))
        {
            Check(creation.Arguments, "an exception's text", context);
        }
    }

    private void Check(IEnumerable<IArgumentOperation> arguments, string sink, OperationAnalysisContext context)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (Secret(argument.Value, MaxSteps, context) is { } secret && !_known.IsExempt(argument, context.ContainingSymbol))
            {
                context.ReportDiagnostic(Report(secret, sink));
            }
        }
    }

    // A text that was made earlier, of more than the configuration, is cured where it is made, which is somewhere else.
    private static Diagnostic Report(IOperation secret, string sink)
    {
        (string name, string cure, bool isFixed) = secret switch
        {
            IInvocationOperation { TargetMethod.ContainingType.Name: "ConfigurationOptions" } =>
                ("The text of the ConfigurationOptions", "call 'ToString(includePassword: false)'", true),
            IPropertyReferenceOperation { Property: { Name: "Configuration", ContainingType: { } owner } } when owner.Name.EndsWith("ConnectionMultiplexer", StringComparison.Ordinal) =>
                ($"'{owner.Name}.Configuration'", "write 'ConfigurationOptions.Parse(…).ToString(includePassword: false)'", secret.Syntax is MemberAccessExpressionSyntax),
            ILocalReferenceOperation local when IsWhole(local) => ($"'{local.Local.Name}'", "write 'ConfigurationOptions.Parse(…).ToString(includePassword: false)'", true),
            { Type.SpecialType: SpecialType.System_String } =>
                ($"'{ShownCode.Of(secret.Syntax)}'", "make the text with 'ToString(includePassword: false)'", false),
            _ => ("The text of the ConfigurationOptions", "call 'ToString(includePassword: false)'", true),
        };
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        return Diagnostic.Create(
            Descriptors.PasswordInLog, secret.Syntax.GetLocation(), isFixed ? properties.Add(Fixes.Key, Fixes.HidePassword) : properties, name, sink, cure);
    }

    /// <summary>Tells whether a text is a whole configuration, which can be read again.</summary>
    private static bool IsWhole(ILocalReferenceOperation text)
        => text.OnlyValue()?.Unwrapped() is IInvocationOperation { TargetMethod: { Name: "ToString", ContainingType.Name: "ConfigurationOptions" } } or IPropertyReferenceOperation { Property.Name: "Configuration" };

    /// <summary>The part of a text that has the password in it.</summary>
    private IOperation? Secret(IOperation operation, int steps, OperationAnalysisContext context)
    {
        operation = operation.Unwrapped();
        if (steps == 0)
        {
            return null;
        }

        if (_known.IsConfigurationOptions(operation.Type))
        {
            return MayHavePassword(operation, steps, context) ? operation : null;
        }

        switch (operation)
        {
            case IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } instance } call when _known.IsConfigurationOptions(instance.Type):
                return call.Arguments.All(argument => argument.Value.ConstantValue is not { HasValue: true, Value: false }) && MayHavePassword(instance, steps, context) ? call : null;

            case IPropertyReferenceOperation { Property: { Name: "Configuration" } property, Instance: { } connection } when _known.IsOfLibrary(property) && _known.Symbols.IsConnection(property.ContainingType):
                return MayHavePassword(connection, steps, context) ? operation : null;

            // Most of what is logged is a name, a number, a time: no look through the method for how it came about.
            case ILocalReferenceOperation { Type: not ({ SpecialType: SpecialType.System_String or SpecialType.System_Object } or IArrayTypeSymbol or { Name: "FormattableString" or "StringBuilder" }) }:
                return null;

            case ILocalReferenceOperation local when local.OnlyValue() is { } value:
                return Secret(value, steps - 1, context) is null ? null : local;

            // text += options; builder.Append(options)
            case ILocalReferenceOperation or IInvocationOperation { TargetMethod: { Name: "ToString", ContainingType.Name: "StringBuilder" } }:
                return First(BuiltUpText.PartsOf(operation).Concat(GivenTo(operation, context)), steps, context) is null ? null : operation;

            // settings["redis"], of a dictionary that the function fills itself.
            case IPropertyReferenceOperation { Property.IsIndexer: true } entry when EntryTexts.Of(entry) is { IsEmpty: false } texts:
                return texts.All(text => Secret(text, steps - 1, context) is not null) ? operation : null;

            // A member of the same type that kept the text, whoever put it there.
            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: { Type.SpecialType: SpecialType.System_String, IsConst: false } kept }:
                return _kept.IsFilledWith(kept, value => Secret(value, steps - 1, context) is not null, context) ? operation : null;

            case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Property: { Type.SpecialType: SpecialType.System_String } kept }
                when _kept.IsFilledWith(kept, value => Secret(value, steps - 1, context) is not null, context):
                return operation;

            // One that does nothing but give the text.
            case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Property: { Type.SpecialType: SpecialType.System_String } own }:
                return IsSecret(own, steps, context) ? operation : null;

            case IInvocationOperation { Instance: null or IInstanceReferenceOperation, TargetMethod: { ReturnType.SpecialType: SpecialType.System_String, DeclaringSyntaxReferences.IsEmpty: false } own }:
                return IsSecret(own, steps, context) ? operation : null;

            case IInvocationOperation { TargetMethod: { ContainingType.SpecialType: SpecialType.System_String, Name: "Format" or "Concat" or "Join" } } call:
                return First(call.Arguments.Select(argument => argument.Value), steps, context);

            case IInterpolatedStringOperation or IInterpolationOperation or IConditionalOperation or ICoalesceOperation or IArrayCreationOperation or IArrayInitializerOperation:
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }:
                return First(operation.ChildOperations, steps, context);

            default:
                return null;
        }
    }

    /// <summary>What a variable is given here and there, where it isn't built up.</summary>
    private IEnumerable<IOperation> GivenTo(IOperation text, OperationAnalysisContext context)
        => text is ILocalReferenceOperation local
            ? Alternatives.Of(local, _known.Sources, context.CancellationToken).Select(given => given.Value).Where(value => value is not ILocalReferenceOperation)
            : Enumerable.Empty<IOperation>();

    /// <summary>Each member is looked into once, since a look costs a binding and a type logs the same few members over and over.</summary>
    private bool IsSecret(ISymbol member, int steps, OperationAnalysisContext context)
    {
        if (!SymbolEqualityComparer.Default.Equals(member.ContainingType, context.ContainingSymbol.ContainingType))
        {
            return false;
        }

        if (!_members.TryGetValue(member, out bool isSecret))
        {
            isSecret = _known.Sources.Returned(member, context.CancellationToken) is { } returned && Secret(returned, steps - 1, context) is not null;
            _members.TryAdd(member, isSecret);
        }

        return isSecret;
    }

    private IOperation? First(IEnumerable<IOperation> operations, int steps, OperationAnalysisContext context)
        => operations.Select(operation => Secret(operation, steps - 1, context)).FirstOrDefault(secret => secret is not null);

    /// <summary>False only where the whole configuration is in sight and has no password.</summary>
    private bool MayHavePassword(IOperation source, int steps, OperationAnalysisContext context)
    {
        source = source.Unwrapped();
        if (steps == 0)
        {
            return true;
        }

        return source switch
        {
            ILocalReferenceOperation local when MasksPassword(local) => false,
            ILocalReferenceOperation local when local.OnlyValue() is { } value => SetsPassword(local) || MayHavePassword(value, steps - 1, context),
            IAwaitOperation awaited => MayHavePassword(awaited.Operation, steps - 1, context),
            IInvocationOperation { TargetMethod: { Name: "Parse" or "Connect" or "ConnectAsync" } method, Arguments: { Length: > 0 } arguments } when _known.IsOfLibrary(method) =>
                _known.IsConfigurationOptions(arguments[0].Value.Type)
                    ? MayHavePassword(arguments[0].Value, steps - 1, context)
                    : WrittenText.Of(arguments[0].Value, _known.Sources, context.CancellationToken).Whole is not { } text || ConfigurationText.PasswordIn(text) >= 0,
            IObjectCreationOperation creation => creation.Initializer?.Initializers.Any(IsPassword) == true,
            _ => true,
        };
    }

    /// <summary><c>copy.Password = "***";</c>, and nothing else put there.</summary>
    private static bool MasksPassword(ILocalReferenceOperation options)
    {
        IOperation[] passwords = options.Root().Descendants().OfType<ISimpleAssignmentOperation>()
            .Where(assignment => assignment.Target is IPropertyReferenceOperation { Property.Name: "Password", Instance: ILocalReferenceOperation target }
                && SymbolEqualityComparer.Default.Equals(target.Local, options.Local))
            .Select(assignment => assignment.Value)
            .ToArray();
        return passwords.Length > 0 && passwords.All(IsMask);
    }

    private static bool IsMask(IOperation password)
        => password.Unwrapped() switch
        {
            IConditionalOperation { WhenFalse: { } otherwise } choice => IsMask(choice.WhenTrue) && IsMask(otherwise),
            { ConstantValue: { HasValue: true, Value: { } text } } => text is string mask && !ConfigurationText.IsSecret(mask),
            { ConstantValue.HasValue: true } => true,
            _ => false,
        };

    private static bool SetsPassword(ILocalReferenceOperation options)
        => options.Root().Descendants().Any(operation => IsPassword(operation)
            && operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: ILocalReferenceOperation target } }
            && SymbolEqualityComparer.Default.Equals(target.Local, options.Local))
            || options.Root().Descendants().Any(operation => operation is IArgumentOperation { Value: ILocalReferenceOperation given, Parent: IInvocationOperation { TargetMethod: { } method } }
                && SymbolEqualityComparer.Default.Equals(given.Local, options.Local)
                && method.DeclaringSyntaxReferences.Length > 0);

    private static bool IsPassword(IOperation operation)
        => operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Password" or "Defaults" } };
}

using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>RG4002: a script whose text has values written into it, so that each value is a script of its own.</summary>
internal sealed class GeneratedScriptRule : IHazardRule
{
    /// <summary><c>CommandFlags.NoScriptCache</c>: the text is neither kept nor loaded.</summary>
    private const int NoScriptCache = 512;

    public ImmutableArray<string> Names { get; } = ImmutableArray.Create(
        "ScriptEvaluate", "ScriptEvaluateAsync", "ScriptEvaluateReadOnly", "ScriptEvaluateReadOnlyAsync",
        "ScriptEvaluateResp", "ScriptEvaluateRespAsync", "ScriptEvaluateReadOnlyResp", "ScriptEvaluateReadOnlyRespAsync",
        "ScriptLoad", "ScriptLoadAsync", "Prepare");

    public Diagnostic? Check(HazardCall call)
        => call.Argument("script") is { Value: { Type.SpecialType: SpecialType.System_String } text }
            && !MayAvoidTheCache(call)
            && new GeneratedText(call.Known.Sources, call.CancellationToken).Is(text)
            // One text a process is one script, however it is made.
            && call.Known.Contexts.Of(call.Invocation, call.Member, call.CancellationToken).Frequency == OpeningFrequency.PerCall
                ? Diagnostic.Create(Descriptors.GeneratedScript, call.Invocation.Syntax.GetLocation(), call.Name)
                : null;

    /// <summary>Flags that can't be read get the benefit of the doubt.</summary>
    private static bool MayAvoidTheCache(HazardCall call)
        => call.Argument("flags") is { ArgumentKind: not Microsoft.CodeAnalysis.Operations.ArgumentKind.DefaultValue, Value: { } flags }
            && (flags.ConstantValue is not { HasValue: true, Value: { } value } || (Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) & NoScriptCache) != 0);
}

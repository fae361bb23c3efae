using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// <c>ConnectionMultiplexer.Connect(x)</c> becomes the <c>IConnectionMultiplexer</c> of the constructor, in a type that has its services
/// injected, of an application that registers one connection, to the same server. A second connection or pool would be one too many.
/// </summary>
internal sealed class InjectFix : Fix
{
    public InjectFix()
        : base(Fixes.Inject, "Inject the connection that the application registers")
    {
    }

    protected override bool Apply(TrackedEdit edit, FixContext context, bool awaiting)
    {
        Acquisition acquisition = context.Acquisition;
        if (awaiting
            || OwnUse.Surrounds(context)
            || acquisition.Method.Name is not ("Connect" or "ConnectAsync")
            || acquisition.Call.ArgumentList.Arguments is not [{ } configuration]
            || context.Model.Compilation.GetTypeByMetadataName("StackExchange.Redis.IConnectionMultiplexer") is not { } connection
            || Injection.Plan(acquisition.Call, connection, context) is not { } injection
            || !RegisteredConnection.LeadsWhere(configuration.Expression, context)
            || Disowning.Plan(context) is not { OtherOpenings.Length: 0 } disowning)
        {
            return false;
        }

        TypeSyntax? declaredType = disowning.DeclaresType(acquisition.Method.ContainingType, context) ? context.TypeReference(connection) : null;
        disowning.Apply(edit, acquisition.OuterValue, _ => injection.Value, declaredType);
        SpareLocal.Of(context)?.Replace(edit, injection.Value);
        injection.Apply(edit);
        edit.IsFileWide = true;
        return true;
    }
}

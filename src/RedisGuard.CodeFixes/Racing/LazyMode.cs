using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Racing;

/// <summary><c>new Lazy&lt;T&gt;(f, LazyThreadSafetyMode.PublicationOnly)</c> becomes <c>new Lazy&lt;T&gt;(f)</c>, whose default lets one caller in.</summary>
internal static class LazyMode
{
    public static bool TryApply(TrackedEdit edit, SiteContext context)
    {
        if (Factory.ArgumentAt(context.Site) is not { Parent: ArgumentListSyntax { Parent: BaseObjectCreationExpressionSyntax creation } arguments }
            || context.Model.GetTypeInfo(creation, context.CancellationToken).Type is not { Name: "Lazy" }
            || arguments.Arguments.FirstOrDefault(argument => IsMode(argument, context)) is not { } mode
            || !Patience.TryGive(edit, arguments, context))
        {
            return false;
        }

        int index = arguments.Arguments.IndexOf(mode);
        edit.Replace(arguments, current => current.WithArguments(current.Arguments.RemoveAt(index)));
        return true;
    }

    private static bool IsMode(ArgumentSyntax argument, SiteContext context) =>
        !argument.Expression.DescendantTrivia().Any(Layout.IsComment)
        && context.Model.GetTypeInfo(argument.Expression, context.CancellationToken).Type is { } type
        && (type.Name == "LazyThreadSafetyMode" || type.SpecialType == SpecialType.System_Boolean);
}

using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Editor.Tests.LightBulbs;

/// <summary>
/// The service that editors ask for the choices of a light bulb. It is not public, so it is reached by reflection: what it loads from the
/// package, and what it leaves out, is what a user meets.
/// </summary>
internal sealed class LightBulb
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly object _service;
    private readonly MethodInfo _stream;

    public LightBulb(MefHostServices host)
    {
        var contract = Type.GetType("Microsoft.CodeAnalysis.CodeFixes.ICodeFixService, Microsoft.CodeAnalysis.Features", throwOnError: true)!;
        var exports = typeof(MefHostServices).GetMethods(Any).Single(method => method.Name.EndsWith("GetExports", StringComparison.Ordinal) && method.GetGenericArguments().Length == 1);
        object found = ((IEnumerable)exports.MakeGenericMethod(contract).Invoke(host, null)!).Cast<object>().Single();
        _service = found.GetType().GetProperty("Value")!.GetValue(found)!;
        _stream = contract.GetMethod("StreamFixesAsync") ?? throw new InvalidOperationException("The light bulb's service has another form in this version of Roslyn.");
    }

    /// <summary>RedisGuard's choices at a place, in the order they are shown.</summary>
    public async Task<IReadOnlyList<CodeAction>> ChoicesAtAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        object?[] arguments =
        [
            .. _stream.GetParameters().Select(parameter =>
                parameter.ParameterType.IsInstanceOfType(document) ? document
                : parameter.ParameterType == typeof(TextSpan) ? span
                : parameter.ParameterType == typeof(CancellationToken) ? cancellationToken
                : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : (object?)null),
        ];
        var choices = new List<CodeAction>();
        await foreach (object collection in ((IAsyncEnumerable<object>)_stream.Invoke(_service, arguments)!).WithCancellation(cancellationToken))
        {
            foreach (object fix in (IEnumerable)Member(collection, "Fixes"))
            {
                bool isOurs = ((IEnumerable<Diagnostic>)Member(fix, "Diagnostics")).Any(diagnostic => diagnostic.Id.StartsWith("RG", StringComparison.Ordinal));
                var action = (CodeAction)Member(fix, "Action");
                if (isOurs && !action.Title.StartsWith("Suppress", StringComparison.Ordinal) && action.EquivalenceKey is not null && action.NestedActions.IsEmpty)
                {
                    choices.Add(action);
                }
            }
        }

        return choices;
    }

    private static object Member(object of, string name) =>
        of.GetType().GetProperty(name, Any)?.GetValue(of) ?? of.GetType().GetField(name, Any)!.GetValue(of)!;
}

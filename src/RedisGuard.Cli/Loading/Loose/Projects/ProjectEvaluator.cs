using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RedisGuard.Cli.Loading.Loose.Projects.Sdk;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>
/// Evaluates project files without running anything of them: with the MSBuild of an installed SDK, or where there is none, or it can't,
/// with the small reader.
/// </summary>
/// <param name="withSdk">False for the small reader alone.</param>
internal sealed class ProjectEvaluator(bool withSdk = true) : IDisposable
{
    private readonly Lazy<IDisposable?> _sdk = new(() => withSdk && SdkMSBuild.Folder is not null ? Create() : null);

    public IEvaluatedProject Evaluate(string project, ImmutableDictionary<string, string> properties) =>
        (_sdk.Value is { } sdk ? Evaluate(sdk, project, properties) : null) ?? ProjectEvaluation.Of(project, properties);

    public void Dispose()
    {
        if (_sdk.IsValueCreated)
        {
            _sdk.Value?.Dispose();
        }
    }

    // Methods of their own, and no field of their type: where there is no SDK, nothing may ask for MSBuild's types.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Performance", "CA1859", Justification = "The caller must not know the type.")]
    private static IDisposable Create() => new SdkEvaluator();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IEvaluatedProject? Evaluate(IDisposable sdk, string project, ImmutableDictionary<string, string> properties) =>
        ((SdkEvaluator)sdk).TryEvaluate(project, properties);
}

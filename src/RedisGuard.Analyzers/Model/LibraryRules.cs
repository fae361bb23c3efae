using System;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Model;

/// <summary>
/// The rules that StackExchange.Redis brings itself. From 3.1.23 on it brings SER305, an error on a wait around a command that is
/// only queued, and SER307, a warning on a blocking wait around any other. One fault, one report; but a report there must
/// be, where the library is older or its rules don't run.
/// </summary>
internal sealed class LibraryRules
{
    private static readonly Version s_firstWithWaits = new(3, 1, 23);

    private readonly LibraryRulesRun _run;
    private readonly Lazy<bool> _exist;

    public LibraryRules(IAssemblySymbol library, ProjectOptions options)
    {
        _run = options.LibraryRulesRun;
        _exist = new Lazy<bool>(() => VersionOf(library) >= s_firstWithWaits);
    }

    /// <summary>SER305: a wait that never ends is worth a report wherever somebody looks.</summary>
    public bool ReportQueuedWaits => _run == LibraryRulesRun.Here && _exist.Value;

    /// <summary>SER307: a remark is made once, and the builds make it.</summary>
    public bool ReportBlockingWaits => _run != LibraryRulesRun.Nowhere && _exist.Value;

    private static Version VersionOf(IAssemblySymbol library)
    {
        foreach (AttributeData attribute in library.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "AssemblyFileVersionAttribute"
                && attribute.ConstructorArguments.Length == 1
                && attribute.ConstructorArguments[0].Value is string text
                && Version.TryParse(text, out Version? version))
            {
                return version;
            }
        }

        return library.Identity.Version;
    }
}

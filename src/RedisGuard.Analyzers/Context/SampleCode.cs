using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Context;

/// <summary>Tells samples by the folder they lie in and by the name of their assembly.</summary>
internal static class SampleCode
{
    private static readonly char[] s_folderSeparators = ['/', '\\'];
    private static readonly char[] s_wordSeparators = ['.', '-', '_'];

    private static readonly ImmutableHashSet<string> s_names = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "sample", "samples", "example", "examples", "demo", "demos", "tutorial", "tutorials", "snippets", "playground", "sandbox");

    public static bool Contains(SyntaxTree tree, Compilation compilation)
        => Any((compilation.AssemblyName ?? string.Empty).Split(s_wordSeparators)) || Any(FolderOf(tree.FilePath).Split(s_folderSeparators));

    private static string FolderOf(string path)
    {
        int end = path.LastIndexOfAny(s_folderSeparators);
        return end < 0 ? string.Empty : path.Substring(0, end);
    }

    private static bool Any(string[] names)
    {
        foreach (string name in names)
        {
            if (s_names.Contains(name))
            {
                return true;
            }
        }

        return false;
    }
}

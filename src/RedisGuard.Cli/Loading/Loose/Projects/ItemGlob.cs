using Microsoft.Extensions.FileSystemGlobbing;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>A path or pattern of an item, relative to the project's folder.</summary>
internal sealed class ItemGlob
{
    private readonly string _folder;
    private readonly string _pattern;
    private readonly bool _isPattern;

    public ItemGlob(string projectFolder, string path)
    {
        // The globbing library takes no absolute patterns: what stands before the first wildcard becomes the folder.
        var parts = ProjectPaths.Normalise(path).Split(Path.DirectorySeparatorChar);
        var plain = parts.TakeWhile(part => !part.Contains('*', StringComparison.Ordinal) && !part.Contains('?', StringComparison.Ordinal)).ToArray();
        _isPattern = plain.Length < parts.Length;
        _pattern = string.Join('/', parts.Skip(plain.Length));
        _folder = ProjectPaths.Combine(projectFolder, string.Join(Path.DirectorySeparatorChar, plain));
    }

    /// <summary>The files that are there.</summary>
    public IEnumerable<string> Files()
    {
        if (!_isPattern)
        {
            return File.Exists(_folder) ? [_folder] : [];
        }

        return Directory.Exists(_folder) ? Matching(SourceFolder.Files(_folder)) : [];
    }

    /// <summary>Those of the files that it stands for.</summary>
    public IEnumerable<string> Matching(IEnumerable<string> files)
    {
        if (!_isPattern)
        {
            return files.Where(file => file == _folder);
        }

        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase).AddInclude(_pattern);
        return files.Where(file => matcher.Match(_folder, file).HasMatches);
    }
}

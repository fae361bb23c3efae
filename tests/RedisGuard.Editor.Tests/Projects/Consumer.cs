namespace RedisGuard.Editor.Tests.Projects;

/// <summary>A project of somebody who installed a package: what it is made of, and its files. Each file with a fault has exactly one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Head">The lines of its project file: SDK, properties, packages.</param>
/// <param name="Files">Its files by their names.</param>
internal sealed record Consumer(string Name, string Head, IReadOnlyDictionary<string, string> Files);

namespace RedisGuard.CodeFixes.Tests.Pictures;

/// <summary>A piece of a line in one colour.</summary>
/// <param name="Column">Where it begins.</param>
/// <param name="Text">The text.</param>
/// <param name="Kind">What the compiler takes it for.</param>
internal sealed record ColoredText(int Column, string Text, CodeKind Kind);

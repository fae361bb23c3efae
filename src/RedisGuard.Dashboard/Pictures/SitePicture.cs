namespace RedisGuard.Dashboard.Pictures;

/// <summary>A line of code.</summary>
// Text: The file's name and the line.
// Path: The whole path; empty for an unknown line.
internal sealed record SitePicture(string Text, string Path, string Member);

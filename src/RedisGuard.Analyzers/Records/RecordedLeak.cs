using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Records;

/// <summary>One entry of redisguard.leaks.json.</summary>
/// <param name="Verdict">How it went wrong: <c>leaked</c> or <c>churn</c>.</param>
/// <param name="Member">Namespace, type and member.</param>
/// <param name="Call">Type and method of what the member called.</param>
/// <param name="Nth">Which of the member's calls of that name, from 1; 0 when nobody looked.</param>
/// <param name="Text">A hash of the line without its blanks; null when nobody looked.</param>
/// <param name="Path">The end of the file's path; null when not known.</param>
/// <param name="Line">Where the call was, from 1.</param>
/// <param name="Count">How often, rounded.</param>
/// <param name="Processes">In how many processes, rounded.</param>
/// <param name="LastSeen">The day.</param>
/// <param name="Builds">The builds it was seen in, each <c>assembly@commit</c> or <c>assembly#id</c>.</param>
internal sealed record RecordedLeak(
    string Verdict, string Member, string Call, int Nth, string? Text, string? Path, int Line, long Count, long Processes, DateTime LastSeen, ImmutableArray<string> Builds)
{
    /// <summary>The member's own name, behind the last dot; a constructor's has a dot of its own.</summary>
    public string MemberName => Member.EndsWith(".ctor", StringComparison.Ordinal) || Member.EndsWith(".cctor", StringComparison.Ordinal)
        ? Member.Substring(Member.LastIndexOf('.'))
        : Member.Substring(Member.LastIndexOf('.') + 1);

    /// <summary>Whether it was not seen for a month in which others were: the code may have been mended since.</summary>
    public bool IsStale { get; init; }

    /// <summary>In words: «36 times in 4 processes, last on 2026-11-28 in Shop@3f2a».</summary>
    public string Seen
    {
        get
        {
            string times = Count == 1 ? "once" : Count.ToString(CultureInfo.InvariantCulture) + " times";
            string processes = Processes == 1 ? "1 process" : Processes.ToString(CultureInfo.InvariantCulture) + " processes";
            string build = Builds.IsEmpty ? "" : " in " + Builds[Builds.Length - 1];
            return $"{times} in {processes}, last on {LastSeen.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{build}";
        }
    }

    /// <summary>What happened to it, as in «the connection <i>was lost without being closed</i>».</summary>
    public string Happened => Verdict == "churn" ? "was opened and closed again and again" : "was lost without being closed";

    /// <summary>Whether the member's file is the one that was recorded.</summary>
    public bool IsIn(ISymbol member) => Path is { } path && member.DeclaringSyntaxReferences.Any(place => RecordedCall.EndsAlike(place.SyntaxTree.FilePath, path));

    /// <summary>Whether every build that it was seen in is one of this assembly.</summary>
    public bool IsOf(string? assembly) => assembly is not null && !Builds.IsEmpty && Builds.All(
        build => build.Length > assembly.Length && build.StartsWith(assembly, StringComparison.Ordinal) && build[assembly.Length] is '@' or '#');
}

using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Connections;

/// <summary>Answer of a rule about an opening: a fault, nothing, or that only the end of the compilation tells.</summary>
internal readonly record struct Finding
{
    private Finding(Diagnostic? diagnostic, bool isLater) => (Diagnostic, IsLater) = (diagnostic, isLater);

    /// <summary>No fault of the rule's kind.</summary>
    public static Finding None => default;

    /// <summary>Depends on other types: the opening is to be checked once more at the end of the compilation.</summary>
    public static Finding Later { get; } = new(null, isLater: true);

    /// <summary>The fault; null where there is none, or none yet.</summary>
    public Diagnostic? Diagnostic { get; }

    public bool IsLater { get; }

    public bool IsNone => Diagnostic is null && !IsLater;

    public static implicit operator Finding(Diagnostic? diagnostic) => new(diagnostic, isLater: false);
}

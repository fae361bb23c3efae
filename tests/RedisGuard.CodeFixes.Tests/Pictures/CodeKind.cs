namespace RedisGuard.CodeFixes.Tests.Pictures;

/// <summary>Kinds of code that an editor colours.</summary>
internal enum CodeKind
{
    /// <summary>Operators, variables, all the rest.</summary>
    Plain,

    /// <summary>A word of the language.</summary>
    Keyword,

    /// <summary>A type's name.</summary>
    TypeName,

    /// <summary>A method's name.</summary>
    Method,

    /// <summary>A text or a number.</summary>
    Literal,

    /// <summary>A comment.</summary>
    Comment,
}

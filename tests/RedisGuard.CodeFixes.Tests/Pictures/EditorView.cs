namespace RedisGuard.CodeFixes.Tests.Pictures;

/// <summary>View that an editor gives of one fault.</summary>
/// <param name="FileName">The file's name.</param>
/// <param name="Lines">Its lines, in pieces of one colour.</param>
/// <param name="FlaggedLine">The line that the fault is on, counted from 0.</param>
/// <param name="FlaggedColumn">Where the squiggle begins.</param>
/// <param name="FlaggedLength">How long it is, in characters.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="Message">What it says.</param>
/// <param name="Choices">The light bulb's choices.</param>
/// <param name="Preview">What the first one changes: a sign and a line.</param>
internal sealed record EditorView(
    string FileName,
    IReadOnlyList<IReadOnlyList<ColoredText>> Lines,
    int FlaggedLine,
    int FlaggedColumn,
    int FlaggedLength,
    string RuleId,
    string Message,
    IReadOnlyList<string> Choices,
    IReadOnlyList<(char Sign, string Text)> Preview);

namespace RedisGuard.Watch.Arming;

/// <summary>The end of the watch after an exception of its own: it says so once, and the program goes on unwatched.</summary>
internal static class Failure
{
    private static int s_said;

    /// <summary>The file in which the tool reads what the watch could not see; <see langword="null"/> without a tool.</summary>
    public static string? ToldIn { get; set; }

    /// <summary>Why the watch is off, or <see langword="null"/>.</summary>
    public static string? Reason { get; private set; }

    /// <summary>Whether a hook may still do its work.</summary>
    public static bool IsOff => Volatile.Read(ref s_said) != 0;

    public static void Disarm(Exception exception)
    {
        if (Interlocked.Exchange(ref s_said, 1) != 0)
        {
            return;
        }

        var cause = exception.GetBaseException();
        Reason = $"{cause.GetType().Name}: {cause.Message}";
        Tell($"The watch is off, the program went on without it. {Reason}");
        try
        {
            Console.Error.WriteLine($"RedisGuard: the watch is off, the program goes on without it. {Reason.ReplaceLineEndings(" ")}");
        }
#pragma warning disable CA1031 // Standard error may be closed: there is nobody left to tell.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>Tells the tool what can't be seen. The program doesn't notice.</summary>
    public static void Tell(string note)
    {
        if (ToldIn is not { } file)
        {
            return;
        }

        try
        {
            File.AppendAllText(file, $"{AppDomain.CurrentDomain.FriendlyName}: {note.ReplaceLineEndings(" ")}{Environment.NewLine}");
        }
#pragma warning disable CA1031 // A full disk, a folder that is gone.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}

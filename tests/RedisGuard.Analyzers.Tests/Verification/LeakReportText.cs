using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Verification;

/// <summary>A redisguard.leaks.json that a compilation is given.</summary>
internal sealed class LeakReportText(string json) : AdditionalText
{
    public override string Path => "redisguard.leaks.json";

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(json);
}

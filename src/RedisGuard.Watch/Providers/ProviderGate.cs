using System.Net;
using RedisGuard.Watch.Sites;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace RedisGuard.Watch.Providers;

/// <summary>
/// Answers the library's search for a configuration's defaults. The library asks its list of providers, each about every end
/// point, on the stack of whoever opens a connection: the first of ours writes the end points down, the second finds the line
/// and the defaults that would have been, the one chosen says yes, and the last sees to it that nothing is left over.
/// </summary>
internal static class ProviderGate
{
    // Each is asked twice at each Connect: few are cheap. New ones come before the last is taken, as those that come during a search
    // aren't in it.
    private const int SlotsAtOnce = 8;
    private const int SlotsAhead = 4;

    private static readonly object s_gate = new();
    private static readonly Dictionary<(CallSite Site, DefaultOptionsProvider? Inner), ForwardingProvider> s_bound = [];
    private static readonly Queue<ForwardingProvider> s_free = new();

    [ThreadStatic]
    private static Search? t_search;

    private static bool s_nameSites;

    /// <summary>Takes its place before all providers that there are.</summary>
    public static void Open(bool nameSites)
    {
        s_nameSites = nameSites;
        DefaultOptionsProvider.AddProvider(new Last());
        AddSlots();
    }

    public static bool IsChosen(ForwardingProvider provider)
    {
        if (t_search is not { } search || !ReferenceEquals(search.Chosen, provider))
        {
            return false;
        }

        t_search = null;
        return true;
    }

    // In front of the older ones: whoever was put in front last is asked first.
    private static void AddSlots()
    {
        for (var slot = 0; slot < SlotsAtOnce; slot++)
        {
            var provider = ForwardingType.Create();
            DefaultOptionsProvider.AddProvider(provider);
            s_free.Enqueue(provider);
        }

        DefaultOptionsProvider.AddProvider(new Second());
        DefaultOptionsProvider.AddProvider(new First());
    }

    private static ForwardingProvider? Choose(EndPointCollection endPoints)
    {
        var site = ConnectionWatch.Opening() ?? CallSite.Unknown;
        var displaced = DefaultOptionsProvider.GetProvider(endPoints);
        // A new one for each who asks is the library's way of saying that nobody matched.
        var key = (site, displaced.GetType() == typeof(DefaultOptionsProvider) ? null : displaced);
        lock (s_gate)
        {
            if (s_bound.TryGetValue(key, out var known))
            {
                return known;
            }

            if (s_free.Count <= SlotsAhead)
            {
                AddSlots();
            }

            // One that was added just now may not be in the search that is under way. A connection that gets such a one is met by the
            // look at all that live, its line's next by its line.
            var provider = s_free.Dequeue();
            provider.Bind(displaced, s_nameSites && site.Member.Length > 0 ? ClientName.Of(site) : null);
            return s_bound[key] = provider;
        }
    }

    private sealed class Search
    {
        public EndPointCollection EndPoints { get; } = [];

        public bool IsOver { get; set; }

        public ForwardingProvider? Chosen { get; set; }
    }

    /// <summary>Writes down what is asked about; is asked about all of it before the next provider is asked.</summary>
    private sealed class First : DefaultOptionsProvider
    {
        public override bool IsMatch(EndPoint endpoint)
        {
            if (!Arming.Failure.IsOff && t_search is not { IsOver: true })
            {
                (t_search ??= new Search()).EndPoints.Add(endpoint);
            }

            return false;
        }
    }

    private sealed class Second : DefaultOptionsProvider
    {
        public override bool IsMatch(EndPoint endpoint)
        {
            if (t_search is { IsOver: false } search)
            {
                // From here on ours say no: the search for the displaced defaults goes past them.
                search.IsOver = true;
                try
                {
                    search.Chosen = Choose(search.EndPoints);
                }
#pragma warning disable CA1031 // The program is opening a connection: it must not notice.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    Arming.Failure.Disarm(e);
                }
                finally
                {
                    // The search for the displaced defaults went past the last of ours, too.
                    t_search = search;
                }
            }

            return false;
        }
    }

    private sealed class Last : DefaultOptionsProvider
    {
        public override bool IsMatch(EndPoint endpoint)
        {
            t_search = null;
            return false;
        }
    }
}

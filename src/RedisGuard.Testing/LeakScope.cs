using RedisGuard.Watch;

namespace RedisGuard.Testing;

/// <summary>
/// A block of code that has to close what it opens: connections, leases, subscriptions, dedicated connections. Exact: what it
/// opened is told by the asynchronous flow, whether it is closed by looking at it. Scopes in parallel don't blame each other.
/// </summary>
/// <remarks>Thread-safe. A scope inside another one answers for itself and for the outer one.</remarks>
public sealed class LeakScope : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly object _gate = new();
    private readonly List<OpenedInScope> _opened = [];
    private readonly LeakScopeOptions _options;
    private readonly LeakScope? _outer;
    private readonly int _unattributedBefore;
    private readonly int _unmetBefore;
    private bool _isOver;

    private LeakScope(LeakScopeOptions? options)
    {
        ScopeWitness.Listen();
        _options = options ?? new LeakScopeOptions();
        _outer = ConnectionWatch.Scope as LeakScope;
        _unattributedBefore = ScopeWitness.Unattributed;
        _unmetBefore = ScopeWitness.FindUnmet();
    }

    /// <summary>
    /// Starts the watch before the first scope does: connections whose <c>ConfigurationOptions</c> looked up their defaults before
    /// the watch was there are not seen. The package calls it when a C# test assembly is loaded; call it first of all elsewhere.
    /// </summary>
    /// <returns>Whether the watch can see connections in this process. Where it can't, every scope throws.</returns>
    public static bool TryArm() => ScopeWitness.TryListen();

    /// <summary>Runs code and then looks whether it closed all that it opened.</summary>
    /// <param name="body">The code. What it throws is thrown on; then nothing else is looked at.</param>
    /// <returns>A task that completes when everything was found to be closed.</returns>
    /// <exception cref="LeakFoundException">Something is open.</exception>
    /// <exception cref="InvalidOperationException">The watch can't see connections in this process.</exception>
    public static Task RunAsync(Func<Task> body) => RunAsync(body, options: null);

    /// <summary>Runs code and then looks whether it closed all that it opened.</summary>
    /// <param name="body">The code. What it throws is thrown on; then nothing else is looked at.</param>
    /// <param name="options">What to let pass; <see langword="null"/> for nothing.</param>
    /// <returns>A task that completes when everything was found to be closed.</returns>
    /// <exception cref="LeakFoundException">Something is open.</exception>
    /// <exception cref="InvalidOperationException">The watch can't see connections in this process.</exception>
    public static async Task RunAsync(Func<Task> body, LeakScopeOptions? options)
    {
        ArgumentNullException.ThrowIfNull(body);
        var scope = new LeakScope(options);
        // A thread of its own begins and ends the flow: no local of the body is left on this stack when it is looked at.
        await Task.Run(() => scope.InsideAsync(body)).ConfigureAwait(false);
        scope.Dispose();
        await scope.LookAsync().ConfigureAwait(false);
    }

    /// <summary>As <see cref="RunAsync(Func{Task}, LeakScopeOptions?)"/>, for code that doesn't wait.</summary>
    /// <param name="body">The code.</param>
    /// <returns>A task that completes when everything was found to be closed.</returns>
    /// <exception cref="LeakFoundException">Something is open.</exception>
    /// <exception cref="InvalidOperationException">The watch can't see connections in this process.</exception>
    public static Task RunAsync(Action body) => RunAsync(body, options: null);

    /// <summary>As <see cref="RunAsync(Func{Task}, LeakScopeOptions?)"/>, for code that doesn't wait.</summary>
    /// <param name="body">The code.</param>
    /// <param name="options">What to let pass; <see langword="null"/> for nothing.</param>
    /// <returns>A task that completes when everything was found to be closed.</returns>
    /// <exception cref="LeakFoundException">Something is open.</exception>
    /// <exception cref="InvalidOperationException">The watch can't see connections in this process.</exception>
    public static Task RunAsync(Action body, LeakScopeOptions? options)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RunAsync(
            () =>
            {
                body();
                return Task.CompletedTask;
            },
            options);
    }

    /// <summary>
    /// Begins a scope here, for what can't be written as a delegate: <c>using var leaks = LeakScope.Start(); …; await
    /// leaks.VerifyAsync();</c> It ends with <see cref="VerifyAsync"/> or <see cref="Dispose"/>. Locals of the method that began
    /// it may hold what they opened, so that a dropped connection can be called held.
    /// </summary>
    /// <param name="options">What to let pass; <see langword="null"/> for nothing.</param>
    /// <returns>The scope. It is that of everything that this method and what it calls do from here on.</returns>
    /// <exception cref="InvalidOperationException">The watch can't see connections in this process.</exception>
    public static LeakScope Start(LeakScopeOptions? options = null)
    {
        var scope = new LeakScope(options);
        ConnectionWatch.Scope = scope;
        return scope;
    }

    /// <summary>Ends the scope and looks whether all that it opened is closed.</summary>
    /// <returns>A task that completes when everything was found to be closed.</returns>
    /// <exception cref="LeakFoundException">Something is open.</exception>
    /// <exception cref="InvalidOperationException">
    /// The scope could not see: it was begun in a method that had returned before what it should look at, or connections were
    /// opened past the watch and are still open.
    /// </exception>
    public Task VerifyAsync()
    {
        if (!IsOfThisFlow())
        {
            throw new InvalidOperationException(
                "The scope saw nothing: it ends in another flow than it began in. LeakScope.Start was called in an asynchronous method that has returned since. Call it in the test itself, or use LeakScope.RunAsync.");
        }

        Dispose();
        return LookAsync();
    }

    /// <summary>Ends the scope without looking.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        if (ReferenceEquals(ConnectionWatch.Scope, this))
        {
            ConnectionWatch.Scope = _outer;
        }
    }

    internal void Add(OpenedInScope opened)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            lock (scope._gate)
            {
                if (!scope._isOver && scope._options.Track.HasFlag(opened.Kind))
                {
                    scope._opened.Add(opened);
                }
            }
        }
    }

    private bool IsOfThisFlow()
    {
        var scope = ConnectionWatch.Scope as LeakScope;
        while (scope is not null && !ReferenceEquals(scope, this))
        {
            scope = scope._outer;
        }

        return scope is not null || _isOver;
    }

    private async Task LookAsync()
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var open = StillOpen();
            var unmet = UnmetAndOpen();
            if (open.Count == 0 && unmet == 0)
            {
                return;
            }

            // What is only held may be closed at any moment; what is dropped never will be.
            var isOver = waited.Elapsed >= _options.Settle;
            if (open.Count > 0 && (isOver || open.TrueForAll(static found => found.State == OpenState.Dropped)))
            {
                throw new LeakFoundException(Describe(open), ScopeWitness.Unattributed - _unattributedBefore);
            }

            if (isOver)
            {
                throw new InvalidOperationException(
                    $"The watch can't see who opened {unmet} of the connections that are open at the end of this scope. Their ConfigurationOptions looked up their defaults before the watch was there, or have Defaults of their own. Call LeakScope.TryArm before anything is connected, or leave them out with Track.");
            }

            await Task.Delay(s_look).ConfigureAwait(false);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private int UnmetAndOpen() => _options.Track.HasFlag(LeakKinds.Connections) && !_options.Allow.Contains("") ? ScopeWitness.UnmetAndOpen(_unmetBefore) : 0;

    private async Task InsideAsync(Func<Task> body)
    {
        ConnectionWatch.Scope = this;
        await body().ConfigureAwait(false);
    }

    private List<(OpenedInScope Opened, OpenState State)> StillOpen()
    {
        lock (_gate)
        {
            return
            [
                .. _opened.Where(opened => !opened.IsAllowed(_options.Allow))
                    .Select(static opened => (opened, State: opened.State()))
                    .Where(static found => found.State != OpenState.Closed),
            ];
        }
    }

    private List<FoundLeak> Describe(List<(OpenedInScope Opened, OpenState State)> open)
    {
        lock (_gate)
        {
            return
            [
                .. open.GroupBy(static found => (found.Opened.Kind, found.Opened.Member, found.Opened.FilePath, found.Opened.Line))
                    .Select(line => new FoundLeak(
                        line.Key.Kind,
                        line.Key.Member,
                        line.Key.FilePath,
                        line.Key.Line,
                        _opened.Count(opened => (opened.Kind, opened.Member, opened.FilePath, opened.Line) == line.Key),
                        line.Count(static found => found.State == OpenState.Dropped),
                        line.Count(static found => found.State == OpenState.Held)))
                    .OrderByDescending(static leak => leak.Dropped + leak.Held),
            ];
        }
    }
}

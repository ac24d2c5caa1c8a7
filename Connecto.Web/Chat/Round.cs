namespace Connecto.Web.Chat;

/// <summary>What is done every so often, and at once when it is asked for. What is asked for during a round makes one more.</summary>
internal abstract class Round(TimeProvider time) : BackgroundService
{
    private readonly SemaphoreSlim _asked = new(0, 1);

    /// <summary>Has a round begin now, or after the one that is under way.</summary>
    public void RunSoon()
    {
        try
        {
            _asked.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been asked for.
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _asked.Dispose();
    }

    /// <summary>One round; answers when the next one is due.</summary>
    protected abstract Task<TimeSpan> RunAsync(CancellationToken stoppingToken);

    /// <summary>How long after the start the first one is due.</summary>
    protected abstract TimeSpan First { get; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var asked = _asked.WaitAsync(stoppingToken);
        for (var pause = First; ; pause = await RunAsync(stoppingToken))
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(asked, Task.Delay(pause, time, over.Token));
            await over.CancelAsync();
            stoppingToken.ThrowIfCancellationRequested();
            if (asked.IsCompleted)
            {
                asked = _asked.WaitAsync(stoppingToken);
            }
        }
    }
}

namespace Connecto.Bench.Processes;

/// <summary>Awaits that a server says at <c>/health/ready</c> that it can be used.</summary>
public static class ReadyServer
{
    private static readonly TimeSpan s_answersWithin = TimeSpan.FromSeconds(5);

    /// <summary>Returns as soon as it says so.</summary>
    /// <param name="server">Its base address.</param>
    /// <param name="name">What it is called when it does not.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="ended">Its last words once it has ended for good, null before; without this it may start again.</param>
    /// <exception cref="TimeoutException">It did not within 3 minutes, or it has ended.</exception>
    public static async Task AwaitAsync(
        Uri server,
        string name,
        CancellationToken cancellation,
        Func<string?>? ended = null
    )
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = s_answersWithin };
        await Eventually.Holds(
            () =>
                ended?.Invoke() is { } lastWords
                    ? throw new TimeoutException(lastWords)
                    : IsReadyAsync(http, cancellation),
            $"{name} to be ready",
            cancellation
        );
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }
}

using System.Text;

namespace Connecto.Bench.Load;

/// <summary>A client that subscribes and then reads its socket no more, while it goes on telling the server that it lives.</summary>
internal sealed class StalledReader : IAsyncDisposable
{
    private static readonly byte[] Ping = Encoding.UTF8.GetBytes("""{"type":6}""" + "\u001e");
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    private readonly HubSocket _hub;
    private readonly ITimer _keepAlive;

    private StalledReader(HubSocket hub)
    {
        _hub = hub;
        _keepAlive = TimeProvider.System.CreateTimer(_ => KeepAlive(), null, Beat, Beat);
    }

    /// <summary>Connects, subscribes, and stops reading.</summary>
    public static async Task<StalledReader> OpenAsync(Uri server, string accessToken, string planetId)
    {
        var subscribed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HubSocket? hub = null;
        hub = await HubSocket.OpenAsync(server, accessToken, Take);
        hub.Write(
            Encoding.UTF8.GetBytes(
                $$"""{"type":1,"invocationId":"s","target":"Subscribe","arguments":[[{"planetId":"{{planetId}}"}]]}"""
                    + "\u001e"
            )
        );
        hub.Flush();
        await subscribed.Task;
        return new StalledReader(hub);

        void Take(HubRecord record)
        {
            if (record.Type == HubRecord.Completion)
            {
                hub!.Stall();
                subscribed.TrySetResult();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _keepAlive.DisposeAsync();
        await _hub.DisposeAsync();
    }

    private void KeepAlive()
    {
        _hub.Write(Ping);
        _hub.Flush();
    }
}

using System.Diagnostics;
using System.Text.Json;
using Connecto.Bench.Clients;

namespace Connecto.Bench.Away;

/// <summary>A client's hub connection that is opened again when it has ended; calls are told to a meter.</summary>
internal sealed class AwaySocket(Uri server, ChatUser user) : IAsyncDisposable
{
    /// <summary>How a call failed that had no answer.</summary>
    public const string Lost = "connection lost",
        NoAnswer = "no answer";

    private readonly SemaphoreSlim _opening = new(1);
    private ChatSocket? _socket;

    /// <summary>How often it was opened.</summary>
    public int Openings { get; private set; }

    /// <summary>Opens it where it is not open.</summary>
    /// <exception cref="IOException">The server takes no connection now.</exception>
    public async Task<ChatSocket> OpenAsync()
    {
        await _opening.WaitAsync();
        try
        {
            if (_socket is null || _socket.Ended.IsCompleted)
            {
                if (_socket is not null)
                {
                    await _socket.DisposeAsync();
                }
                _socket = null;
                _socket = await ChatSocket.ConnectAsync(server, user.Token, (_, _) => { }, CancellationToken.None);
                Openings++;
            }
            return _socket;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Calls the hub; answers whether it was accepted.</summary>
    public async Task<bool> CallAsync(string method, object argument, Action<JsonElement> take, AwayMeter meter)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var socket = await OpenAsync();
            await socket.CallAsync(
                method,
                argument,
                result =>
                {
                    take(result);
                    return true;
                }
            );
            meter.Accepted(started);
            return true;
        }
        catch (HubRefusedException refusal)
        {
            meter.Refused(refusal.Code ?? refusal.Message, started);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            meter.Refused(Lost, started);
        }
        catch (TimeoutException)
        {
            meter.Refused(NoAnswer, started);
        }
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
        }
        _opening.Dispose();
    }
}

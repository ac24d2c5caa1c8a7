using System.Text.Json;
using Connecto.Web.Tests.Durability.History;

namespace Connecto.Web.Tests.Durability;

/// <content>One connection: resuming, repeating what has no answer yet, and only then something new.</content>
internal sealed partial class ChatClient
{
    private const int MostCalls = 64;

    private async Task StayAsync(ChatSocket socket, CancellationToken stop)
    {
        while (!socket.Ended.IsCompleted)
        {
            stop.ThrowIfCancellationRequested();
            if (_leaveWithin > 0)
            {
                await PauseAsync(0, Math.Min(_leaveWithin, 1000), stop);
                return;
            }
            if (!await NextAsync(socket, stop))
            {
                // Refused for now, or nothing to do.
                await PauseAsync(30, 120, stop);
            }
        }
    }

    // What is most urgent; false where it could not be done or nothing is left.
    private async Task<bool> NextAsync(ChatSocket socket, CancellationToken stop)
    {
        if (NotLive() is { Count: > 0 } planets)
        {
            return await SubscribeAsync(socket, planets);
        }
        if (Untold() is { Count: > 0 } cursors)
        {
            return await MarkReadAsync(socket, cursors);
        }
        if (_unanswered.Count > 0)
        {
            return await SendAsync(socket);
        }
        if (_change is { } change)
        {
            return await ChangeAsync(socket, change);
        }
        if (Phase == Phase.Retrying && _retries.Count > 0)
        {
            return await RetryAsync(socket);
        }
        if (Phase == Phase.Talking)
        {
            await ActAsync(socket);
            await PauseAsync(20, 180, stop);
            return true;
        }
        return false;
    }

    private List<string> NotLive()
    {
        lock (_lock)
        {
            return [.. _copies.Values.Where(copy => !copy.IsLive).Select(copy => copy.PlanetId)];
        }
    }

    private List<KeyValuePair<string, long>> Untold()
    {
        lock (_lock)
        {
            return [.. _cursors.Where(pair => _untoldCursors.Contains(pair.Key))];
        }
    }

    private async Task<bool> SubscribeAsync(ChatSocket socket, IReadOnlyList<string> planets)
    {
        object Request(string id) => new { planetId = id, sinceRev = _copies[id].HeadRev };
        List<object> requests;
        lock (_lock)
        {
            requests = [.. planets.Select(Request)];
        }
        return await IsDoneAsync(socket.CallAsync("Subscribe", requests, Open), "Subscribe") && NotLive().Count == 0;
    }

    private bool Open(JsonElement openings)
    {
        lock (_lock)
        {
            foreach (var opening in openings.EnumerateArray())
            {
                var isPassing = opening.Text("state") == "later" || opening.TextOrNull("code") == "unavailable";
                if (!isPassing)
                {
                    _copies[opening.Text("planetId")].Open(opening);
                }
            }
            return true;
        }
    }

    private async Task<bool> MarkReadAsync(ChatSocket socket, List<KeyValuePair<string, long>> cursors)
    {
        var argument = cursors.Select(pair => new { planetId = pair.Key, seq = pair.Value });
        if (!await IsDoneAsync(socket.CallAsync("MarkRead", argument, _ => true), "MarkRead"))
        {
            return false;
        }
        lock (_lock)
        {
            _untoldCursors.RemoveWhere(id => cursors.Contains(new(id, _cursors[id])));
        }
        return true;
    }

    private async Task<bool> SendAsync(ChatSocket socket)
    {
        var calls = _unanswered.Take(MostCalls).Select(send => AnswerAsync(socket, send)).ToList();
        try
        {
            return (await Task.WhenAll(calls)).All(isDone => isDone);
        }
        finally
        {
            lock (_lock)
            {
                _unanswered = [.. _unanswered.Where(send => send.Answer is null)];
            }
        }
    }

    private Task<bool> AnswerAsync(ChatSocket socket, OwnSend send)
    {
        send.Attempts++;
        var (connection, call) = (_connection, ++_calls);
        var answer = socket.CallAsync("SendMessage", send.Argument, result => Take(send, result, connection, call));
        return IsDoneAsync(answer, $"SendMessage {send.Record(user.Id)}");
    }

    private bool Take(OwnSend send, JsonElement result, int connection, int call)
    {
        var answer = result.Acknowledgement(connection, call);
        lock (_lock)
        {
            send.Answer = answer;
            _cursors[send.PlanetId] = Math.Max(_cursors[send.PlanetId], answer.Seq);
        }
        log.Answered();
        return true;
    }

    private async Task<bool> ChangeAsync(ChatSocket socket, OwnChange change)
    {
        change.Attempts++;
        var rev = 0L;
        var call = socket.CallAsync(change.Method, change.Argument, result => rev = result.Number("rev"));
        if (!await IsDoneAsync(call, $"{change.Method} {change.Record(user.Id, 0)}"))
        {
            return false;
        }
        lock (_lock)
        {
            _changes.Add(change.Record(user.Id, rev));
            _change = null;
        }
        return true;
    }

    private async Task<bool> RetryAsync(ChatSocket socket)
    {
        List<OwnSend> batch = [.. _retries.Take(MostCalls)];
        var calls = batch.ConvertAll(send => RetryAsync(socket, send));
        try
        {
            return (await Task.WhenAll(calls)).All(isDone => isDone);
        }
        finally
        {
            lock (_lock)
            {
                _retries = [.. _retries.Where(send => send.Retry is null)];
            }
        }
    }

    private Task<bool> RetryAsync(ChatSocket socket, OwnSend send)
    {
        var answer = socket.CallAsync(
            "SendMessage",
            send.Argument,
            result => send.Retry = result.Acknowledgement(0, 0)
        );
        return IsDoneAsync(answer, $"a retry of {send.Record(user.Id)}");
    }
}

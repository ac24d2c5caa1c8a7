using System.Diagnostics;
using System.Text.Json;
using Connecto.Bench.History;

namespace Connecto.Bench.Clients;

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
                await PauseAsync(50, 150, stop);
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

        if (_move is { } move)
        {
            return await MoveAsync(move);
        }

        if (Phase == Phase.Retrying && _retries.Count > 0)
        {
            return await RetryAsync(socket);
        }

        if (Phase == Phase.Talking)
        {
            await ActAsync(socket);
            await PauseAsync(100, 500, stop);
            return true;
        }

        return false;
    }

    private List<string> NotLive() =>
        Locked(() =>
            _copies.Values.Where(copy => !copy.IsLive && IsHere(copy.PlanetId)).Select(copy => copy.PlanetId).ToList()
        );

    private List<KeyValuePair<string, long>> Untold() =>
        Locked(() => _cursors.Where(pair => _untoldCursors.Contains(pair.Key) && IsHere(pair.Key)).ToList());

    // Where it is coming or going itself, it has nothing to do before that is answered.
    private bool IsHere(string planetId) => !IsOut(planetId) && planetId != _move?.PlanetId;

    private async Task<bool> SubscribeAsync(ChatSocket socket, IReadOnlyList<string> planets)
    {
        var changes = planets.ToDictionary(id => id, user.Standings.Changes);
        var since = Locked(() => planets.ToDictionary(id => id, id => _copies[id].HeadRev));
        var requests = since.Select(of => new { planetId = of.Key, sinceRev = of.Value }).ToList();
        var calledAt = log.Now;
        try
        {
            await socket.CallAsync("Subscribe", requests, openings => Open(openings, changes, since, calledAt));
            return NotLive().Count == 0;
        }
        catch (HubRefusedException refusal)
        {
            if (refusal.Code != "unavailable")
            {
                log.Fault($"{name}: Subscribe was refused: {refusal.Message}");
            }

            return false;
        }
    }

    private bool Open(
        JsonElement openings,
        Dictionary<string, int> changes,
        Dictionary<string, long?> since,
        TimeSpan calledAt
    )
    {
        lock (_lock)
        {
            foreach (var opening in openings.EnumerateArray())
            {
                var (planetId, state) = (opening.Text("planetId"), opening.Text("state"));
                var isOut = opening.TextOrNull("code") == "not_member";
                log.Count($"answers {state}");
                if (state == "later" || opening.TextOrNull("code") == "unavailable")
                {
                    // Nor has it the subscription of before any more.
                    _copies[planetId].Stop();
                }
                else if (!isOut || user.Standings.IsInSince(planetId, changes[planetId]))
                {
                    _copies[planetId].Open(opening, since[planetId], calledAt);
                }
                else
                {
                    _copies[planetId].Stop();
                }
            }

            return true;
        }
    }

    private async Task<bool> MarkReadAsync(ChatSocket socket, List<KeyValuePair<string, long>> cursors)
    {
        var (planetId, seq) = cursors[random.Next(cursors.Count)];
        var argument = new[] { new { planetId, seq } };
        var isOver = false;
        var isDone = await IsDoneAsync(
            () => socket.CallAsync("MarkRead", argument, _ => true),
            planetId,
            "MarkRead",
            _ => isOver = true
        );
        lock (_lock)
        {
            if (isDone && !isOver && _cursors[planetId] == seq)
            {
                _untoldCursors.Remove(planetId);
                log.Count("reads");
            }
        }

        // Whoever is out for the moment tells it when he is back.
        return isDone && !isOver;
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
                _unanswered = [.. _unanswered.Where(send => !send.IsSettled)];
            }
        }
    }

    private Task<bool> AnswerAsync(ChatSocket socket, OwnSend send)
    {
        var (byRest, calledAt) = (send.GoesByRest, log.Now);
        if (send.Attempts++ == 0)
        {
            send.CalledAt = Stopwatch.GetTimestamp();
        }

        log.Count(send.Attempts > 1 ? "sends called again" : "sends called");
        // What goes by REST has no place among a connection's calls.
        var (connection, call) = byRest ? (0, 0) : (_connection, ++_calls);
        bool Answered(JsonElement result) => Take(send, result.Acknowledgement(connection, call), calledAt, byRest);
        async Task PostAsync() =>
            Answered(await _server.Rest.PostAsync($"planets/{send.PlanetId}/messages", user.Token, send.Body));
        return IsDoneAsync(
            byRest ? PostAsync : () => socket.CallAsync("SendMessage", send.Argument, Answered),
            send.PlanetId,
            $"the send {send.Record(user.Id)}",
            code => send.Refusal = code
        );
    }

    private bool Take(OwnSend send, Acknowledgement answer, TimeSpan calledAt, bool byRest)
    {
        lock (_lock)
        {
            send.Answer = answer;
            _cursors[send.PlanetId] = Math.Max(_cursors[send.PlanetId], answer.Seq);
        }

        log.Sends.Record(Stopwatch.GetTimestamp() - send.CalledAt);
        log.Answered(send.PlanetId, calledAt);
        log.Count(byRest ? "sends acknowledged by REST" : "sends acknowledged by the hub");
        return true;
    }

    private async Task<bool> ChangeAsync(ChatSocket socket, OwnChange change)
    {
        change.Attempts++;
        long? rev = null;
        var isDone = await IsDoneAsync(
            () => socket.CallAsync(change.Method, change.Argument, result => rev = result.Number("rev")),
            change.PlanetId,
            $"{change}",
            _ => { },
            // Its message may have been deleted meanwhile.
            expected: change is OwnReaction ? "conflict" : null
        );
        lock (_lock)
        {
            if (isDone)
            {
                Keep(change, rev);
                _change = null;
            }
        }

        return isDone;
    }

    private void Keep(OwnChange change, long? rev)
    {
        switch (change)
        {
            case OwnEdit edit:
                _changes.Add(new(change.PlanetId, user.Id, change.Seq, edit.Text, rev, change.Attempts, log.Now));
                break;
            case OwnReaction own:
                _reactions.Add(new(change.PlanetId, user.Id, change.Seq, own.Emoji, own.On, rev, change.Attempts));
                break;
        }

        log.Count($"{change.Method} {(rev is null ? "refused" : "acknowledged")}");
    }

    private async Task<bool> MoveAsync(OwnMove move)
    {
        move.Attempts++;
        try
        {
            await _server.Rest.PostAsync(move.Path, user.Token, new { });
        }
        catch (RestRefusedException refusal) when (refusal.Code == "not_member" && !move.Joins && move.Attempts > 1)
        {
            // An earlier call has done it.
        }
        catch (RestRefusedException refusal) when (refusal.Code is { } code && code != "unavailable")
        {
            log.Fault($"{name}: {move} was refused: {refusal.Message}");
        }
        catch (Exception unknown) when (unknown is HttpRequestException or TaskCanceledException)
        {
            return false;
        }

        lock (_lock)
        {
            _moves.Add(new(move.PlanetId, user.Id, move.Joins ? "active" : "left", move.Attempts));
            _move = null;
        }

        log.Count(move.Joins ? "joins acknowledged" : "leaves acknowledged");
        user.Standings.Settle(move.PlanetId, move.Joins);
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
                _retries = [.. _retries.Where(send => send is { Retry: null, Refusal: null })];
            }
        }
    }

    // Also to who is out by now: the answer is older than his going.
    private Task<bool> RetryAsync(ChatSocket socket, OwnSend send) =>
        IsDoneAsync(
            () => socket.CallAsync("SendMessage", send.Argument, result => send.Retry = result.Acknowledgement(0, 0)),
            send.PlanetId,
            $"a retry of {send.Record(user.Id)}",
            code => send.Refusal = code
        );

    private Task PauseAsync(int from, int to, CancellationToken stop) => Task.Delay(random.Next(from, to), stop);
}

namespace Connecto.Bench.Clients;

/// <content>What it does of its own accord, drawn from its seed.</content>
internal sealed partial class ChatClient
{
    private const int MostAtOnce = 4;
    private const int RecentSends = 30;
    private const int RecentMessages = 20;

    private readonly HashSet<OwnSend> _deleted = [];
    private readonly Dictionary<(string PlanetId, long Seq, string Emoji), bool> _reacted = [];
    private int _edits;

    /// <summary>Its emojis, which no other client of its user uses.</summary>
    public required IReadOnlyList<string> Emojis { get; init; }

    /// <summary>Users of each of its planets who stay there, and whom it mentions.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Mates { get; init; }

    private async Task ActAsync(ChatSocket socket)
    {
        var drawn = random.Next(100);
        lock (_lock)
        {
            if (Phase != Phase.Talking)
            {
                return;
            }

            switch (drawn)
            {
                case < 55:
                    Say();
                    break;
                case < 65:
                    _change = DrawEdit(deletes: false);
                    break;
                case < 71:
                    _change = DrawEdit(deletes: true);
                    break;
                case < 80:
                    _change = DrawReaction();
                    break;
                case < 92:
                    Read();
                    break;
                case < 95:
                    Move();
                    break;
            }
        }

        if (drawn >= 98)
        {
            socket.Cut();
        }
        else if (drawn >= 95 && AnyPlanet() is { } planetId)
        {
            await SubscribeAsync(socket, [planetId]);
        }
    }

    // One in which he is, as far as is known.
    private string? AnyPlanet()
    {
        var planetId = planetIds[random.Next(planetIds.Count)];
        return IsOut(planetId) ? null : planetId;
    }

    private void Say()
    {
        for (var left = random.Next(1, MostAtOnce + 1); left > 0; left--)
        {
            if (AnyPlanet() is not { } planetId)
            {
                continue;
            }

            var head = _copies[planetId].HeadSeq;
            var id = $"{name}-{_sends.Count}";
            long? replyTo = head > 0 && random.Next(8) == 0 ? random.NextInt64(1, head + 1) : null;
            var text = SampleTexts.Draw(random, id);
            var send = new OwnSend(planetId, id, text, replyTo, DrawMentions(planetId), random.Next(8) == 0);
            _sends.Add(send);
            _unanswered.Add(send);
        }
    }

    private IReadOnlyList<string> DrawMentions(string planetId) =>
        Mates[planetId] is { Count: > 0 } mates && random.Next(8) == 0 ? [mates[random.Next(mates.Count)]] : [];

    private OwnEdit? DrawEdit(bool deletes)
    {
        var from = random.Next(5) == 0 ? 0 : Math.Max(0, _sends.Count - RecentSends);
        if (from == _sends.Count || _sends[random.Next(from, _sends.Count)] is not { Answer: { } answer } send)
        {
            return null;
        }

        if (IsOut(send.PlanetId) || _deleted.Contains(send) || (deletes && !_deleted.Add(send)))
        {
            return null;
        }

        var text = deletes ? null : SampleTexts.Draw(random, $"{name} edit {++_edits}");
        return new OwnEdit(send.PlanetId, answer.Seq, text);
    }

    private OwnReaction? DrawReaction()
    {
        if (AnyPlanet() is not { } planetId || _copies[planetId].HeadSeq is not (> 0 and var head))
        {
            return null;
        }

        var seq = random.NextInt64(Math.Max(1, head - RecentMessages), head + 1);
        var key = (planetId, seq, Emojis[random.Next(Emojis.Count)]);
        // What was refused before stays as it is, whatever that is.
        if (_reactions.Exists(past => past.Rev is null && (past.PlanetId, past.Seq, past.Emoji) == key))
        {
            return null;
        }

        var on = _reacted[key] = !_reacted.GetValueOrDefault(key);
        return new OwnReaction(planetId, seq, key.Item3, on);
    }

    private void Read()
    {
        if (AnyPlanet() is not { } planetId)
        {
            return;
        }

        var before = _cursors[planetId];
        if (_copies[planetId].HeadSeq > before)
        {
            _cursors[planetId] = random.NextInt64(before, _copies[planetId].HeadSeq) + 1;
            _untoldCursors.Add(planetId);
        }
    }

    private void Move()
    {
        if (wandersIn is null)
        {
            return;
        }

        _move = new OwnMove(wandersIn, IsOut(wandersIn));
        user.Standings.Begin(wandersIn);
    }
}

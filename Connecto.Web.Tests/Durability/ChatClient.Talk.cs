namespace Connecto.Web.Tests.Durability;

/// <content>What it does of its own accord, drawn from its seed.</content>
internal sealed partial class ChatClient
{
    private const int MostAtOnce = 4;
    private const int RecentSends = 30;

    private readonly HashSet<OwnSend> _deleted = [];
    private int _edits;

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
                case < 65:
                    Say();
                    break;
                case < 77:
                    _change = DrawChange(deletes: false);
                    break;
                case < 83:
                    _change = DrawChange(deletes: true);
                    break;
                case < 95:
                    Read();
                    break;
            }
        }
        if (drawn >= 98)
        {
            socket.Cut();
        }
        else if (drawn >= 95)
        {
            await SubscribeAsync(socket, [AnyPlanet()]);
        }
    }

    private string AnyPlanet() => planetIds[random.Next(planetIds.Count)];

    private void Say()
    {
        for (var left = random.Next(1, MostAtOnce + 1); left > 0; left--)
        {
            var copy = _copies[AnyPlanet()];
            var name = $"{user.Name}-{_sends.Count}";
            long? replyTo = copy.HeadSeq > 0 && random.Next(8) == 0 ? random.NextInt64(1, copy.HeadSeq + 1) : null;
            var send = new OwnSend(copy.PlanetId, name, SampleTexts.Draw(random, name), replyTo);
            _sends.Add(send);
            _unanswered.Add(send);
        }
    }

    private OwnChange? DrawChange(bool deletes)
    {
        var from = random.Next(5) == 0 ? 0 : Math.Max(0, _sends.Count - RecentSends);
        if (from == _sends.Count || _sends[random.Next(from, _sends.Count)] is not { Answer: { } answer } send)
        {
            return null;
        }
        if (_deleted.Contains(send) || (deletes && !_deleted.Add(send)))
        {
            return null;
        }
        var text = deletes ? null : SampleTexts.Draw(random, $"{user.Name} edit {++_edits}");
        return new OwnChange(send.PlanetId, answer.Seq, text);
    }

    private void Read()
    {
        var copy = _copies[AnyPlanet()];
        var before = _cursors[copy.PlanetId];
        if (copy.HeadSeq > before)
        {
            _cursors[copy.PlanetId] = random.NextInt64(before, copy.HeadSeq) + 1;
            _untoldCursors.Add(copy.PlanetId);
        }
    }
}

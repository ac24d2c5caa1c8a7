using System.Collections.Immutable;
using System.Globalization;
using Connecto.Planets;

namespace Connecto.Tests.Model;

/// <summary>
/// Operations from a seed. It looks at the model, so that most of them can succeed, and leaves it alone; the same seed
/// gives the same operations as long as the planet does what the model says.
/// </summary>
internal sealed partial class OperationGenerator(int seed)
{
    private static readonly ImmutableArray<string> _emojis = ["👍", "❤️", "😂", "🎉"];

    private readonly Random _random = new(seed);
    private readonly List<Send> _sent = [];
    private int _keys;

    /// <summary>The operations of one step: one, or some that follow each other before anybody looks.</summary>
    public IEnumerable<Operation> Step(Func<PlanetModel> model)
    {
        var count = Chance(25) ? 2 + _random.Next(3) : 1;
        for (var i = 0; i < count; i++)
        {
            yield return Next(model());
        }
    }

    private Operation Next(PlanetModel model) =>
        _random.Next(100) switch
        {
            < 70 => OnPlanet(model),
            < 82 => OnDevice(model),
            < 86 => new Hide(User(), Chance(50)),
            < 89 => Burst(model),
            < 92 => Rest(model),
            < 96 => AtOnce(model),
            _ => OnMachines(model),
        };

    /// <summary>What users do; where numbered, only what answers a number, by which its place among others is known.</summary>
    private Predicted OnPlanet(PlanetModel model, bool isNumbered = false)
    {
        if (model.IsArchived && Chance(20))
        {
            return new SetPlanet(Moderator(model), new PlanetPatch(Archived: false));
        }
        if (model.Active.Count() < 3 && Chance(20))
        {
            return new Add(null, Users(), Pick(MemberRole.Member, MemberRole.Admin));
        }
        return _random.Next(100) switch
        {
            < 24 => Message(model),
            < 31 => Again(model),
            < 39 => new Edit(Author(model, out var edited), edited, Text()),
            < 44 => new Delete(Chance(60) ? Author(model, out var deleted) : Any(model, out deleted), deleted),
            < 55 => new React(Member(model), Seq(model), Pick(_emojis), Chance(65)),
            < 60 => new Pin(Moderator(model), Seq(model), Chance(65)),
            < 72 when !isNumbered => new MarkRead(Member(model), Seq(model)),
            < 73 when !isNumbered => new Withdraw(User()),
            < 78 => new Join(User()),
            < 80 => new Leave(Member(model)),
            < 84 => new Add(Chance(80) ? Moderator(model) : null, Users(), MemberRole.Member),
            < 86 => new Remove(Moderator(model), User()),
            < 90 => new SetStatus(Moderator(model), User(), Status()),
            < 93 => new Mute(Moderator(model), User(), Chance(50)),
            < 96 => new SetRole(Moderator(model), User(), Pick(MemberRole.Member, MemberRole.Admin, MemberRole.Owner)),
            _ => new SetPlanet(Moderator(model), Patch()),
        };
    }

    private Operation OnDevice(PlanetModel model)
    {
        var place = _random.Next(model.Clients.Count);
        return model.Clients[place].IsOpen && Chance(50)
            ? new Disconnect(place)
            : new Subscribe(place, Pick(Since.Nothing, Since.Own, Since.Own, Since.Pages, Since.Kept, Since.Beyond));
    }

    private Operation OnMachines(PlanetModel model)
    {
        var voices = model.IsArchived ? [] : model.Active.Where(member => !member.IsMuted).ToList();
        if (!model.Active.Any())
        {
            return new Add(null, Users(), MemberRole.Owner);
        }
        return _random.Next(10) switch
        {
            < 1 => new Kill(),
            < 4 when voices.Count > 0 => new Fence(Note(voices[_random.Next(voices.Count)].User)),
            _ => new Deactivate(),
        };
    }

    // Half of the time while others call.
    private Rest Rest(PlanetModel model) => new(Chance(50) ? AtOnce(model) : null);

    // Half of the time all at one message, whose changes the batch has to fold.
    private AtOnce AtOnce(PlanetModel model)
    {
        var seq = Chance(50) ? Seq(model) : default(long?);
        return new AtOnce([
            .. Enumerable
                .Range(0, 2 + _random.Next(3))
                .Select(_ => seq is { } shared ? OnMessage(model, shared) : OnPlanet(model, isNumbered: true)),
        ]);
    }

    private Predicted OnMessage(PlanetModel model, long seq) =>
        _random.Next(10) switch
        {
            < 5 => new React(Member(model), seq, Pick(_emojis), Chance(65)),
            < 7 => new Edit(AuthorOf(model, seq), seq, Text()),
            < 8 => new Delete(AuthorOf(model, seq), seq),
            < 9 => new Pin(Moderator(model), seq, Chance(65)),
            _ => Remember(new Send(Member(model), Key(), Text(), Math.Max(1, seq), Mentions: "")),
        };

    private Burst Burst(PlanetModel model)
    {
        var sends = Enumerable.Range(0, 2 + _random.Next(8)).Select(_ => Message(model)).ToList();
        // Some reply to what is sent with them.
        return new Burst([
            .. sends.Select(send =>
                Chance(30) ? Remember(send with { ReplyTo = model.HeadSeq + 1 + _random.Next(3) }) : send
            ),
        ]);
    }

    private Send Note(char user) => Remember(new Send(user, Key(), Text(), ReplyTo: null, Mentions: ""));

    private Send Message(PlanetModel model) =>
        Remember(
            new Send(
                Member(model),
                Key(),
                Text(),
                Chance(30) ? Math.Max(1, Seq(model)) : null,
                Chance(20) ? string.Concat(model.Active.Take(_random.Next(3)).Select(member => member.User)) : ""
            )
        );

    // The same request again, another one under its key, or another sender's of the same key.
    private Send Again(PlanetModel model)
    {
        if (_sent.Count == 0)
        {
            return Message(model);
        }
        var send = _sent[^(1 + _random.Next(Math.Min(_sent.Count, 40)))];
        return _random.Next(10) switch
        {
            < 7 => send,
            < 8 => send with { Text = Text() },
            < 9 => send with { ReplyTo = Math.Max(1, Seq(model)) },
            _ => send with { User = User() },
        };
    }

    private Send Remember(Send send)
    {
        _sent.RemoveAll(known => (known.User, known.Key) == (send.User, send.Key));
        _sent.Add(send);
        return send;
    }

    private string Key() => string.Create(CultureInfo.InvariantCulture, $"k{++_keys}");

    private string Text() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Chance(10) ? "@all " : "")}text {_random.Next(1000)}");

    private PlanetPatch Patch() =>
        _random.Next(9) switch
        {
            < 2 => new PlanetPatch(ReadReceipts: Chance(65)),
            < 5 => new PlanetPatch(HistoryVisible: Chance(50)),
            < 6 => new PlanetPatch(Archived: Chance(50)),
            < 7 => new PlanetPatch(SlowModeSeconds: 0, EditWindowSeconds: Chance(50) ? 0 : 100_000),
            _ => new PlanetPatch(Name: Pick("planet", "moon", "sun")),
        };
}

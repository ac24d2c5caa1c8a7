using Connecto.Errors;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Tests.Model;

/// <summary>
/// All that can be seen of a planet, by everybody, against the model: what members are shown and what others are told
/// instead, the inbox, and the views of live devices.
/// </summary>
internal sealed partial class Comparison(Stage stage)
{
    private PlanetModel Model => stage.Model;

    private IPlanetGrain Planet => stage.Planet;

    /// <summary>Compares all; of single messages and their lists those of the message at <paramref name="seq"/>.</summary>
    public async Task RunAsync(long seq)
    {
        await stage.ReachAsync();
        foreach (var user in Stage.Users)
        {
            if (Model.Refusal(user) is { } refusal)
            {
                await CompareRefusalsAsync(user, refusal);
            }
            else
            {
                await ComparePlanetAsync(user);
                await ComparePagesAsync(user, seq);
                await CompareMessageAsync(user, seq);
            }
            await CompareInboxAsync(user);
        }
        for (var place = 0; place < stage.Devices.Count; place++)
        {
            CompareDevice(place);
        }
    }

    private async Task ComparePlanetAsync(char user)
    {
        var id = stage.Cast[user];
        Difference.Require($"the planet for {user}", SeenPlanet.Of(Model), SeenPlanet.Of(await Planet.Get(id)));
        var members = await Planet.Members(id, after: null, limit: 101);
        Difference.RequireAll(
            $"members for {user}",
            Model.Active.Select(member => SeenMember.Of(Model, member, user)),
            members.Select(member => SeenMember.Of(member, stage.Cast))
        );
    }

    private async Task ComparePagesAsync(char user, long seq)
    {
        await ComparePageAsync(
            $"the newest page for {user}",
            user,
            new PageRequest(null, null, null, 100),
            visible => visible.TakeLast(100)
        );
        await ComparePageAsync(
            $"the page before {seq} for {user}",
            user,
            new PageRequest(seq, null, null, 10),
            visible => visible.Where(message => message.Seq < seq).TakeLast(10)
        );
        await ComparePageAsync(
            $"the page after {seq} for {user}",
            user,
            new PageRequest(null, seq, null, 10),
            visible => visible.Where(message => message.Seq > seq).Take(10)
        );
        Difference.RequireAll(
            $"pins for {user}",
            Model.VisibleTo(user).Where(message => message.IsPinned).Reverse().Select(message => Seen(message, user)),
            (await Planet.Pins(stage.Cast[user], long.MaxValue, 1000)).Select(Seen)
        );
    }

    private async Task ComparePageAsync(
        string name,
        char user,
        PageRequest request,
        Func<IEnumerable<ModelMessage>, IEnumerable<ModelMessage>> which
    )
    {
        var page = await Planet.Messages(stage.Cast[user], request);
        var visible = Model.VisibleTo(user).ToList();
        var expected = which(visible).ToList();
        Difference.RequireAll(name, expected.Select(message => Seen(message, user)), page.Items.Select(Seen));
        foreach (var message in page.Items)
        {
            var answer = stage.Answer(Model.Messages[(int)message.Seq - 1]);
            Difference.Require(name, (answer.MessageId, answer.CreatedAt), (message.Id, message.CreatedAt));
        }
        Difference.Require($"the head of {name}", Model.Rev, page.HeadRev);
        if (expected.Count > 0)
        {
            var around = (visible[0].Seq < expected[0].Seq, visible[^1].Seq > expected[^1].Seq);
            Difference.Require($"what is around {name}", around, (page.HasBefore, page.HasAfter));
        }
    }

    private async Task CompareMessageAsync(char user, long seq)
    {
        var id = stage.Cast[user];
        if (Model.VisibleTo(user).FirstOrDefault(message => message.Seq == seq) is not { } message)
        {
            await RefusedAsync(user, ErrorCode.NotFound, () => Planet.Message(id, seq));
            await RefusedAsync(user, ErrorCode.NotFound, () => Planet.Readers(id, seq, null, 100));
            await RefusedAsync(user, ErrorCode.NotFound, () => Planet.Replies(id, seq, 0, 100));
            return;
        }
        Difference.Require($"{seq} for {user}", Seen(message, user), Seen(await Planet.Message(id, seq)));
        var replies = Model.Replies(seq).Where(reply => reply.Seq > Model.Floor(user));
        Difference.RequireAll(
            $"replies to {seq} for {user}",
            replies.Select(reply => Seen(reply, user)),
            (await Planet.Replies(id, seq, 0, 1000)).Select(Seen)
        );
        await CompareReadersAsync(user, message);
        await CompareVersionsAsync(user, message);
    }

    private async Task CompareReadersAsync(char user, ModelMessage message)
    {
        if (!Model.Settings.ReadReceipts || Model.Hides(user))
        {
            await RefusedAsync(
                user,
                ErrorCode.Forbidden,
                () => Planet.Readers(stage.Cast[user], message.Seq, null, 100)
            );
            return;
        }
        var readers = await Planet.Readers(stage.Cast[user], message.Seq, null, 100);
        Difference.Require(
            $"readers of {message.Seq} for {user}",
            string.Concat(Model.Readers(message)),
            stage.Cast.Letters(readers.Select(reader => reader.UserId))
        );
    }

    private async Task CompareVersionsAsync(char user, ModelMessage message)
    {
        if (!Model.Member(user)!.IsModerator)
        {
            await RefusedAsync(user, ErrorCode.Forbidden, () => Planet.Versions(stage.Cast[user], message.Seq, 0, 100));
            return;
        }
        var versions = await Planet.Versions(stage.Cast[user], message.Seq, 0, 100);
        Difference.RequireAll(
            $"texts of {message.Seq} for {user}",
            message.Texts,
            versions.Select(version => (version.Rev, version.Text))
        );
    }

    private async Task CompareRefusalsAsync(char user, ErrorCode refusal)
    {
        var id = stage.Cast[user];
        await RefusedAsync(user, refusal, () => Planet.Get(id));
        await RefusedAsync(user, refusal, () => Planet.Members(id, null, 10));
        await RefusedAsync(user, refusal, () => Planet.Messages(id, new PageRequest(null, null, null, 10)));
        await RefusedAsync(user, refusal, () => Planet.Message(id, 1));
        await RefusedAsync(user, refusal, () => Planet.Pins(id, long.MaxValue, 10));
        await RefusedAsync(user, refusal, () => Planet.Readers(id, 1, null, 10));
        await RefusedAsync(user, refusal, () => Planet.Replies(id, 1, 0, 10));
        await RefusedAsync(user, refusal, () => Planet.Changes(id, 0, 10));
        var opening = await Planet.Open(id, Model.Rev);
        Difference.Require($"the opening for {user}", refusal.Name(), opening.Code);
    }

    private static async Task RefusedAsync(char user, ErrorCode code, Func<Task> call) =>
        Difference.Require(
            $"the answer to {user}",
            Outcome.Refused(code),
            await Outcome.OfAsync(async () =>
            {
                await call();
                return Outcome.Done;
            })
        );

    private SeenMessage Seen(ModelMessage message, char viewer) => SeenMessage.Of(Model, message, viewer);

    private SeenMessage Seen(Message message) => SeenMessage.Of(message, stage.Cast);
}

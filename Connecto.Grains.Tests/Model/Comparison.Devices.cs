using Connecto.Planets;
using Connecto.Storage;
using Connecto.Users;

namespace Connecto.Tests.Model;

/// <content>What users see on their devices: the inbox, and live views.</content>
internal sealed partial class Comparison
{
    // As the inbox is put together: rows and counts from PostgreSQL, under the cursors that the user's grain knows.
    private async Task CompareInboxAsync(char user)
    {
        var id = stage.Cast[user];
        var rows = await stage.Service<PlanetStore>().InboxAsync(id, after: null, limit: 2);
        Difference.Require($"the inbox of {user}", Model.Refusal(user) is null ? 1 : 0, rows.Count);
        if (rows.Count == 0)
        {
            return;
        }
        var row = rows[0];
        Difference.Require($"the stored planet of {user}", SeenPlanet.Of(Model), SeenPlanet.Of(row.Planet.ToPlanet()));
        var last = Model.HeadSeq == 0 ? null : Model.Messages[^1];
        Difference.Require(
            $"the last message for {user}",
            last is null ? null : (last.Seq, last.Sender, last.IsDeleted ? null : last.Texts[^1].Text),
            row.Last is { } told ? (told.Seq, stage.Cast[told.SenderId], told.Text) : default((long, char, string?)?)
        );
        var recent = await stage.Cluster.Grains.GetGrain<IUserGrain>(id.Value).RecentCursors();
        var cursor = Math.Max(row.LastReadSeq, recent.FirstOrDefault(known => known.PlanetId == stage.Id).Seq);
        var counts = await stage
            .Service<UnreadStore>()
            .CountAsync(id, [new PlanetCursor(stage.Id, cursor)], CancellationToken.None);
        var (messages, mentions) = Model.Unread(user);
        Difference.Require(
            $"what {user} has not read",
            new Unread(Model.Member(user)!.Cursor, messages, mentions),
            counts[stage.Id]
        );
    }

    private void CompareDevice(int place)
    {
        var (client, device) = (Model.Clients[place], stage.Devices[place]);
        var name = $"device {place} of {client.User}";
        Difference.Require($"whether {name} is live", client.IsOpen, device.IsLive);
        if (!client.IsOpen)
        {
            return;
        }
        var view = device.View!;
        Difference.Require($"the rev of {name}", Model.Rev, view.Rev);
        Difference.Require($"the role at {name}", Model.Member(client.User)!.Role, view.Role);
        var known = view.Planet with
        {
            MemberCount = view.Members.Count(),
            HeadSeq = Model.HeadSeq,
            HeadRev = view.Rev,
        };
        Difference.Require($"the planet at {name}", SeenPlanet.Of(Model), SeenPlanet.Of(known));
        Difference.RequireAll(
            $"members at {name}",
            Model.Active.Select(member => SeenMember.Of(Model, member, client.User) with { LastRead = null }),
            view.Members.Select(member => SeenMember.Of(member, stage.Cast) with { LastRead = null })
        );
        Difference.RequireAll(
            $"messages at {name}",
            Model.Messages.Where(message => message.Seq >= view.From).Select(each => Live(Seen(each, client.User))),
            view.Messages.Select(each => Live(Seen(each)))
        );
    }

    // Live events hold no keys, and counts go to the newest messages only.
    private SeenMessage Live(SeenMessage message) =>
        message with
        {
            Key = null,
            Counts = message.Seq > Model.HeadSeq - Opening.CountedMessages ? message.Counts : null,
        };
}

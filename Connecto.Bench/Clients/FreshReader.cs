using System.Text.Json;
using Connecto.Bench.History;

namespace Connecto.Bench.Clients;

/// <summary>Reads planets from their first message to the last, as somebody would who has nothing yet.</summary>
internal sealed class FreshReader(RestApi api, ChatUser user, RunLog log, CancellationToken cancellation)
{
    private const int Page = 100;

    /// <summary>The rev of the planet's making; the user was there from then on.</summary>
    private const long FirstRev = 1;

    /// <summary>The whole planet.</summary>
    public async Task<PlanetRecord> ReadAsync(string planetId)
    {
        var planet = await GetAsync($"planets/{planetId}");
        var messages = await MessagesAsync(planetId);
        return new PlanetRecord(
            planetId,
            planet.Number("headSeq"),
            planet.Number("headRev"),
            FirstRev,
            messages.ConvertAll(message => message.Message()),
            ByFirst(messages, message => message.Counts()),
            ByFirst(messages, message => (int)message.Number("replyCount")),
            await EventsAsync(planetId),
            await MembersAsync(planetId)
        );
    }

    /// <summary>A copy begun by a snapshot and completed by pages backwards.</summary>
    public async Task<CopyRecord> CopyAsync(Uri server, string planetId)
    {
        var copy = new PlanetCopy(planetId, user, user.Name, log.Fault);
        var calledAt = log.Now;
        await using var socket = await ChatSocket.ConnectAsync(server, user.Token, (_, _) => { }, cancellation);
        var openings = await socket.CallAsync("Subscribe", new[] { new { planetId } }, result => result);
        copy.Open(openings[0], sinceRev: null, calledAt);
        var isMore = copy.WholeFrom > 1;
        while (isMore)
        {
            calledAt = log.Now;
            isMore = copy.Fill(await BeforeAsync(user.Token, planetId, copy.WholeFrom), calledAt);
        }
        return copy.Record(cursor: 0);
    }

    /// <summary>The messages before a seq, as many as a page holds; none where none are there, which the rules find.</summary>
    public async Task<IReadOnlyList<MessageState>> BeforeAsync(string token, string planetId, long seq)
    {
        var path = $"planets/{planetId}/messages?before={seq}&limit={Page}";
        var page = await GetAsync(path, token);
        return [.. page.Items("items").Select(message => message.Message())];
    }

    /// <summary>The inbox as a client reads it.</summary>
    public async Task<InboxRecord> InboxAsync((ChatUser User, string Name) client)
    {
        var items = await ListAsync("me/planets", client.User.Token);
        return new InboxRecord(client.User.Id, client.Name, items.ConvertAll(item => item.Badge()));
    }

    private async Task<List<JsonElement>> MessagesAsync(string planetId)
    {
        var messages = new List<JsonElement>();
        JsonElement page;
        do
        {
            var after = messages.Count == 0 ? 0 : messages[^1].Number("seq");
            page = await GetAsync($"planets/{planetId}/messages?after={after}&limit={Page}");
            messages.AddRange(page.Items("items"));
        } while (page.GetProperty("hasAfter").GetBoolean() && page.Items("items").Any());
        return messages;
    }

    private async Task<List<EventStep>> EventsAsync(string planetId)
    {
        var events = new List<EventStep>();
        JsonElement page;
        do
        {
            var since = events.Count == 0 ? FirstRev : events[^1].Rev;
            page = await GetAsync($"planets/{planetId}/changes?sinceRev={since}&limit={Page}");
            events.AddRange(page.Items("events").Select(told => told.Step()));
        } while (page.GetProperty("hasMore").GetBoolean() && page.Items("events").Any());
        return events;
    }

    private async Task<List<MemberCursor>> MembersAsync(string planetId) =>
        (await ListAsync($"planets/{planetId}/members", user.Token)).ConvertAll(Member);

    private async Task<List<JsonElement>> ListAsync(string path, string token)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await GetAsync($"{path}?limit={Page}{next}", token);
            items.AddRange(page.Items("items"));
            cursor = page.TextOrNull("nextCursor");
        } while (cursor is not null);
        return items;
    }

    private static MemberCursor Member(JsonElement member) =>
        new(member.Text("userId"), member.Number("joinedSeq"), member.Number("lastReadSeq"));

    // A message that comes twice is for the rules to find.
    private static Dictionary<long, T> ByFirst<T>(List<JsonElement> messages, Func<JsonElement, T> value) =>
        messages.DistinctBy(message => message.Number("seq")).ToDictionary(message => message.Number("seq"), value);

    private Task<JsonElement> GetAsync(string path) => GetAsync(path, user.Token);

    private Task<JsonElement> GetAsync(string path, string token) =>
        RestApi.UntilServedAsync(() => api.GetAsync(path, token, cancellation));
}

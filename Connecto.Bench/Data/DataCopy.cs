using Connecto.Ids;
using Connecto.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Connecto.Bench.Data;

/// <summary>Copies a data set over one connection.</summary>
/// <param name="start">When its first planet was made.</param>
/// <param name="now">When its last event was, at the latest.</param>
internal sealed class DataCopy(NpgsqlConnection connection, int seed, DateTimeOffset start, DateTimeOffset now)
{
    // A message's id is its time in milliseconds and so many bits of its planet's: it goes up with time, as those of servers.
    private const int PlanetBits = 16;
    private const int PrivateEvery = 5;

    private readonly Random _random = new(seed);
    private readonly List<(DataPlanet Planet, PlanetStory Story, string Name, DateTimeOffset CreatedAt)> _told = [];

    public Task UsersAsync(IReadOnlyList<Snowflake> users) =>
        connection.CopyAsync(
            "users (id, email, display_name, language, created_at, last_seen_at)",
            users.Select((id, i) => (Id: id, At: start + ((now - start) / 2 * i / users.Count))),
            (row, user) =>
            {
                var name = DataTexts.Name(_random);
                row.Long(user.Id.Value);
                row.Text($"data-{user.Id}@example.com");
                row.Text(name);
                row.Text(name[0] > 'z' ? "ko" : "en");
                row.Time(user.At);
                row.Time(now - TimeSpan.FromMinutes(_random.Next(60 * 24 * 30)));
            }
        );

    /// <summary>Planets with all that happened in them.</summary>
    public async Task PlanetsAsync(IReadOnlyList<DataPlanet> planets)
    {
        await MessagesAsync(planets);
        await PlanetRowsAsync();
        await MembersAsync();
        await EventsAsync();
        await ReactionsAndVersionsAsync();
        await TravelsAsync();
    }

    // One planet is told after the other while they are copied, and lets go of its messages then.
    private Task MessagesAsync(IReadOnlyList<DataPlanet> planets) =>
        connection.CopyAsync(
            """
            messages (planet_id, seq, id, rev, posted_rev, sender_id, reply_to_seq, created_at, edited_at, deleted_at,
                      reply_count, type, client_message_id, request_hash, text)
            """,
            planets.SelectMany((planet, i) => Tell(planet, i, planets.Count)),
            (row, told) =>
            {
                var (planet, message) = told;
                row.Long(planet.Value);
                row.Long(message.Seq);
                row.Long(IdOf(planet, message));
                row.Long(message.Rev);
                row.Long(message.PostedRev);
                row.Long(message.SenderId);
                row.Long(message.ReplyToSeq);
                row.Time(message.CreatedAt);
                row.Time(message.EditedAt);
                row.Time(message.DeletedAt);
                row.Int(message.ReplyCount);
                row.Short(0);
                row.Text(message.ClientMessageId);
                row.Write(message.RequestHash, NpgsqlDbType.Bytea);
                row.Text(message.Text);
            }
        );

    // Messages of one planet are milliseconds apart.
    private long IdOf(Snowflake planet, DataMessage message) =>
        ((long)(message.CreatedAt - start).TotalMilliseconds << PlanetBits) + (planet.Value & ((1 << PlanetBits) - 1));

    private IEnumerable<(Snowflake Planet, DataMessage Message)> Tell(DataPlanet planet, int index, int count)
    {
        var createdAt = start + ((now - start) / 2 * index / count);
        var story = new PlanetStory(seed + index, planet.Plan, planet.Members, createdAt, now);
        foreach (var message in story.Messages)
        {
            yield return (planet.Id, message);
        }
        _told.Add((planet, story, DataTexts.Title(_random), createdAt));
        story.Forget();
    }

    private Task PlanetRowsAsync() =>
        connection.CopyAsync(
            "planets (id, kind, travel_id, name, member_count, head_seq, head_rev, head_at, created_at)",
            _told,
            (row, told) =>
            {
                row.Long(told.Planet.Id.Value);
                row.Short((int)told.Planet.Plan.Kind);
                row.Long(told.Planet.TravelId);
                row.Text(told.Name);
                row.Int(told.Planet.Members.Length);
                row.Long(told.Planet.Plan.Messages);
                row.Long(told.Story.HeadRev);
                row.Time(told.Story.HeadAt);
                row.Time(told.CreatedAt);
            }
        );

    private Task MembersAsync() =>
        connection.CopyAsync(
            """
            planet_members (planet_id, user_id, role, status, joined_at, joined_seq, joined_rev, last_read_seq,
                            last_read_at)
            """,
            _told.SelectMany(told => told.Planet.Members.Select((user, i) => (Told: told, User: user, Index: i))),
            (row, member) =>
            {
                row.Long(member.Told.Planet.Id.Value);
                row.Long(member.User.Value);
                row.Short((int)PlanetStory.RoleOf(member.Index));
                row.Short(0);
                row.Time(member.Told.CreatedAt);
                row.Long(0);
                row.Long(1);
                row.Long(member.Told.Story.Cursors[member.Index]);
                row.Time(member.Told.Story.HeadAt);
            }
        );

    private Task EventsAsync() =>
        connection.CopyAsync(
            "planet_events (planet_id, rev, seq, actor_id, at, kind, data)",
            _told.SelectMany(told => told.Story.Events.Select(one => (told.Planet.Id, Event: one))),
            (row, one) =>
            {
                row.Long(one.Id.Value);
                row.Long(one.Event.Rev);
                row.Long(one.Event.Seq);
                row.Long(one.Event.ActorId.Value);
                row.Time(one.Event.At);
                row.Short((int)one.Event.Kind);
                row.Text(one.Event.Data, NpgsqlDbType.Jsonb);
            }
        );

    private async Task ReactionsAndVersionsAsync()
    {
        await connection.CopyAsync(
            "message_reactions (planet_id, seq, emoji, user_id, rev)",
            _told.SelectMany(told => told.Story.Reactions.Select(one => (told.Planet.Id, Reaction: one))),
            (row, one) =>
            {
                row.Long(one.Id.Value);
                row.Long(one.Reaction.Seq);
                row.Text(one.Reaction.Emoji);
                row.Long(one.Reaction.UserId.Value);
                row.Long(one.Reaction.Rev);
            }
        );
        await connection.CopyAsync(
            "message_edits (planet_id, seq, rev, text, at)",
            _told.SelectMany(told => told.Story.Versions.Select(one => (told.Planet.Id, Version: one))),
            (row, one) =>
            {
                row.Long(one.Id.Value);
                row.Long(one.Version.Seq);
                row.Long(one.Version.Rev);
                row.Text(one.Version.Text);
                row.Time(one.Version.At);
            }
        );
    }

    private async Task TravelsAsync()
    {
        var travels = _told.Where(told => told.Planet.TravelId is not null).ToList();
        await connection.CopyAsync(
            "travels (id, title, visibility, owner_id, member_count, created_at)",
            travels,
            (row, told) =>
            {
                row.Long(told.Planet.Id.Value);
                row.Text(told.Name);
                row.Short(_random.Next(PrivateEvery) == 0 ? 1 : 0);
                row.Long(told.Planet.Members[0].Value);
                row.Int(told.Planet.Members.Length);
                row.Time(told.CreatedAt);
            }
        );
        await connection.CopyAsync(
            "travel_members (travel_id, user_id, joined_at)",
            travels.SelectMany(told =>
                told.Planet.Members.Select(user => (told.Planet.Id, User: user, told.CreatedAt))
            ),
            (row, member) =>
            {
                row.Long(member.Id.Value);
                row.Long(member.User.Value);
                row.Time(member.CreatedAt);
            }
        );
    }
}

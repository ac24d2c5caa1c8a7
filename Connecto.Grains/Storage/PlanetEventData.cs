using System.Text.Json;
using System.Text.Json.Serialization;
using Connecto.Planets;

namespace Connecto.Storage;

/// <summary>
/// The JSON in <see cref="EventRow.Data"/>, by kind. PostgreSQL stores it as <c>jsonb</c>, so what is read back means
/// the same but need not be spelled the same.
/// </summary>
public static class PlanetEventData
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Members(IReadOnlyList<EventMember> members) => Write(new MembersData(members));

    public static IReadOnlyList<EventMember> ReadMembers(string data) => Read<MembersData>(data).Members;

    public static string Reaction(string emoji, bool on) => Write(new ReactionData(emoji, on));

    public static (string Emoji, bool On) ReadReaction(string data)
    {
        var reaction = Read<ReactionData>(data);
        return (reaction.Emoji, reaction.On);
    }

    public static string Pin(bool on) => Write(new PinData(on));

    public static bool ReadPin(string data) => Read<PinData>(data).On;

    /// <summary>What changed; null means unchanged. <paramref name="archivedAt"/> counts where it is archived.</summary>
    public static string Planet(string? name, PlanetSettings? settings, bool? archived, DateTimeOffset? archivedAt) =>
        Write(new PlanetData(name, settings, archived, archived == true ? archivedAt : null, null));

    public static PlanetData ReadPlanet(string data) => Read<PlanetData>(data);

    /// <summary>The last event of a planet.</summary>
    public static string Deleted(DateTimeOffset at) => Write(new PlanetData(null, null, null, null, at));

    private static string Write<T>(T data) => JsonSerializer.Serialize(data, _json);

    private static T Read<T>(string data) =>
        JsonSerializer.Deserialize<T>(data, _json) ?? throw new JsonException("the data of an event is null");

    private sealed record MembersData(IReadOnlyList<EventMember> Members);

    private sealed record ReactionData(string Emoji, bool On);

    private sealed record PinData(bool On);

    /// <summary>What changed of a planet; null means unchanged.</summary>
    public sealed record PlanetData(
        string? Name,
        PlanetSettings? Settings,
        bool? Archived,
        DateTimeOffset? ArchivedAt,
        DateTimeOffset? DeletedAt
    );
}

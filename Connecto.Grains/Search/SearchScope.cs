using Connecto.Ids;

namespace Connecto.Search;

/// <summary>Where somebody looks, and among which messages; what is null does not narrow it.</summary>
/// <param name="UserId">Who looks: only what he may read is found.</param>
internal sealed record SearchScope(Snowflake UserId)
{
    public Snowflake? PlanetId { get; init; }

    public Snowflake? TravelId { get; init; }

    public Snowflake? SenderId { get; init; }

    /// <summary>Sent then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Sent earlier than then.</summary>
    public DateTimeOffset? To { get; init; }
}

using Connecto.Ids;

namespace Connecto.Search;

/// <summary>Where somebody looks, and among which messages; what is null does not narrow it.</summary>
/// <param name="UserId">Who looks: only what he may read is found.</param>
internal sealed record SearchScope(Snowflake UserId)
{
    public Snowflake? PlanetId { get; init; }

    public Snowflake? TravelId { get; init; }

    public Snowflake? SenderId { get; init; }

    /// <summary>Id or display name of who sent it, whatever its case.</summary>
    public string? Sender { get; init; }

    /// <summary>Id of the planet, or what its name begins with, whatever its case.</summary>
    public string? Planet { get; init; }

    /// <summary>Sent then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Sent earlier than then.</summary>
    public DateTimeOffset? To { get; init; }
}

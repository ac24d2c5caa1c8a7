using System.Collections.Immutable;
using Connecto.Ids;

namespace Connecto.Search;

/// <summary>Where somebody looks, and among which messages; what is null does not narrow it.</summary>
/// <param name="UserId">Who looks: only what he may read is found.</param>
public sealed record SearchScope(Snowflake UserId)
{
    public Snowflake? PlanetId { get; init; }

    public Snowflake? TravelId { get; init; }

    /// <summary>Id of the planet, or what its name begins with, whatever its case.</summary>
    public string? Planet { get; init; }

    /// <summary>Sent by one of them; of nobody there is nothing.</summary>
    public ImmutableArray<Snowflake>? Senders { get; init; }

    /// <summary>Sent then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Sent earlier than then.</summary>
    public DateTimeOffset? To { get; init; }
}

using Connecto.Errors;

namespace Connecto.Travels;

/// <summary>A travel and whether one user takes part in it.</summary>
public sealed record TravelStanding(Travel Travel, bool TakesPart)
{
    /// <exception cref="ChatException"><see cref="ErrorCode.NotFound"/>: the user may not know of the travel.</exception>
    public TravelStanding RequireVisible() =>
        TakesPart || Travel.Visibility == TravelVisibility.Public ? this : throw new ChatException(ErrorCode.NotFound);

    /// <exception cref="ChatException">
    /// <see cref="ErrorCode.NotMember"/>: the user takes no part; <see cref="ErrorCode.NotFound"/>: nor may he know.
    /// </exception>
    public TravelStanding RequireMember() =>
        RequireVisible().TakesPart
            ? this
            : throw new ChatException(ErrorCode.NotMember, "You take no part in this travel.");
}

using Connecto.Ids;

namespace Connecto.Travels;

/// <summary>A travel to be made; its texts have been checked.</summary>
public sealed record NewTravel(string Title, TravelVisibility Visibility, DateOnly? StartsOn, DateOnly? EndsOn);

/// <summary>What is to change of a travel; null leaves it as it is. <c>OwnerId</c> hands it over.</summary>
public sealed record TravelPatch(
    string? Title,
    TravelVisibility? Visibility,
    DateOnly? StartsOn,
    DateOnly? EndsOn,
    Snowflake? OwnerId
)
{
    /// <summary>Why such dates are refused.</summary>
    public const string WrongEnd = "a travel does not end before it starts";
}

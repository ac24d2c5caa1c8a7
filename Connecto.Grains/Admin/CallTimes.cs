using Connecto.Diagnostics;
using Orleans;

namespace Connecto.Admin;

/// <summary>
/// What a call of the API or the hub took on one web node or on several: how often it was refused for what its caller asked,
/// and how long all of them took; failed are those that failed on our side, <c>unavailable</c> among them.
/// </summary>
/// <param name="Name">Method and route, such as <c>GET /api/v1/me</c>, or the hub's method, such as <c>hub SendMessage</c>.</param>
/// <param name="Refused">Calls answered with a status of 400 to 499, or with a code that has one.</param>
/// <param name="Times">Until the answer was made.</param>
[GenerateSerializer, Immutable]
public sealed record CallTimes(string Name, long Refused, Durations Times)
{
    /// <summary>The same call on two nodes.</summary>
    public CallTimes With(CallTimes other) =>
        this with
        {
            Refused = Refused + other.Refused,
            Times = Times.With(other.Times),
        };
}

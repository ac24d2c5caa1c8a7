namespace Connecto.Ids;

/// <summary>
/// The right to make ids under one node number for the milliseconds (since <see cref="Snowflake.Origin"/>) from
/// <c>From</c> to <c>Until</c>, both included. No two reservations of a number ever overlap.
/// </summary>
internal sealed record NodeReservation(int Number, long From, long Until)
{
    /// <summary>Holds no millisecond.</summary>
    public static readonly NodeReservation None = new(0, 0, -1);
}

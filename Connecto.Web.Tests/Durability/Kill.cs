namespace Connecto.Web.Tests.Durability;

/// <summary>One kill: of what, and at the moment of which answer counted from when all was well again.</summary>
internal sealed record Kill(Victim Victim, int AfterAnswers)
{
    private const int Servers = 8;
    private const int FewestAnswers = 20;
    private const int MostAnswers = 500;

    /// <summary>Ten kills of the server, two of them while it starts; two of PostgreSQL, one of <c>up</c>; in any order.</summary>
    public static IReadOnlyList<Kill> Draw(Random random)
    {
        Victim[] victims =
        [
            .. Enumerable.Repeat(Victim.Server, Servers),
            Victim.ServerAndTheNext,
            Victim.Postgres,
            Victim.Postgres,
            Victim.Up,
        ];
        random.Shuffle(victims);
        return [.. victims.Select(victim => new Kill(victim, random.Next(FewestAnswers, MostAnswers)))];
    }
}

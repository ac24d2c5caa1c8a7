namespace Connecto.Bench.Clients;

/// <summary>A user of a run with a token that outlasts it.</summary>
internal sealed record ChatUser(string Id, string Name, string Token)
{
    /// <summary>Which of his planets he is in now, for all of his devices.</summary>
    public Standings Standings { get; } = new();
}

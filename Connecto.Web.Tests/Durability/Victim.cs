namespace Connecto.Web.Tests.Durability;

/// <summary>What a run kills.</summary>
internal enum Victim
{
    /// <summary>The server.</summary>
    Server,

    /// <summary>The server, and the one that starts in its place before it is ready.</summary>
    ServerAndTheNext,

    /// <summary>PostgreSQL's first process.</summary>
    Postgres,

    /// <summary>The command that starts both again, after which it is run anew.</summary>
    Up,
}

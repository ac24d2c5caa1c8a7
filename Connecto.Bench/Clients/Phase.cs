namespace Connecto.Bench.Clients;

/// <summary>What a client is at.</summary>
internal enum Phase
{
    /// <summary>It sends, edits, deletes, reads and resumes as its seed says.</summary>
    Talking,

    /// <summary>It only brings to an end what it has begun.</summary>
    Settling,

    /// <summary>It repeats every send that it ever made.</summary>
    Retrying,
}

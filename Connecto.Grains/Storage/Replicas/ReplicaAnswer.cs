namespace Connecto.Storage.Replicas;

/// <summary>Whether the replica may be read, or why not.</summary>
internal enum ReplicaAnswer
{
    Serves,

    /// <summary>It did not answer when it was last asked.</summary>
    Away,

    /// <summary>It is further behind than it may be.</summary>
    Late,

    /// <summary>Who reads has written something that it may not have yet.</summary>
    LacksOwnWrite,

    /// <summary>It failed while it was read.</summary>
    Failed,

    /// <summary>It was read, and does not have all of the planet yet.</summary>
    LacksEvents,
}

namespace Connecto.Storage;

/// <summary>How many active members a planet is stored to have and how many there are, with the head at which it is so.</summary>
public readonly record struct MemberAudit(int Stored, int Counted, long Epoch, long HeadRev);

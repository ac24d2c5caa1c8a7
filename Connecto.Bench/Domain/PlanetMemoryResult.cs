namespace Connecto.Bench.Domain;

/// <summary>
/// Bytes of the managed heap that each of so many planets takes while it is used and while it rests, and that an
/// activation takes that has read nothing.
/// </summary>
internal sealed record PlanetMemoryResult(int Planets, long UsedBytes, long RestingBytes, long EmptyBytes);

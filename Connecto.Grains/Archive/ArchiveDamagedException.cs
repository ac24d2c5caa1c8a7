using Orleans;

namespace Connecto.Archive;

/// <summary>The files of an archive are not what was written, or do not fit any more.</summary>
[GenerateSerializer]
public sealed class ArchiveDamagedException(string message) : Exception(message);

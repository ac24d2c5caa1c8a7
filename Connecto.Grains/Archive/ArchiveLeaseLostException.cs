using Orleans;

namespace Connecto.Archive;

/// <summary>Another server archives by now; nothing was entered.</summary>
[GenerateSerializer]
internal sealed class ArchiveLeaseLostException() : Exception("Another server archives by now.");

namespace Connecto.Archive;

/// <summary>Another server archives by now; nothing was entered.</summary>
internal sealed class ArchiveLeaseLostException() : Exception("Another server archives by now.");

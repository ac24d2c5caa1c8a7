namespace Connecto.Archive;

/// <summary>The files of an archive are not what was written.</summary>
public sealed class ArchiveDamagedException(string message, Exception? cause = null) : Exception(message, cause);

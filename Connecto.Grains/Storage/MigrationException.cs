namespace Connecto.Storage;

/// <summary>The schema of the database and the migrations of this build do not fit together.</summary>
[Orleans.GenerateSerializer]
public sealed class MigrationException(string message) : Exception(message);

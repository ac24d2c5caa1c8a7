using Npgsql;

namespace Connecto.Storage;

/// <summary>Which failures of PostgreSQL pass by themselves, so that who called is told to try again.</summary>
public static class PassingFailure
{
    // A failure without a word of the server's is one of the connection. 57014: cancelled by a time-out of the server;
    // 25006: a primary that has just become a replica.
    public static bool Passes(this NpgsqlException failure) =>
        failure is not PostgresException postgres
        || postgres.IsTransient
        || postgres.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction;
}

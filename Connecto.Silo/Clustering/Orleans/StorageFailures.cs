using Connecto.Errors;
using Connecto.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;

namespace Connecto.Silo.Clustering;

/// <summary>
/// A failure of PostgreSQL has no form in which it could cross to another process and be known there, so one that passes
/// leaves its grain as the refusal that callers are to see.
/// </summary>
internal sealed class StorageFailures(ILogger<StorageFailures> logger) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (NpgsqlException failure) when (failure.Passes())
        {
            Log.StorageFailed(logger, context.InterfaceName, context.MethodName, failure);
            throw new ChatException(ErrorCode.Unavailable);
        }
    }
}

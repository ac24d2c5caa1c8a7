using System.Collections.Immutable;
using Connecto.Users;

namespace Connecto.Web.Chat;

/// <summary>
/// Tells users' grains again which of them are on this node, so that a grain which moved hears of it, closes what
/// belongs to a session that ended unheard, and takes over whom the grain knows to be hidden where this node missed
/// being told. That the grain itself hears of a block is the matter of the block's job.
/// </summary>
internal sealed class UserRenewal(UserTable users, WebNode node, ILogger<UserRenewal> logger) : Round(node.Time)
{
    private const int ParallelCalls = 32;

    protected override TimeSpan First => UserLease.RenewEvery;

    protected override async Task<TimeSpan> RunAsync(CancellationToken stoppingToken)
    {
        await Parallel.ForEachAsync(
            users.All().GroupBy(connection => (connection.Caller.UserId, connection.Caller.SessionId)),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelCalls, CancellationToken = stoppingToken },
            async (session, _) => await RenewAsync([.. session])
        );
        return UserLease.RenewEvery;
    }

    private async Task RenewAsync(ImmutableArray<ChatConnection> connections)
    {
        try
        {
            if (!await users.AttachAsync(connections))
            {
                foreach (var connection in connections)
                {
                    connection.End();
                }
            }
        }
        catch (Exception failure)
        {
            // The next round tries again; an answer that did not come ends nobody's session.
            Log.UserNotRenewed(logger, connections[0].Caller.UserId, failure);
        }
    }
}

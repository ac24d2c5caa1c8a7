using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Presence;

namespace Connecto.Web.Chat;

/// <summary>
/// What one shard knows of this node. It has one call under way; what changes meanwhile is told with the next one, by
/// what is true then. Safe for use by several threads.
/// </summary>
internal sealed class PresenceReport(int shard, UserTable users, WebNode node, ILogger logger)
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    /// <summary>Users the shard has been told to be here; touched by the one call under way only.</summary>
    private readonly HashSet<Snowflake> _told = [];
    private HashSet<Snowflake> _touched = [];
    private bool _renewalDue;
    private bool _reporting;
    private volatile bool _stopped;

    /// <summary>A user's first or further connection came, or his last one went.</summary>
    public void Touch(Snowflake userId)
    {
        lock (_lock)
        {
            _touched.Add(userId);
            Begin();
        }
    }

    /// <summary>Tells the shard again whom this node has.</summary>
    public void Renew()
    {
        lock (_lock)
        {
            _renewalDue = true;
            Begin();
        }
    }

    /// <summary>Tells the shard that this node is going, and nothing more after it.</summary>
    public async Task LeaveAsync()
    {
        if (_stopped)
        {
            return;
        }
        _stopped = true;
        try
        {
            await node.Presence(shard).Leave(node.Id);
        }
        catch (Exception failure)
        {
            // Its lease ends.
            Log.PresenceNotLeft(logger, shard, failure);
        }
    }

    private void Begin()
    {
        if (!_reporting && !_stopped)
        {
            _reporting = true;
            _ = ReportAsync();
        }
    }

    private async Task ReportAsync()
    {
        await Task.Yield();
        while (TryTake(out var touched, out var renewalDue))
        {
            try
            {
                if (touched.Count > 0)
                {
                    renewalDue |= !await TellAsync(touched);
                }
                if (renewalDue)
                {
                    await node.Presence(shard).Renew(node.Id, node.PresenceObserver, [.. _told]);
                }
            }
            catch (Exception failure)
            {
                PutBack(touched);
                if (!_stopped)
                {
                    Log.PresenceNotReported(logger, shard, failure);
                    await Task.Delay(_retry, node.Time);
                }
            }
        }
    }

    private async Task<bool> TellAsync(HashSet<Snowflake> touched)
    {
        var (here, gone) = (new List<Snowflake>(), new List<Snowflake>());
        foreach (var userId in touched)
        {
            (users.Connections(userId).IsEmpty ? gone : here).Add(userId);
        }
        var knewNode = await node.Presence(shard).Changed(node.Id, node.PresenceObserver, [.. here], [.. gone]);
        _told.UnionWith(here);
        _told.ExceptWith(gone);
        return knewNode;
    }

    private bool TryTake(out HashSet<Snowflake> touched, out bool renewalDue)
    {
        lock (_lock)
        {
            (touched, renewalDue) = (_touched, _renewalDue);
            if (_stopped || (touched.Count == 0 && !renewalDue))
            {
                _reporting = false;
                return false;
            }
            (_touched, _renewalDue) = ([], false);
            return true;
        }
    }

    // The next call renews as well, whatever became of this one.
    private void PutBack(HashSet<Snowflake> touched)
    {
        lock (_lock)
        {
            _touched.UnionWith(touched);
            _renewalDue = true;
        }
    }
}

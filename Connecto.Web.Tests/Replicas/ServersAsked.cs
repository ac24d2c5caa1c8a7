using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Connecto.Tests.Support;
using Npgsql;

namespace Connecto.Web.Tests.Replicas;

/// <summary>Which server this process has asked what, as Npgsql traces it; not what the watch of a replica asks.</summary>
internal sealed class ServersAsked : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<(string Port, string Text)> _commands = new();

    public ServersAsked()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                var port = Convert.ToString(activity.GetTagItem("server.port"), CultureInfo.InvariantCulture) ?? "";
                if (activity.GetTagItem("db.query.text") is string text && !text.Contains("pg_is_in_recovery"))
                {
                    _commands.Enqueue((port, text));
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Commands so far whose text contains this.</summary>
    public int Count(PostgresServer server, string containing = "")
    {
        var port = new NpgsqlConnectionStringBuilder(server.ConnectionString).Port.ToString(
            CultureInfo.InvariantCulture
        );
        return _commands.Count(command => command.Port == port && command.Text.Contains(containing));
    }

    public void Clear() => _commands.Clear();

    public void Dispose() => _listener.Dispose();
}

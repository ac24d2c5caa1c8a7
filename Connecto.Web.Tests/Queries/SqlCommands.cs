using System.Collections.Concurrent;
using System.Diagnostics;

namespace Connecto.Web.Tests.Queries;

/// <summary>The commands that this process has sent to one database, as Npgsql traces them: a batch is one command.</summary>
internal sealed class SqlCommands : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<string> _texts = new();

    public SqlCommands(string database)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Tag(activity, "db.namespace", "db.name") == database)
                {
                    _texts.Enqueue(Tag(activity, "db.query.text", "db.statement") ?? activity.DisplayName);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Their texts so far, in order.</summary>
    public IReadOnlyList<string> Texts => [.. _texts];

    public void Clear() => _texts.Clear();

    public void Dispose() => _listener.Dispose();

    // The conventions of OpenTelemetry have changed these names once.
    private static string? Tag(Activity activity, string name, string former) =>
        (activity.GetTagItem(name) ?? activity.GetTagItem(former)) as string;
}

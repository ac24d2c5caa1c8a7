using System.Globalization;
using Connecto.Bench.Plants;
using Connecto.Bench.Processes;

namespace Connecto.Web.Tests.Processes;

/// <summary>How long <c>./connecto</c> lets servers take to their ends (<c>commands/ends.sh</c>).</summary>
[Trait("Runtime", "Either")]
public sealed class EndsTests
{
    private static readonly TimeSpan _spare = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData("", "")]
    [InlineData("00:00:02", "00:00:30")]
    [InlineData("00:01:00", "00:02:00")]
    [InlineData("08:09", "00:08")]
    [InlineData("1", "0")]
    [InlineData("1.02:03:04.5", "0.00:00:08.0000001")]
    [InlineData("00:00:09.000", "0:0:9")]
    public async Task Times_are_read_as_the_servers_read_them(string drain, string shutdown)
    {
        var web = Read(drain, "00:00:02") + TimeSpan.FromSeconds(2 + 2 + 30) + _spare;
        var silo = Read(shutdown, "00:00:30") + TimeSpan.FromSeconds(5) + _spare;

        var (isDone, output) = await EndsWithinAsync(drain, shutdown);

        Assert.True(isDone, output);
        Assert.Equal($"{Math.Ceiling(web.TotalSeconds)} {Math.Ceiling(silo.TotalSeconds)}", output);
    }

    [Theory]
    [InlineData("60s")]
    [InlineData("00:60:00")]
    [InlineData("24:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("00:00:01; touch x")]
    public async Task What_is_no_time_is_refused(string drain)
    {
        var (isDone, output) = await EndsWithinAsync(drain, "");

        Assert.False(isDone);
        Assert.Equal($"connecto: Chat__ReconnectWithin is a time as 00:01:00, not '{drain}'", output);
    }

    private static TimeSpan Read(string time, string otherwise) =>
        TimeSpan.Parse(time.Length == 0 ? otherwise : time, CultureInfo.InvariantCulture);

    private static Task<(bool IsDone, string Output)> EndsWithinAsync(string drain, string shutdown) =>
        Shell.TryAsync(
            "bash",
            "-euc",
            """
            root=$1 Chat__ReconnectWithin=$2 Cluster__ShutdownTimeout=$3
            source "$root/commands/base.sh"
            part ends
            ends_within
            echo "$web_ends_within $silo_ends_within"
            """,
            "bash",
            BuiltProgram.Repository(),
            drain,
            shutdown
        );
}

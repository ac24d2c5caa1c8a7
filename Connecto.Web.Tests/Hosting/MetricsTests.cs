using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Connecto.Bench.Processes;
using Connecto.Diagnostics;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Chat;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Hosting;

/// <summary>What <c>/metrics</c> tells, and whom.</summary>
public sealed partial class MetricsTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_process_does_is_told_in_the_words_of_Prometheus()
    {
        await using var server = await StartAsync(null, slowQuery: "0.000001");
        var user = await server.Server.UserAsync();
        await using var client = await user.ConnectAsync();
        var planet = await server.Server.PlanetAsync(user);
        await client.SendAsync(planet, "hello");

        using var answer = await GetAsync(server, null);
        Assert.StartsWith("text/plain; version=0.0.4", answer.Content.Headers.ContentType!.ToString());
        // Some are counted when something ends, and an answer may be a moment old.
        foreach (
            var name in new[]
            {
                "connecto_cache_reads_total",
                "connecto_counters_flush_size_count",
                "connecto_hub_call_duration_seconds_count",
                "connecto_hub_connections",
                "connecto_queries_slow_total",
                "connecto_writer_transaction_duration_seconds_count",
                "db_client_connection_max",
                "http_server_request_duration_seconds_count",
                "dotnet_process_memory_working_set_bytes",
            }
        )
        {
            await Eventually.Holds(async () => Value(await TextAsync(server), name) > 0, name, Cancellation);
        }
    }

    [Fact]
    public async Task By_what_webs_are_scaled_is_told_by_one_to_whom_nobody_is_connected_too()
    {
        await using var server = await StartAsync(null);
        var scaled = MetricName()
            .Match(await File.ReadAllTextAsync(Source("deploy/k8s/autoscaling.yaml"), Cancellation))
            .Groups[1]
            .Value;

        await Eventually.Holds(
            async () => Value(await TextAsync(server), scaled) >= 0,
            $"{scaled} is told",
            Cancellation
        );
    }

    [Fact]
    public async Task Who_would_write_metrics_is_refused()
    {
        await using var server = await StartAsync(null);
        using var http = new HttpClient { BaseAddress = server.Server.Address };
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete })
        {
            using var request = new HttpRequestMessage(method, "/metrics");
            using var answer = await http.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/metrics", null, HttpStatusCode.OK)]
    [InlineData("/metrics", "127.0.0.1, 198.51.100.1", HttpStatusCode.NotFound)]
    [InlineData("/metrics", "127.0.0.1", HttpStatusCode.OK)]
    [InlineData("/metrics", "198.51.100.1", HttpStatusCode.NotFound)]
    [InlineData("/metrics/", "198.51.100.1", HttpStatusCode.NotFound)]
    [InlineData("/%6dETRICS", "198.51.100.1", HttpStatusCode.NotFound)]
    public async Task Who_comes_through_a_proxy_from_elsewhere_is_not_told(
        string path,
        string? client,
        HttpStatusCode told
    )
    {
        await using var server = await StartAsync("127.0.0.1");

        using var answer = await GetAsync(server, client, path);

        Assert.Equal(told, answer.StatusCode);
    }

    [Fact]
    public void What_the_manual_explains_is_measured()
    {
        var measured = new List<string>();
        using (
            var listener = new MeterListener { InstrumentPublished = (instrument, _) => measured.Add(Name(instrument)) }
        )
        {
            RuntimeHelpers.RunClassConstructor(typeof(WebMetrics).TypeHandle);
            RuntimeHelpers.RunClassConstructor(typeof(GrainMetrics).TypeHandle);
            listener.Start();
        }

        var manual = File.ReadAllText(Source("docs/operations.md")).Split("## Metrics")[1];
        var explained = ExplainedName().Matches(manual).Select(name => name.Groups[1].Value).ToList();
        var alarms = File.ReadAllText(Source("deploy/prometheus/rules.yaml"));
        var alarmed = AlarmedName().Matches(alarms).Select(name => name.Groups[1].Value).ToList();

        Assert.NotEmpty(explained);
        Assert.NotEmpty(alarmed);
        Assert.Equal([], explained.Except(measured));
        Assert.Equal([], alarmed.Except(explained));

        static string Name(Instrument instrument) =>
            instrument.Name.Replace('.', '_')
            + (instrument.Unit == "s" ? "_seconds" : "")
            + (
                instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal)
                && !instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal)
                    ? "_total"
                    : ""
            );
    }

    [Fact]
    public async Task Who_comes_through_a_proxy_that_nobody_named_is_not_told()
    {
        await using var server = await StartAsync(null);

        using var answer = await GetAsync(server, "127.0.0.1");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<RestServer> StartAsync(string? knownProxy, string? slowQuery = null)
    {
        var server = new RestServer(postgres);
        server.Server.Settings["Storage:SlowQuerySeconds"] = slowQuery;
        server.Server.Settings["Proxies:Known"] = knownProxy;
        server.Server.Settings["Proxies:NoticeWithin"] = "00:00:00";
        await server.InitializeAsync();
        return server;
    }

    private static async Task<string> TextAsync(RestServer server)
    {
        using var answer = await GetAsync(server, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task<HttpResponseMessage> GetAsync(RestServer server, string? client, string path = "/metrics")
    {
        using var http = new HttpClient();
        if (client is not null)
        {
            http.DefaultRequestHeaders.Add("X-Forwarded-For", client);
        }
        return await http.GetAsync(new Uri(server.Server.Address, path), Cancellation);
    }

    /// <summary>The sum of all its series; -1 where there is none.</summary>
    private static double Value(string text, string name)
    {
        var series = text.Split('\n').Where(line => Regex.IsMatch(line, $@"^{name}(\{{[^}}]*\}})? ")).ToList();
        return series.Count == 0
            ? -1
            : series.Sum(line =>
                double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture)
            );
    }

    private static string Source(string path, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../..", path);

    [GeneratedRegex(@"`(connecto_\w+)`")]
    private static partial Regex ExplainedName();

    [GeneratedRegex(@"\b(connecto_(?:\w(?!_(?:bucket|count)\b))+\w)(?!\w*!?=)")]
    private static partial Regex AlarmedName();

    [GeneratedRegex(@"metric: \{ name: (\w+) \}")]
    private static partial Regex MetricName();
}

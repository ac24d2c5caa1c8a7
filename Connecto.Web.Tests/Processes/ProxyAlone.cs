using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Connecto.Bench.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Connecto.Web.Tests.Processes;

/// <summary>
/// HAProxy as <c>./connecto up</c> starts it, before a server that answers with what it was told of a request's origin. Where
/// there is no HAProxy and none can be had, the tests are skipped.
/// </summary>
public sealed class ProxyAlone : IAsyncLifetime
{
    /// <summary>The one address from which a proxy's word counts here.</summary>
    public const string OuterProxy = "127.0.0.3";

    private const int Missing = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connecto-proxy-");
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Draw()}");
    private WebApplication? _behind;
    private Process? _proxy;

    /// <summary>What arrives of a request from that address which claims so: <c>X-Forwarded-For</c> and <c>-Proto</c>.</summary>
    public async Task<string> AskAsync(
        string from,
        string? claimedFor,
        string? claimedScheme,
        CancellationToken cancellation
    )
    {
        Assert.SkipWhen(_proxy is { HasExited: true, ExitCode: Missing }, "There is no HAProxy on this machine.");
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
        using var request = new HttpRequestMessage(HttpMethod.Get, _address);
        foreach (var (name, claim) in new[] { ("X-Forwarded-For", claimedFor), ("X-Forwarded-Proto", claimedScheme) })
        {
            if (claim is not null)
            {
                request.Headers.Add(name, claim);
            }
        }
        using var answer = await http.SendAsync(request, cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);

        async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(context.DnsEndPoint, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _behind = builder.Build();
        _behind.Run(context =>
        {
            var headers = context.Request.Headers;
            return context.Response.WriteAsync($"{headers["X-Forwarded-For"]} {headers["X-Forwarded-Proto"]}");
        });
        await _behind.StartAsync();
        _proxy = Start(new Uri(_behind.Urls.Single()).Port);
        await Eventually.Holds(() => _proxy.HasExited || IsServed(), "HAProxy", CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_proxy is { HasExited: false })
        {
            _proxy.Kill();
            await _proxy.WaitForExitAsync();
        }
        _proxy?.Dispose();
        if (_behind is not null)
        {
            await _behind.DisposeAsync();
        }
        _folder.Delete(recursive: true);
    }

    private bool IsServed()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(_address.Host, _address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Process Start(int port)
    {
        const string script = """
            root=$1 data=$2 port=$3
            source "$root/commands/base.sh"
            part build programs cluster
            mkdir "$data/run" "$data/logs"
            web_names=(web-1) port_of=([web-1]=$4 [statistics]=$5)
            find_program haproxy || exit 3
            haproxy=("${program[@]}")
            run_part() { exec "${@:2}"; }
            start_proxy
            """;
        string[] words =
        [
            BuiltProgram.Repository(),
            _folder.FullName,
            $"{_address.Port}",
            $"{port}",
            $"{FreePort.Draw()}",
        ];
        var start = new ProcessStartInfo("bash", ["-euc", script, "bash", .. words]);
        start.Environment["CONNECTO_OUTER_PROXIES"] = OuterProxy;
        return Process.Start(start)!;
    }
}

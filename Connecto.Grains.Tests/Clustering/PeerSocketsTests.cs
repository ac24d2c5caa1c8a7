using Connecto.Tests.Support;
#if ORLEANS_PACKAGES
using System.Net;
using System.Net.Sockets;
using Connecto.Silo.Clustering;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
#endif

namespace Connecto.Grains.Tests.Clustering;

#if ORLEANS_PACKAGES
public sealed class PeerSocketsTests
{
    private static readonly TimeSpan _giveUp = TimeSpan.FromSeconds(1);

    // More than the buffers of both sides hold.
    private static readonly byte[] _flood = new byte[64 << 20];

    [Fact]
    public async Task A_caller_gives_up_a_peer_that_takes_nothing()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering().GiveUpSilentPeers(_giveUp));
        using var host = builder.Build();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var caller = Chosen<IConnectionFactory>(builder, host);
        await using var connection = await caller.ConnectAsync(
            silent.LocalEndpoint,
            TestContext.Current.CancellationToken
        );

        await IsGivenUpAsync(connection);
    }

    [Fact]
    public async Task A_silo_gives_up_a_caller_that_takes_nothing()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleans(silo => silo.UseLocalhostClustering().GiveUpSilentPeers(_giveUp));
        using var host = builder.Build();
        await using var listener = await Chosen<IConnectionListenerFactory>(builder, host)
            .BindAsync(new IPEndPoint(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);
        using var silent = new TcpClient();
        await silent.ConnectAsync((IPEndPoint)listener.EndPoint, TestContext.Current.CancellationToken);

        await using var connection = await listener.AcceptAsync(TestContext.Current.CancellationToken);

        await IsGivenUpAsync(connection!);
    }

    // What Orleans is given where it asks.
    private static T Chosen<T>(HostApplicationBuilder builder, IHost host)
        where T : notnull =>
        host.Services.GetRequiredKeyedService<T>(
            builder.Services.Last(service => service.ServiceType == typeof(T)).ServiceKey
        );

    private static async Task IsGivenUpAsync(ConnectionContext connection)
    {
        var write = connection.Transport.Output.WriteAsync(_flood, TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => connection.ConnectionClosed.IsCancellationRequested);
        await write;
    }
}
#else
public sealed class PeerSocketsTests
{
    [Fact(Skip = OneProcess.Reason)]
    public void A_caller_gives_up_a_peer_that_takes_nothing() { }

    [Fact(Skip = OneProcess.Reason)]
    public void A_silo_gives_up_a_caller_that_takes_nothing() { }
}
#endif

using Connecto.Tests.Support;
#if ORLEANS_PACKAGES
using Connecto.Grains.Tests.Runtime;
using Connecto.Grains.Tests.Runtime.Grains;
using Connecto.Silo.Clustering;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
#endif

namespace Connecto.Grains.Tests.Clustering;

#if ORLEANS_PACKAGES
public sealed class PeerTlsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private string _connectionString = "";

    public async ValueTask InitializeAsync() => _connectionString = await postgres.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        _authority.Dispose();
        await postgres.DropDatabaseAsync(_connectionString);
    }

    [Fact]
    public async Task Silos_and_a_client_with_certificates_of_one_authority_work_together()
    {
        await using var first = await StartAsync(_authority);
        await using var second = await StartAsync(_authority);
        await Eventually.TrueAsync(() => first.ActiveSilos == 2);
        await ReachesAsync(first.Grains, second);
        await ReachesAsync(second.Grains, first);

        using var client = Client(PeerCertificates.From(_authority.Settings()));
        await client.StartAsync(TestContext.Current.CancellationToken);
        await ReachesAsync(client.Grains, first);
        await client.StopAsync();
    }

    [Fact]
    public async Task A_client_with_a_certificate_of_another_authority_or_with_none_does_not_get_in()
    {
        await using var silo = await StartAsync(_authority);
        using var others = new TestAuthority();
        await RefusesAsync(silo, Client(PeerCertificates.From(others.Settings())));
        // It takes the silo's certificate, so that it is the silo that refuses.
        await RefusesAsync(
            silo,
            Client(PeerCertificates.From(others.Settings(authority: others.FileWith(_authority))))
        );
        await RefusesAsync(silo, Client(null));
    }

    [Fact]
    public async Task A_silo_with_a_certificate_of_another_authority_does_not_get_in()
    {
        await using var first = await StartAsync(_authority);
        using var others = new TestAuthority();
        await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(others));
        Assert.Equal(1, first.ActiveSilos);
    }

    private Task<ClusterSilo> StartAsync(TestAuthority authority) =>
        ClusterSilo.StartAsync(
            _connectionString,
            silo =>
                silo.UsePeerTls(PeerCertificates.From(authority.Settings())!)
                    .Configure<ClusterMembershipOptions>(options =>
                        options.MaxJoinAttemptTime = TimeSpan.FromSeconds(10)
                    )
        );

    private ClusterClient Client(PeerCertificates? certificates) =>
        new(
            _connectionString,
            client =>
            {
                if (certificates is not null)
                {
                    client.UsePeerTls(certificates);
                }
            }
        );

    private static async Task RefusesAsync(ClusterSilo silo, ClusterClient client)
    {
        using (client)
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken))
        {
            var before = silo.Refusals;
            var starting = client.StartAsync(end.Token);
            await Eventually.TrueAsync(() => silo.Refusals > before);
            Assert.False(starting.IsCompletedSuccessfully);
            await end.CancelAsync();
        }
    }

    private static async Task ReachesAsync(IGrainFactory grains, ClusterSilo silo)
    {
        var name = "";
        while (name != silo.Address.ToString())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            name = await grains.GetGrain<IActorGrain>(Scene.New().Name).SiloName();
        }
    }
}
#else
public sealed class PeerTlsTests
{
    [Fact(Skip = OneProcess.Reason)]
    public void Silos_and_a_client_with_certificates_of_one_authority_work_together() { }

    [Fact(Skip = OneProcess.Reason)]
    public void A_client_with_a_certificate_of_another_authority_or_with_none_does_not_get_in() { }

    [Fact(Skip = OneProcess.Reason)]
    public void A_silo_with_a_certificate_of_another_authority_does_not_get_in() { }
}
#endif

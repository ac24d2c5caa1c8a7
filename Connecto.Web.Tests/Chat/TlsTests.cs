using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Chat;

/// <summary>Where TLS lies between the hub and its socket, frames go through it.</summary>
public sealed class TlsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Clients_are_served_over_TLS_and_asked_to_come_back_when_the_host_stops()
    {
        using var certificate = MakeCertificate();
        await using var server = new ChatServer(postgres)
        {
            Settings = { ["urls"] = "https://127.0.0.1:0" },
            Configure = services =>
                services.Configure<KestrelServerOptions>(options =>
                    options.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate)
                ),
        };
        await server.InitializeAsync();
        Assert.Equal("https", server.Address.Scheme);
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        var options = new HubClientOptions { KeepAliveEvery = TimeSpan.FromMilliseconds(10), Trusted = certificate };
        await using var client = await user.ConnectAsync(options: options);
        await using var sleeper = await user.ConnectAsync(
            reads: false,
            options: HubClientOptions.Narrow with
            {
                Trusted = certificate,
            }
        );
        await client.SubscribeAsync(planet);
        await sleeper.SendTextAsync(
            $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[[{"planetId":"{{planet}}"}]]}"""
        );
        const int messages = 200;

        var text = new string('한', 1_000);
        await Task.WhenAll(Enumerable.Range(0, messages).Select(_ => client.SendAsync(planet, text)));
        sleeper.StartReading();

        foreach (var reader in new[] { client, sleeper })
        {
            var heard = await reader.EventsAsync(planet, messages);
            Assert.Equal(Enumerable.Range(2, messages).Select(rev => (long)rev), heard.Select(Rev));
        }
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("snapshot", (await client.SubscribeAsync(planet)).GetProperty("state").GetString());
        }
        var stopping = server.StopAsync();
        Assert.Equal(new HubEnd(IsCut: false, AllowsReconnect: true, Error: null), await client.Ended);
        await stopping;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static long Rev(JsonElement change) => change.GetProperty("rev").GetInt64();
}

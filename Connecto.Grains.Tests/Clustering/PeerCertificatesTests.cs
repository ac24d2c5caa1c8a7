using System.Security.Cryptography;
using Connecto.Settings;
using Connecto.Silo.Clustering;
using Microsoft.Extensions.Configuration;

namespace Connecto.Grains.Tests.Clustering;

public sealed class PeerCertificatesTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    [Fact]
    public void Without_any_file_there_is_no_TLS() =>
        Assert.Null(PeerCertificates.From(new ConfigurationBuilder().Build()));

    [Theory]
    [InlineData("Certificate")]
    [InlineData("Key")]
    [InlineData("Authority")]
    public void With_some_of_the_files_the_start_is_refused(string missing)
    {
        var settings = _authority.Settings();
        settings[$"Cluster:Tls:{missing}"] = "";
        var error = Assert.Throws<SettingException>(() => PeerCertificates.From(settings));
        Assert.Contains("needs all three", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_file_that_is_not_there_or_none_of_its_kind_the_start_is_refused()
    {
        var settings = _authority.Settings();
        settings["Cluster:Tls:Key"] = _authority.AuthorityFile;
        Assert.Throws<SettingException>(() => PeerCertificates.From(settings));
        settings["Cluster:Tls:Key"] = _authority.AuthorityFile + ".not";
        var error = Assert.Throws<SettingException>(() => PeerCertificates.From(settings));
        Assert.Contains("authority.pem.not", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_certificate_that_its_own_peers_would_refuse_the_start_is_refused()
    {
        using var others = new TestAuthority();
        Assert.Throws<SettingException>(() =>
            PeerCertificates.From(_authority.Settings(authority: others.AuthorityFile))
        );
        Assert.Throws<SettingException>(() =>
            PeerCertificates.From(_authority.Settings(until: TimeProvider.System.GetUtcNow().AddMinutes(-1)))
        );
    }

    [Fact]
    public void Peers_are_taken_that_show_a_valid_certificate_of_the_authority()
    {
        using var others = new TestAuthority();
        var certificates = PeerCertificates.From(_authority.Settings())!;
        var now = TimeProvider.System.GetUtcNow();

        Assert.True(certificates.Takes(_authority.Issue(_key, now.AddDays(1))));
        Assert.False(certificates.Takes(_authority.Issue(_key, now.AddMinutes(-1))));
        Assert.False(certificates.Takes(_authority.Issue(_key, now.AddYears(1).AddDays(1))));
        Assert.False(certificates.Takes(others.Issue(_key, now.AddDays(1))));
    }
}

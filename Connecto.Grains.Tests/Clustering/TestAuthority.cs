using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace Connecto.Grains.Tests.Clustering;

/// <summary>An authority of a test's own, whose certificates lie as PEM files in a directory that goes with it.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("connecto-tls-");
    private readonly X509Certificate2 _root;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddYears(-2), now.AddYears(2));
        File.WriteAllText(At("authority.pem"), _root.ExportCertificatePem());
    }

    public string AuthorityFile => At("authority.pem");

    /// <summary>A file with this authority and another one, for a peer that takes certificates of both.</summary>
    public string FileWith(TestAuthority other)
    {
        var file = At("both.pem");
        File.WriteAllText(file, _root.ExportCertificatePem() + "\n" + other._root.ExportCertificatePem());
        return file;
    }

    /// <summary>Settings that name a new certificate of this authority, which is valid until then, and the authority.</summary>
    public IConfiguration Settings(DateTimeOffset? until = null, string? authority = null)
    {
        var name = Guid.NewGuid().ToString("N");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(key, until ?? TimeProvider.System.GetUtcNow().AddDays(1));
        File.WriteAllText(At($"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(At($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        return new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Cluster:Tls:Certificate", At($"{name}.pem")),
                new("Cluster:Tls:Key", At($"{name}.key")),
                new("Cluster:Tls:Authority", authority ?? AuthorityFile),
            ])
            .Build();
    }

    public X509Certificate2 Issue(ECDsa key, DateTimeOffset until)
    {
        var request = new CertificateRequest("CN=peer", key, HashAlgorithmName.SHA256);
        return request.Create(_root, until.AddYears(-1), until, RandomNumberGenerator.GetBytes(8));
    }

    public void Dispose()
    {
        _root.Dispose();
        _directory.Delete(recursive: true);
    }

    private string At(string name) => Path.Combine(_directory.FullName, name);
}

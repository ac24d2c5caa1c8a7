using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Connecto.Settings;
using Microsoft.Extensions.Configuration;

namespace Connecto.Silo.Clustering;

/// <summary>
/// The certificate that a silo, or a client of silos, shows to its peers, and the authority whose certificates it takes
/// from them. Whoever holds a certificate of that authority is a peer, at whatever address: give it to nothing else.
/// </summary>
public sealed class PeerCertificates
{
    private const string Section = "Cluster:Tls";
    private readonly X509Certificate2Collection _authority;

    private PeerCertificates(X509Certificate2 own, X509Certificate2Collection authority)
    {
        Own = own;
        _authority = authority;
    }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>Reads the PEM files that are named in the section <c>Cluster:Tls</c>; null where none is.</summary>
    /// <exception cref="SettingException">
    /// Not all three are named, one cannot be read, or peers would refuse the certificate.
    /// </exception>
    public static PeerCertificates? From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        string?[] files = [section["Certificate"], section["Key"], section["Authority"]];
        if (Array.TrueForAll(files, string.IsNullOrWhiteSpace))
        {
            return null;
        }
        if (Array.Exists(files, string.IsNullOrWhiteSpace))
        {
            throw new SettingException(
                "Of Cluster__Tls__Certificate, Cluster__Tls__Key and Cluster__Tls__Authority some are set and some are "
                    + "not: TLS between silos needs all three, and is off without any."
            );
        }
        try
        {
            return Read(files[0]!, files[1]!, files[2]!);
        }
        catch (Exception exception)
            when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"TLS between silos: {exception.Message}", exception);
        }
    }

    /// <summary>Whether the certificate is of the authority and valid now.</summary>
    public bool Takes(X509Certificate2 peer) => Refusal(peer) is null;

    private static PeerCertificates Read(string certificate, string key, string authority)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(authority);
        var own = X509Certificate2.CreateFromPemFile(certificate, key);
        var certificates = new PeerCertificates(own, roots);
        return certificates.Refusal(own) is not { } refusal
            ? certificates
            : throw new SettingException(
                $"Peers would refuse {certificate}, by the authority in {authority}: {refusal}"
            );
    }

    private string? Refusal(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate)
            ? null
            : string.Join(" ", chain.ChainStatus.Select(status => status.StatusInformation).Distinct());
    }
}

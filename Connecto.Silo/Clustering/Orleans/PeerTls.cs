using Orleans.Connections.Security;
using Orleans.Hosting;

namespace Connecto.Silo.Clustering;

/// <summary>TLS among silos and from clients to silos: each side shows a certificate and verifies the other's.</summary>
internal static class PeerTls
{
    // Peers are reached by address and may be any of the cluster, so that certificates need no names; what is asked
    // for must merely be a name.
    private const string Name = "connecto";

    public static ISiloBuilder UsePeerTls(this ISiloBuilder silo, PeerCertificates certificates) =>
        silo.UseTls(options => Set(options, certificates));

    public static IClientBuilder UsePeerTls(this IClientBuilder client, PeerCertificates certificates) =>
        client.UseTls(options => Set(options, certificates));

    private static void Set(TlsOptions options, PeerCertificates certificates)
    {
        options.LocalCertificate = certificates.Own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (peer, _, _) => certificates.Takes(peer);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = Name;
    }
}

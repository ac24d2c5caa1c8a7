using System.Net;
using Connecto.Settings;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Connecto.Web.Hosting;

/// <summary>
/// Takes a client's address and scheme from <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>, where a known proxy wrote
/// them; from anybody else these headers mean nothing. In a chain of known proxies the first address that is none of
/// theirs is the client's.
/// </summary>
internal static class ForwardedFrom
{
    /// <summary>Addresses and networks (CIDR), separated by commas.</summary>
    public const string Setting = "Proxies:Known";

    /// <summary>How long proxies that ask once a second may take to see that this node is not ready any more.</summary>
    public const string NoticeWithin = "Proxies:NoticeWithin";

    /// <exception cref="SettingException">A known proxy that is neither an address nor a network, or a time that is none.</exception>
    public static void AddForwardedFrom(this WebApplicationBuilder builder)
    {
        List<IPNetwork> known = [.. Known(builder.Configuration[Setting])];
        // After all others: the framework's own switch would have it believe everybody.
        builder.Services.PostConfigure<ForwardedHeadersOptions>(options => Trust(options, known));
        var within = new SettingValues(builder.Configuration).Time(NoticeWithin, TimeSpan.Zero, TimeSpan.FromDays(1));
        if (known.Count > 0)
        {
            builder.Services.AddHostedService(services => new ProxyNotice(
                services.GetRequiredService<IHostApplicationLifetime>(),
                services.GetRequiredService<TimeProvider>(),
                within ?? TimeSpan.FromSeconds(2)
            ));
        }
    }

    private static void Trust(ForwardedHeadersOptions options, List<IPNetwork> known)
    {
        options.ForwardedHeaders =
            known.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        known.ForEach(options.KnownIPNetworks.Add);
    }

    private static IEnumerable<IPNetwork> Known(string? setting)
    {
        const StringSplitOptions Words = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var word in (setting ?? "").Split(',', Words))
        {
            if (IPNetwork.TryParse(word, out var network))
            {
                yield return network;
            }
            else if (IPAddress.TryParse(word, out var address))
            {
                yield return new IPNetwork(address, address.GetAddressBytes().Length * 8);
            }
            else
            {
                throw new SettingException(
                    $"Proxies__Known: '{word}' is neither an address nor a network (such as 10.0.0.0/8)."
                );
            }
        }
    }
}

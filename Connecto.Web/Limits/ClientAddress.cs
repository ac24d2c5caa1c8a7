using System.Net;
using System.Net.Sockets;

namespace Connecto.Web.Limits;

/// <summary>Where a request comes from.</summary>
internal static class ClientAddress
{
    /// <summary>The client's address as text.</summary>
    public static string? Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
    }

    /// <summary>What counts as one address: an IPv4 address, or the /64 network that one IPv6 customer has to himself.</summary>
    public static string Group(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return Of(context) ?? "";
        }
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes).ToString();
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Connecto.Bench.Processes;

/// <summary>
/// Ports of 127.0.0.1 that nobody serves, below those that the system gives out by itself, so that no connection takes
/// one before its server does.
/// </summary>
internal static class FreePort
{
    /// <summary>One of them, drawn.</summary>
    public static int Draw()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(15_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another one is not.
            }
        }
    }
}

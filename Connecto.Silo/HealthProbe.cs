using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Connecto.Silo;

/// <summary>Asks the server that listens in the same container or on the same machine whether it is ready.</summary>
internal static class HealthProbe
{
    private const int DefaultPort = 8080;

    // A server that is ready has asked PostgreSQL and the grains within 2 s each.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <returns>0 where <c>/health/ready</c> answers 200 within 5 s, else 1 with the reason on standard error.</returns>
    public static async Task<int> RunAsync(IConfiguration settings, CancellationToken cancellation)
    {
        var address = new Uri(Server(settings), "/health/ready");
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = _patience };
        try
        {
            using var answer = await http.GetAsync(address, cancellation);
            if (answer.IsSuccessStatusCode)
            {
                return 0;
            }
            await Console.Error.WriteLineAsync($"{address} answers {(int)answer.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException || !cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {exception.Message}");
        }
        return 1;
    }

    /// <summary>Where the server listens, by the setting that it reads itself; loopback stands for any address.</summary>
    internal static Uri Server(IConfiguration settings)
    {
        var url = settings["ASPNETCORE_URLS"]?.Split(';')[0];
        if (string.IsNullOrWhiteSpace(url))
        {
            var port = settings["ASPNETCORE_HTTP_PORTS"]?.Split(';')[0];
            return new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", Number(port) ?? DefaultPort).Uri;
        }
        // Kestrel takes + and * for any host, which are none in a URI.
        var address = new Uri(
            url.Replace("//+", "//0.0.0.0", StringComparison.Ordinal)
                .Replace("//*", "//0.0.0.0", StringComparison.Ordinal)
        );
        var any = address.Host is "0.0.0.0" or "[::]";
        return any ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri : address;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

using Connecto.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using WebSocketOptions = Microsoft.AspNetCore.Builder.WebSocketOptions;

namespace Connecto.Web.SignalR;

/// <summary>
/// A hub's routes. WebSockets are served here; what clients use that cannot have one, and the negotiation before it, by
/// the framework. A negotiated id means nothing to a WebSocket: its token says who it is.
/// </summary>
internal static class HubRoutes
{
    /// <param name="endpoints">Where the hub is mapped.</param>
    /// <param name="path">Its path.</param>
    /// <param name="connect">Makes a connection of a client whose request this is.</param>
    public static IEndpointConventionBuilder MapHub(
        this IEndpointRouteBuilder endpoints,
        string path,
        Func<HubTransport, HttpContext, DateTimeOffset, HubConnection> connect
    )
    {
        var sockets = endpoints.CreateApplicationBuilder();
        sockets.Use(ShareUpgrade);
        // Pings are the protocol's own.
        sockets.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        sockets.Run(context => ServeSocketAsync(context, connect));
        var serveSocket = sockets.Build();

        var hub = endpoints.MapConnections(
            path,
            new HttpConnectionDispatcherOptions { CloseOnAuthenticationExpiration = true },
            connections => connections.Run(connection => ServePipesAsync(connection, connect))
        );
        hub.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => IsSocket(context) ? serveSocket(context) : next(context);
        });
        return hub;
    }

    private static bool IsSocket(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && context.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    private static Task ShareUpgrade(HttpContext context, RequestDelegate next)
    {
        context.Features.Set<IHttpUpgradeFeature>(
            new SharedUpgrade(context.Features.GetRequiredFeature<IHttpUpgradeFeature>())
        );
        return next(context);
    }

    private static async Task ServeSocketAsync(
        HttpContext context,
        Func<HubTransport, HttpContext, DateTimeOffset, HubConnection> connect
    )
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        var upgrade = (SharedUpgrade)context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
        using var frames = await context.WebSockets.AcceptWebSocketAsync();
        var stream = upgrade.Stream!;
        var ticket = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult;
        var expiresAt = ticket?.Properties?.ExpiresUtc ?? DateTimeOffset.MaxValue;
        var connection = connect(new WebSocketTransport(frames, stream.Inner, context), context, expiresAt);
        stream.Written = connection.Answer;
        Forget(context);
        await connection.RunAsync();
    }

    // The request lasts as long as its connection, and nobody asks for what it was any more.
    private static void Forget(HttpContext context)
    {
        context.Request.Headers.Clear();
        context.Request.QueryString = default;
        context.Features.Set<QueryToken>(null);
        context.Features.Set<IQueryFeature>(null);
        context.Features.Set<IAuthenticateResultFeature>(null);
        context.Features.Set<IHttpWebSocketFeature>(null);
    }

    private static async Task ServePipesAsync(
        ConnectionContext client,
        Func<HubTransport, HttpContext, DateTimeOffset, HubConnection> connect
    )
    {
        // The framework asks for the end when the token does, which each request may renew, and when the host stops.
        var connection = connect(new PipeTransport(client), client.GetHttpContext()!, DateTimeOffset.MaxValue);
        var lifetime = client.Features.Get<IConnectionLifetimeNotificationFeature>();
        await using var asked = lifetime?.ConnectionClosedRequested.Register(() =>
            connection.CloseForReconnect(atOnce: false)
        );
        await connection.RunAsync();
    }

    /// <summary>An upgrade whose stream is read by the WebSocket, and written to by others.</summary>
    private sealed class SharedUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
    {
        public ControlFrames? Stream { get; private set; }

        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() => Stream = new ControlFrames(await inner.UpgradeAsync());
    }
}

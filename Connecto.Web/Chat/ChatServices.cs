using Connecto.Admin;
using Connecto.Delivery;
using Connecto.Presence;
using Connecto.Settings;
using Connecto.Users;
using Connecto.Web.Auth;
using Connecto.Web.SignalR;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Chat;

/// <summary>How a web node gets its hub.</summary>
public static class ChatServices
{
    public const string Path = "/hubs/chat";

    /// <summary>Adds the hub, its subscriptions and what keeps them in step with the grains.</summary>
    public static IServiceCollection AddConnectoChat(this IServiceCollection services)
    {
        services.AddSettings<ChatOptions>(ChatOptions.Section);
        services.AddSingleton<WebNode>();
        services.AddSingleton<PlanetTable>();
        services.AddSingleton<SiloTable>();
        services.AddSingleton<UserTable>();
        services.AddSingleton<Subscriber>();
        services.AddSingleton<ChatGate>();
        services.AddSingleton<Arrivals>();
        services.AddSingleton<TypingGate>();
        services.AddSingleton<IPlanetObserver, PlanetObserver>();
        services.AddSingleton<IUserObserver, UserObserver>();
        services.AddSingleton<INodeObserver, NodeObserver>();
        services.AddHostedService<NodeReporter>();
        services.AddSingleton<IPresenceObserver, PresenceObserver>();
        services.AddSingleton<PresenceReports>();
        services.AddHostedService(provider => provider.GetRequiredService<PresenceReports>());
        services.AddSingleton<Attachments>();
        services.AddHostedService<LeaseRenewal>();
        services.AddSingleton<UserRenewal>();
        services.AddHostedService(provider => provider.GetRequiredService<UserRenewal>());
        services.AddHostedService<HeadsRound>();
        services.AddHostedService<ChatDrain>();
        services.AddConnections();
        services.AddSettings<HubOptions>(HubOptions.Section);
        services.AddSingleton<ChatHub>();
        services.AddSingleton<HubServer>();
        services.AddSingleton<MergedWrites>();
        services.AddSingleton<HubWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<HubWatch>());
        return services;
    }

    /// <summary>Maps the hub. Its callers are authenticated.</summary>
    public static void MapConnectoChat(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var (gate, server, chat) = (
            services.GetRequiredService<ChatGate>(),
            services.GetRequiredService<HubServer>(),
            services.GetRequiredService<ChatHub>()
        );
        var most = services.GetRequiredService<IOptions<ChatOptions>>().Value.MaxSubscriptions;
        var hub = endpoints.MapHub(
            Path,
            (transport, request, expiresAt) =>
            {
                // It is in; how long it takes for its handshake is its own matter.
                request.Features.Get<Arrival>()?.End();
                return new ChatConnection(transport, server, chat, Caller.From(request.User)!, expiresAt, most);
            }
        );
        hub.RequireAuthorization();
        hub.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => gate.Admits(context) ? next(context) : Task.CompletedTask;
        });
    }
}

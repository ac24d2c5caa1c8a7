using Connecto.Admin;
using Connecto.Delivery;
using Connecto.Presence;
using Connecto.Users;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Chat;

/// <summary>How a web node gets its hub.</summary>
public static class ChatServices
{
    public const string Path = "/hubs/chat";

    /// <summary>Adds the hub, its subscriptions and what keeps them in step with the grains.</summary>
    public static IServiceCollection AddConnectoChat(this IServiceCollection services)
    {
        services.AddOptions<ChatOptions>().BindConfiguration(ChatOptions.Section);
        services.AddSingleton<WebNode>();
        services.AddSingleton<PlanetTable>();
        services.AddSingleton<UserTable>();
        services.AddSingleton<Subscriber>();
        services.AddSingleton<ChatGate>();
        services.AddSingleton<TypingGate>();
        services.AddSingleton<IPlanetObserver, PlanetObserver>();
        services.AddSingleton<IUserObserver, UserObserver>();
        services.AddSingleton<INodeObserver, NodeObserver>();
        services.AddHostedService<NodeReporter>();
        services.AddSingleton<IPresenceObserver, PresenceObserver>();
        services.AddSingleton<PresenceReports>();
        services.AddHostedService(provider => provider.GetRequiredService<PresenceReports>());
        services.AddHostedService<LeaseRenewal>();
        services.AddHostedService<UserRenewal>();
        services.AddHostedService<HeadsRound>();
        services.AddHostedService<ChatDrain>();
        services.AddSignalR().AddHubOptions<ChatHub>(Configure);
        services
            .AddOptions<HubOptions<ChatHub>>()
            .Configure<IOptions<ChatOptions>>(
                (hub, chat) =>
                {
                    // SignalR counts the byte that ends the record.
                    hub.MaximumReceiveMessageSize = chat.Value.MaxCallBytes + 1;
                    hub.MaximumParallelInvocationsPerClient = chat.Value.ParallelCalls;
                }
            );
        services.AddSingleton<HubLifetimeManager<ChatHub>, ChatLifetimeManager>();
        // The protocol that is named last is the one that is spoken under its name.
        services.AddSingleton<IHubProtocol, ChatHubProtocol>();
        services.Configure<JsonHubProtocolOptions>(options => options.PayloadSerializerOptions = WireJson.Options);
        // Every refusal would be logged as a failure of the server; the filter logs those that are.
        services.AddLogging(logging =>
            logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None)
        );
        return services;
    }

    /// <summary>Maps the hub. Its callers are authenticated.</summary>
    public static void MapConnectoChat(this IEndpointRouteBuilder endpoints)
    {
        var gate = endpoints.ServiceProvider.GetRequiredService<ChatGate>();
        var hub = endpoints.MapHub<ChatHub>(Path, options => options.CloseOnAuthenticationExpiration = true);
        hub.RequireAuthorization();
        hub.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => gate.Admits(context) ? next(context) : Task.CompletedTask;
        });
    }

    private static void Configure(HubOptions<ChatHub> options)
    {
        options.SupportedProtocols = [ChatHubProtocol.ProtocolName];
        options.KeepAliveInterval = TimeSpan.FromSeconds(15);
        options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
        options.DisableImplicitFromServicesParameters = true;
        options.EnableDetailedErrors = false;
        options.AddFilter<ChatHubFilter>();
    }
}

using Connecto.Web.Chat;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Hosting;

/// <summary>What every web node has: bounds, JSON, the end of its life.</summary>
internal static class WebDefaults
{
    /// <summary>A request whose body is longer than this (32 MiB) is cut off. Answers count from <see cref="Api.Body{T}"/>'s bound.</summary>
    private const long BodyCutOff = 32 << 20;

    private static readonly TimeSpan _afterTheClients = TimeSpan.FromSeconds(30);

    public static void AddWebDefaults(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(ConfigureKestrel);
        Answers.AddServices(builder.Services);
        builder.Services.AddSingleton<IHttpContextFactory, RequestContextFactory>();
        builder.Services.ConfigureHttpJsonOptions(options => WireJson.Configure(options.SerializerOptions));
        builder.Services.AddSingleton<Standstill>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Standstill>());
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        // The host's time runs from the signal on, and what ends after the clients have left needs some too.
        builder
            .Services.AddOptions<HostOptions>()
            .Configure<IOptions<ChatOptions>>(
                (host, chat) => host.ShutdownTimeout = chat.Value.ReconnectWithin + _afterTheClients
            );
    }

    private static void ConfigureKestrel(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = BodyCutOff;
        options.Limits.MaxRequestHeadersTotalSize = 32 << 10;
        // A search for 10,000 signs of Hangul is told what is wrong with it, in our form.
        options.Limits.MaxRequestLineSize = 128 << 10;
    }
}

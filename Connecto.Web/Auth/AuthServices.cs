using Connecto.Settings;
using Connecto.Web.Hosting;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Auth;

/// <summary>Accounts, tokens and limits of a web node.</summary>
internal static class AuthServices
{
    private static readonly PathString _hub = "/hubs/chat";

    public static void AddConnectoAuth(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<PasswordOptions>("Passwords");
        services.AddSettings<RateLimits>("RateLimits");
        services.AddDataProtection().SetApplicationName("Connecto");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IServiceProvider>(
                (keys, provider) => keys.XmlRepository = ActivatorUtilities.CreateInstance<KeyRepository>(provider)
            );
        services
            .AddAuthentication(BearerTokenDefaults.AuthenticationScheme)
            .AddBearerToken(tokens => tokens.Events.OnMessageReceived = TakeHubToken);
        services.AddAuthorization();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<Grants>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<SessionGate>();
        services.AddSingleton<RestLimit>();
        services.AddSingleton<SendLimit>();
        services.AddSingleton<LoginLimits>();
        services.AddSingleton(new Registration(builder.Configuration));
        services.AddHostedService<FirstAdmin>();
    }

    public static void UseConnectoAuth(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseMiddleware<SessionMiddleware>();
        app.UseMiddleware<OwnWritesMiddleware>();
        app.UseMiddleware<RestLimitMiddleware>();
        app.UseAuthorization();
    }

    /// <summary>A browser's WebSocket cannot send headers, so the hub, and nothing else, takes the token of the query.</summary>
    private static Task TakeHubToken(MessageReceivedContext context)
    {
        if (context.Request.Path.StartsWithSegments(_hub))
        {
            context.Token = context.HttpContext.Features.Get<QueryToken>()?.Value;
        }
        return Task.CompletedTask;
    }
}

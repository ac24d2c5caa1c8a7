using Connecto.Silo;
using Connecto.Silo.Clustering;
using Connecto.Web.Admin;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Batch;
using Connecto.Web.Caching;
using Connecto.Web.Calls;
using Connecto.Web.Chat;
using Connecto.Web.Errors;
using Connecto.Web.Hosting;
using Connecto.Web.OpenApi;

namespace Connecto.Web;

/// <summary>What a web node is made of: services, the way of a request, routes.</summary>
public static class ConnectoWeb
{
    public static void AddConnecto(this WebApplicationBuilder builder)
    {
        builder.UseConnectoGrains();
        builder.AddTelemetry("connecto-web");
        builder.AddWebDefaults();
        builder.AddForwardedFrom();
        builder.AddConnectoAuth();
        builder.Services.AddSingleton<CallLog>();
        builder.Services.AddConnectoCaching();
        builder.Services.AddConnectoChat();
        if (!ClusterSettings.From(builder.Configuration).HostsGrains)
        {
            builder.Services.AddHostedService<LateSends>();
        }
        builder.Services.AddConnectoBatch();
        builder.Services.AddConnectoOpenApi();
    }

    public static void UseConnecto(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<Answers>();
        app.UseBatchItems();
        app.UseMiddleware<CountedCalls>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseSecurityHeaders();
        app.UseMetricsAccess();
        app.UseStandstill();
        app.UseWebClient();
        app.UseApiPage();
        app.UseRouting();
        app.UseMiddleware<ArrivalMiddleware>();
        app.UseConnectoAuth();

        app.MapHealthApi();
        app.MapMetrics();
        app.MapOpenApi();
        app.MapConnectoChat();
        var api = app.MapGroup("/api/v1").RequireAuthorization();
        api.MapVersionApi();
        api.MapAuthApi();
        api.MapMeApi();
        api.MapSessionsApi();
        api.MapBlocksApi();
        api.MapNotificationsApi();
        api.MapUsersApi();
        api.MapTravelsApi();
        api.MapPlanetsApi();
        api.MapMembersApi();
        api.MapInvitesApi();
        api.MapPinsApi();
        api.MapMessagesApi();
        api.MapReportsApi();
        api.MapReadApi();
        api.MapSearchApi();
        api.MapInboxApi();
        api.MapBatchApi();
        api.MapAdminApi();
    }
}

namespace Connecto.Web.Admin;

/// <summary>All of <c>admin/*</c>.</summary>
internal static class AdminApi
{
    public static void MapAdminApi(this IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("admin").WithTags("admin").AddEndpointFilter<RouteGroupBuilder, AdminOnly>();
        admin.MapAdminUsersApi();
        admin.MapAdminSessionsApi();
        admin.MapAdminExportApi();
        admin.MapAdminTokensApi();
        admin.MapAdminMembersApi();
        admin.MapAdminPlanetsApi();
        admin.MapAdminReportsApi();
        admin.MapAdminAuditApi();
        admin.MapAdminClusterApi();
        admin.MapAdminQueriesApi();
        admin.MapAdminCallsApi();
        admin.MapAdminAnnouncementsApi();
    }
}

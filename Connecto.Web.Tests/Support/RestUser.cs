using System.Text.Json;

namespace Connecto.Web.Tests.Support;

/// <summary>Somebody who is logged in.</summary>
public sealed record RestUser(string Id, string Email, string AccessToken, string RefreshToken, RestClient Rest)
{
    public static RestUser From(RestServer server, string email, JsonElement grant)
    {
        var token = grant.GetProperty("accessToken").GetString()!;
        return new RestUser(
            grant.GetProperty("userId").GetString()!,
            email,
            token,
            grant.GetProperty("refreshToken").GetString()!,
            server.Client(token)
        );
    }
}

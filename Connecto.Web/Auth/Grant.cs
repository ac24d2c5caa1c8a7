using Connecto.Ids;

namespace Connecto.Web.Auth;

/// <summary>The answer of registration, log-in and refresh. <c>ExpiresIn</c> is the access token's life in seconds.</summary>
public sealed record Grant(Snowflake UserId, string AccessToken, string RefreshToken, int ExpiresIn);

namespace Connecto.Web.Hosting;

/// <summary>The access token that came in the query; only the hub takes one from there.</summary>
internal sealed record QueryToken(string Value);
